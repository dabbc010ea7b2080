//! What can be wrong in a Dockerfile, and how it is said.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::Diagnostic;

/// A fault and its place.
#[derive(Debug)]
pub(super) struct Found {
    /// What is wrong.
    pub(super) fault: Fault,
    /// Where; none for the file as a whole.
    pub(super) span: Option<Range<usize>>,
}

/// What is wrong.
#[derive(Debug)]
pub(super) enum Fault {
    /// The directive `escape` is neither `\` nor a backquote.
    Escape,
    /// A here-document does not end.
    HereDocument {
        /// What would end it.
        end: String,
    },
    /// The words of this instruction begin as an array and are none.
    Array {
        /// The instruction.
        keyword: String,
    },
    /// There is no stage.
    NoStage,
}

impl Found {
    /// The fault, its place and its way out.
    pub(super) fn to_diagnostic(&self) -> Diagnostic {
        let (label, help) = self.fault.explained();
        let diagnostic = Diagnostic::error(self.fault.to_string()).help(help);
        match &self.span {
            Some(span) => diagnostic.at(span.clone(), label),
            None => diagnostic,
        }
    }
}

impl Fault {
    /// What is said at the place, and the way out.
    fn explained(&self) -> (String, &'static str) {
        match self {
            Self::Escape => (
                "expected `\\` or a backquote".to_owned(),
                "leave the directive out for `\\`",
            ),
            Self::HereDocument { end } => (
                format!("expected a line `{end}` before the end of the file"),
                "end it, or build the image to see what Docker says",
            ),
            Self::Array { .. } => (
                "expected double quotes and commas, as in JSON".to_owned(),
                "write it as in `[\"app\", \"serve\"]`; what is no array, Docker gives to a shell",
            ),
            Self::NoStage => (String::new(), "is it a Dockerfile?"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Escape => f.write_str("`escape` names no escape character"),
            Self::HereDocument { .. } => f.write_str("a here-document is not closed"),
            Self::Array { keyword } => write!(f, "`{keyword}` is no array of strings"),
            Self::NoStage => f.write_str("there is no `FROM` in it"),
        }
    }
}
