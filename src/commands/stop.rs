//! A verb that stops before it is done.

use std::io;

use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::diagnostic::Diagnostic;

/// Why a verb stops before it is done.
#[derive(Debug)]
pub(super) enum Stop {
    /// For this, which the user is still to be told.
    Trouble(Vec<Diagnostic>),
    /// The user knows why.
    Told,
    /// A signal asked to end, and the user knows that.
    Interrupted,
    /// Standard output cannot be written.
    Output(io::Error),
}

impl From<Diagnostic> for Stop {
    fn from(trouble: Diagnostic) -> Self {
        Self::Trouble(vec![trouble])
    }
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(trouble: Vec<Diagnostic>) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// How a verb ended that gave `result`: says what the user has not been told.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn settle(result: Result<Verdict, Stop>, output: &Output) -> io::Result<Verdict> {
    match result {
        Ok(verdict) => Ok(verdict),
        Err(Stop::Trouble(all)) => {
            for trouble in &all {
                output.trouble(trouble);
            }
            Ok(Verdict::Failed)
        }
        Err(Stop::Told) => Ok(Verdict::Failed),
        Err(Stop::Interrupted) => Ok(Verdict::Interrupted),
        Err(Stop::Output(error)) => Err(error),
    }
}
