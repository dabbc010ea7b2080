//! What an engine found, as it says it.

use crate::diagnostic::Severity;
use crate::diagnostic::position::Position;
use crate::lint::engine::Engine;

/// One thing that an engine found in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Who found it.
    pub engine: Engine,
    /// What kind of thing it is.
    pub cause: Cause,
    /// How bad the engine thinks it is.
    pub severity: Severity,
    /// The engine's own words.
    pub message: String,
    /// Where it is.
    pub place: Place,
}

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// One of shellcheck's, by its number.
    Shellcheck(u32),
    /// A shell cannot read the script.
    Syntax,
    /// What other shells than bash need not know.
    Bashism,
}

impl Cause {
    /// The name by which a user can look for it.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Shellcheck(number) => format!("SC{number:04}"),
            Self::Syntax => "syntax".to_owned(),
            Self::Bashism => "bashism".to_owned(),
        }
    }

    /// Its page, if it has one.
    #[must_use]
    pub fn page(self) -> Option<String> {
        match self {
            Self::Shellcheck(_) => Some(format!("https://www.shellcheck.net/wiki/{}", self.code())),
            Self::Syntax | Self::Bashism => None,
        }
    }
}

/// A place in a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// This line.
    Line(usize),
    /// From one character up to another.
    Span(Position, Position),
}

impl Place {
    /// The line in which it begins.
    #[must_use]
    pub fn line(self) -> usize {
        match self {
            Self::Line(line) => line,
            Self::Span(start, _) => start.line,
        }
    }
}
