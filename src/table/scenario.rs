//! `[[scenarios]]` as values.

use std::time::Duration;

use super::model::{Line, Spanned};
use super::name::{ModeName, VariableName};
use super::signal::Signal;
use super::stand_in::StandIn;

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
    /// What programs do.
    pub stand_ins: Vec<StandIn>,
    /// The signal that the container gets, and when.
    pub signal: Option<Spanned<(Signal, Moment)>>,
    /// By how much the script's clock is put forward.
    pub later: Option<Spanned<Duration>>,
    /// What is to be seen.
    pub expect: Expectation,
}

impl Scenario {
    /// The stand-in for `program`, if there is one.
    pub(super) fn stand_in(&self, program: &str) -> Option<&StandIn> {
        let mut stand_ins = self.stand_ins.iter();
        stand_ins.find(|stand_in| stand_in.program.value == program)
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
