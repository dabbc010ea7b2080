//! What can be wrong with a script, and how it is said.

use std::fmt;

use super::tree::Span;
use crate::diagnostic::Diagnostic;

/// How many characters of the script a message shows.
const EXCERPT_LENGTH: usize = 30;

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
    /// A carriage return at the end of a word or comment.
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
        expected: String,
    },
    /// No command where the grammar wants at least one.
    NoCommand {
        /// What stands there instead.
        found: String,
    },
    /// Something that is valid in some shells, or in all, and not read here.
    Unsupported(Feature),
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

/// What the parser knows by name but does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Feature {
    /// `<<word`
    HereDocument,
    /// `<<<word`
    HereString,
    /// A command substitution in backquotes.
    Backquote,
    /// `$'...'`
    DollarSingleQuote,
    /// `$"..."`
    DollarDoubleQuote,
    /// `$[...]`
    DollarBracket,
    /// A quote inside `$((...))`.
    QuoteInArithmetic,
    /// `<(...)` and `>(...)`
    ProcessSubstitution,
    /// `&>file`
    RedirectBoth,
    /// `|&`
    PipeBoth,
    /// `;&` and its like.
    FallThrough,
    /// `[[ ... ]]`
    DoubleBracket,
    /// `((...))`
    DoubleParenthesis,
    /// `!(...)`
    BangParenthesis,
    /// `function name`
    FunctionWord,
    /// `select`
    Select,
    /// `a=(...)` and `a[i]=...`
    Array,
    /// `a+=...`
    AppendAssignment,
}

impl Feature {
    /// How a message calls it.
    fn name(self) -> &'static str {
        match self {
            Self::HereDocument => "a here-document",
            Self::HereString => "`<<<`",
            Self::Backquote => "a backquote",
            Self::DollarSingleQuote => "`$'...'`",
            Self::DollarDoubleQuote => "`$\"...\"`",
            Self::DollarBracket => "`$[`",
            Self::QuoteInArithmetic => "a quote in `$((...))`",
            Self::ProcessSubstitution => "a process substitution",
            Self::RedirectBoth => "`&>`",
            Self::PipeBoth => "`|&`",
            Self::FallThrough => "an arm of `case` that falls through",
            Self::DoubleBracket => "`[[`",
            Self::DoubleParenthesis => "`((`",
            Self::BangParenthesis => "`!(`",
            Self::FunctionWord => "`function`",
            Self::Select => "`select`",
            Self::Array => "an array",
            Self::AppendAssignment => "`+=`",
        }
    }

    /// What to write instead.
    fn instead(self) -> Option<&'static str> {
        Some(match self {
            Self::HereDocument => "use `printf` and a pipe",
            Self::HereString => "use `printf '%s\\n' \"$text\" |`",
            Self::Backquote => "use `$(...)`",
            Self::DollarSingleQuote => "use `$(printf ...)` or the characters themselves",
            Self::DollarDoubleQuote => "use `\"...\"`",
            Self::DollarBracket => "use `$((...))`",
            Self::QuoteInArithmetic => "leave the quote out",
            Self::ProcessSubstitution => "use a pipe or a temporary file",
            Self::RedirectBoth => "use `>file 2>&1`",
            Self::PipeBoth => "use `2>&1 |`",
            Self::FallThrough | Self::Select => return None,
            Self::DoubleBracket => "use `[` or `case`",
            Self::DoubleParenthesis => "put a blank between for a subshell",
            Self::BangParenthesis => "put a blank between to negate a subshell",
            Self::FunctionWord => "use `name() { ...; }`",
            Self::Array => "use the positional parameters",
            Self::AppendAssignment => "use `name=$name...`",
        })
    }
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
            FaultKind::CarriageReturn => f.write_str("a carriage return outside quotes"),
            FaultKind::TooLong => f.write_str("the script is longer than 4 GiB"),
            FaultKind::TooDeep => f.write_str("too many constructs inside each other"),
            FaultKind::Unclosed(what) => write!(f, "{what} is not closed"),
            FaultKind::Unexpected { found, .. } => write!(f, "unexpected {found}"),
            FaultKind::NoCommand { found } => write!(f, "no command before {found}"),
            FaultKind::Unsupported(feature) => write!(f, "{} is not supported", feature.name()),
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
            Self::Unsupported(feature) => feature.instead(),
            _ => None,
        }
    }
}

/// Bytes of a script in a message: short, and without control characters.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut characters = text.chars().map(|c| if c.is_control() { '?' } else { c });
    let mut excerpt: String = characters.by_ref().take(EXCERPT_LENGTH).collect();
    if characters.next().is_some() {
        excerpt.push_str("...");
    }
    excerpt
}
