//! What came of a scenario in a shell.

use std::time::Duration;

use crate::sandbox::outcome::Outcome;

/// What came of a scenario in a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All of it was seen.
    Proven,
    /// Something else was seen.
    Refuted(Vec<Miss>),
    /// It was not run, for this reason; that proves nothing.
    NotRun(String),
}

/// Something that did not come as it must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// What must be, and what was, in one sentence.
    pub what: String,
    /// What a maintainer has to know to understand it.
    pub reason: Option<Reason>,
}

/// Why something went wrong in a script, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The cause and the way out, in sentences.
    pub text: String,
    /// The line of the script to look at, counted from 1, where it can be told.
    pub line: Option<usize>,
}

/// A scenario played in a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// What came of it.
    pub verdict: Verdict,
    /// What was seen; nothing if it was not run.
    pub outcome: Option<Outcome>,
    /// Times of the table that were shorter in this run: `restart.delay 1 s for 5 s`.
    pub shortened: Vec<String>,
    /// What else is to be known of this run, such as a signal that was sent again.
    pub notes: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl Played {
    /// Whether it was played at all.
    #[must_use]
    pub fn is_run(&self) -> bool {
        !matches!(self.verdict, Verdict::NotRun(_))
    }
}
