//! What can be wrong with a script, and how it is said.

use std::fmt;

use super::tree::Span;
use crate::diagnostic::Diagnostic;

/// Why a source is no script that this crate reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: FaultKind,
    /// Where the construct starts that it belongs to.
    pub opened: Option<Span>,
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// A NUL byte.
    Nul,
    /// A carriage return at the end of a line.
    CarriageReturn,
    /// More bytes than an offset of 32 bits reaches.
    TooLong,
    /// More constructs inside each other than the parser follows.
    TooDeep,
    /// The source ends inside this construct.
    Unclosed(&'static str),
    /// Something stands where it cannot stand.
    Unexpected {
        /// What stands there.
        found: String,
        /// What could.
        expected: &'static str,
    },
    /// No command where the grammar wants at least one.
    NoCommand {
        /// What stands there instead.
        found: String,
    },
    /// A construct that is valid in some shells and not read here.
    Unsupported(&'static str),
    /// `$((` whose end is that of a command substitution.
    AmbiguousArithmetic,
    /// `${` that is no parameter expansion of POSIX.
    BadExpansion,
    /// A reserved word where it would be read as a command name.
    ReservedWord(String),
    /// A variable or function name that POSIX does not allow.
    BadName(String),
    /// A file descriptor that is too large.
    BadDescriptor,
    /// A backslash as the last byte of the source.
    LastBackslash,
    /// A backslash and a line end inside `$...` or an operator.
    Continuation,
}

impl Fault {
    /// A fault without a second place.
    pub(super) fn new(span: Span, kind: FaultKind) -> Self {
        Self {
            span,
            kind,
            opened: None,
        }
    }

    /// The same fault, inside what starts at `opened`.
    pub(super) fn opened_at(mut self, opened: Span) -> Self {
        self.opened = Some(opened);
        self
    }

    /// The fault as the reader sees it.
    #[must_use]
    pub fn to_diagnostic(&self) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::error(self.to_string()).at(self.span.range(), self.kind.label());
        if let Some(opened) = self.opened {
            diagnostic = diagnostic.see(opened.range(), "opened here");
        }
        match self.kind.help() {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FaultKind::Nul => f.write_str("a script cannot hold a NUL byte"),
            FaultKind::CarriageReturn => f.write_str("a line ends with a carriage return"),
            FaultKind::TooLong => f.write_str("the script is longer than 4 GiB"),
            FaultKind::TooDeep => f.write_str("too many constructs inside each other"),
            FaultKind::Unclosed(what) => write!(f, "{what} is not closed"),
            FaultKind::Unexpected { found, .. } => write!(f, "unexpected {found}"),
            FaultKind::NoCommand { found } => write!(f, "no command before {found}"),
            FaultKind::Unsupported(what) => write!(f, "{what} cannot be read"),
            FaultKind::AmbiguousArithmetic => f.write_str("`$((` is not closed by `))`"),
            FaultKind::BadExpansion => f.write_str("not a parameter expansion of POSIX sh"),
            FaultKind::ReservedWord(word) => {
                write!(f, "the reserved word `{word}` cannot stand here")
            }
            FaultKind::BadName(name) => write!(f, "`{name}` is not a name"),
            FaultKind::BadDescriptor => f.write_str("the file descriptor is too large"),
            FaultKind::LastBackslash => f.write_str("the script ends with a backslash"),
            FaultKind::Continuation => f.write_str("a line cannot be continued here"),
        }
    }
}

impl std::error::Error for Fault {}

impl FaultKind {
    /// What stands under the caret.
    fn label(&self) -> String {
        match self {
            Self::Unexpected { expected, .. } => format!("expected {expected}"),
            Self::NoCommand { .. } => "expected a command".into(),
            _ => String::new(),
        }
    }

    /// The way out, where there is one.
    fn help(&self) -> Option<&'static str> {
        match self {
            Self::CarriageReturn => Some("save the file with LF line ends"),
            Self::TooDeep => Some("move the inner part into a function"),
            Self::AmbiguousArithmetic => Some("put a blank between `$(` and `(` for a subshell"),
            Self::ReservedWord(_) => Some("quote the word to make it a command name"),
            Self::BadName(_) => Some("a name has letters, digits and `_`, no digit first"),
            Self::Unsupported(_) => Some("write it in another way"),
            _ => None,
        }
    }
}
