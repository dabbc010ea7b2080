//! What stands in for a program of a scenario.

use std::time::Duration;

use super::model::Spanned;
use super::signal::Signal;

/// What stands in for a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The program, as the table names it.
    pub program: Spanned<String>,
    /// What it does, start by start; the last one repeats.
    pub starts: Vec<StandInStart>,
}

/// What a stand-in does at a start. Without `until` and `runs` it ends at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandInStart {
    /// The signal that ends it.
    pub until: Option<Signal>,
    /// The time until it ends by itself.
    pub runs: Option<Duration>,
    /// How long it goes on after the signal; nothing without `until`.
    pub lingers: Option<Duration>,
    /// How it ends.
    pub end: End,
    /// What it writes to standard output when it has started, as it is.
    pub prints: Option<String>,
    /// What it writes to standard error when it has started, as it is.
    pub complains: Option<String>,
    /// How many starts in a row are like this, at least 1.
    pub times: u16,
}

impl StandInStart {
    /// Whether it does not end at once.
    #[must_use]
    pub const fn stays(&self) -> bool {
        self.until.is_some() || self.runs.is_some()
    }

    /// Whether it ends without a signal.
    #[must_use]
    pub const fn ends(&self) -> bool {
        self.until.is_none() || self.runs.is_some()
    }
}

/// How a program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With this code.
    Exit(u8),
    /// By this signal.
    Dies(Death),
}

impl End {
    /// The exit code that a shell makes of it: that of the program, or 128 and the
    /// number of the signal.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Exit(code) => code,
            Self::Dies(death) => 128 + death.number(),
        }
    }
}

/// A signal by which programs die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// The program gave up.
    Abrt,
    /// Hang up.
    Hup,
    /// Interrupt from a terminal.
    Int,
    /// Killed, as where memory runs out.
    Kill,
    /// Quit from a terminal.
    Quit,
    /// Memory that is not the program's.
    Segv,
    /// Terminate.
    Term,
    /// User-defined signal 1.
    Usr1,
    /// User-defined signal 2.
    Usr2,
}

impl Death {
    /// The number on Linux, the same on every architecture that has containers.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Abrt => 6,
            Self::Hup => 1,
            Self::Int => 2,
            Self::Kill => 9,
            Self::Quit => 3,
            Self::Segv => 11,
            Self::Term => 15,
            Self::Usr1 => 10,
            Self::Usr2 => 12,
        }
    }
}
