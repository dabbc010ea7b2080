//! `[[scenarios]]` as values.

use std::time::Duration;

use super::model::{Line, Spanned};
use super::name::{ModeName, VariableName};
use super::signal::Signal;
use super::stand_in::StandInStart;

/// An element of `[[scenarios]]`: one start of the container, and what is to come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called.
    pub id: Spanned<Line>,
    /// What it proves.
    pub says: Spanned<Line>,
    /// The mode that the start is to choose.
    pub mode: Option<Spanned<ModeName>>,
    /// The container's variables.
    pub env: Vec<(Spanned<VariableName>, Spanned<String>)>,
    /// The words of its command line.
    pub args: Vec<Spanned<String>>,
    /// What programs do, start by start; the last one repeats.
    pub stand_ins: Vec<(Spanned<String>, Vec<StandInStart>)>,
    /// The signal that the container gets, and when.
    pub signal: Option<Spanned<(Signal, Moment)>>,
    /// By how much the script's clock is put forward.
    pub later: Option<Spanned<Duration>>,
    /// What is to be seen.
    pub expect: Expectation,
}

impl Scenario {
    /// What the stand-in for `program` does, if it has one.
    #[must_use]
    pub fn stand_in(&self, program: &str) -> Option<&[StandInStart]> {
        let mut stand_ins = self.stand_ins.iter();
        let (_, starts) = stand_ins.find(|(name, _)| name.value == program)?;
        Some(starts)
    }
}

/// When a signal is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The program runs.
    Running,
    /// The program has ended and is to start again.
    Pause,
    /// A step runs.
    Step,
    /// The program has got its stop signal already.
    Stopping,
}

/// `expect`: what is to be seen, at least one thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expectation {
    /// The container's exit code.
    pub exit: Option<Spanned<u8>>,
    /// Texts that are in its output.
    pub output: Vec<Spanned<String>>,
    /// Texts that are not.
    pub absent: Vec<Spanned<String>>,
    /// Texts that are there one behind the other.
    pub order: Vec<Spanned<String>>,
    /// The most time from the signal, or else from the start, to the end.
    pub within: Option<Spanned<Duration>>,
    /// How often programs are started.
    pub starts: Vec<(Spanned<String>, Spanned<u32>)>,
    /// The words of the mode's program at its last start.
    pub command: Option<Spanned<Vec<String>>>,
    /// What the script says of its health.
    pub health: Option<Spanned<Verdict>>,
}

/// What the script says of its health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The exit code of `:health` is 0.
    Healthy,
    /// It is another one.
    Unhealthy,
}
