//! What can be waited for.

use std::fmt;

use crate::sandbox::stand_in::{Event, EventKind};

/// Something that a run will show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    what: What,
    times: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Written(String),
    Stdout(String),
    Stderr(String),
    Started(String),
    Ready(String),
    Signalled(String),
    Stopped(String),
    Gone(String),
}

impl Condition {
    fn once(what: What) -> Self {
        Self { what, times: 1 }
    }

    /// stdout or stderr holds `text`.
    #[must_use]
    pub fn written(text: impl Into<String>) -> Self {
        Self::once(What::Written(text.into()))
    }

    /// stdout holds `text`.
    #[must_use]
    pub fn stdout(text: impl Into<String>) -> Self {
        Self::once(What::Stdout(text.into()))
    }

    /// stderr holds `text`.
    #[must_use]
    pub fn stderr(text: impl Into<String>) -> Self {
        Self::once(What::Stderr(text.into()))
    }

    /// The stand-in `program` was started.
    #[must_use]
    pub fn started(program: impl Into<String>) -> Self {
        Self::once(What::Started(program.into()))
    }

    /// The stand-in `program` runs, and has done what it does at first.
    #[must_use]
    pub fn ready(program: impl Into<String>) -> Self {
        Self::once(What::Ready(program.into()))
    }

    /// The stand-in `program` got a signal.
    #[must_use]
    pub fn signalled(program: impl Into<String>) -> Self {
        Self::once(What::Signalled(program.into()))
    }

    /// The stand-in `program` is about to stop itself.
    #[must_use]
    pub fn stopped(program: impl Into<String>) -> Self {
        Self::once(What::Stopped(program.into()))
    }

    /// The stand-in `program` is about to end.
    #[must_use]
    pub fn gone(program: impl Into<String>) -> Self {
        Self::once(What::Gone(program.into()))
    }

    /// The same, but `times` times.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Whether it holds.
    pub(super) fn holds(&self, stdout: &[u8], stderr: &[u8], events: &[Event]) -> bool {
        let count = |program: &str, wanted: fn(&EventKind) -> bool| {
            let of_program = events.iter().filter(|event| event.program == program);
            of_program.filter(|event| wanted(&event.kind)).count()
        };
        let found = match &self.what {
            What::Written(text) => occurrences(stdout, text) + occurrences(stderr, text),
            What::Stdout(text) => occurrences(stdout, text),
            What::Stderr(text) => occurrences(stderr, text),
            What::Started(program) => count(program, |kind| matches!(kind, EventKind::Start(_))),
            What::Ready(program) => count(program, |kind| matches!(kind, EventKind::Ready)),
            What::Signalled(program) => count(program, |kind| matches!(kind, EventKind::Signal(_))),
            What::Stopped(program) => count(program, |kind| matches!(kind, EventKind::Stop)),
            What::Gone(program) => count(program, |kind| {
                matches!(kind, EventKind::Exit(_) | EventKind::Die(_))
            }),
        };
        found >= self.times
    }
}

fn occurrences(bytes: &[u8], text: &str) -> usize {
    String::from_utf8_lossy(bytes).matches(text).count()
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Written(text) => write!(formatter, "the output holds {text:?}")?,
            What::Stdout(text) => write!(formatter, "stdout holds {text:?}")?,
            What::Stderr(text) => write!(formatter, "stderr holds {text:?}")?,
            What::Started(program) => write!(formatter, "{program} was started")?,
            What::Ready(program) => write!(formatter, "{program} is ready")?,
            What::Signalled(program) => write!(formatter, "{program} got a signal")?,
            What::Stopped(program) => write!(formatter, "{program} stopped itself")?,
            What::Gone(program) => write!(formatter, "{program} is gone")?,
        }
        if self.times > 1 {
            write!(formatter, ", {} times", self.times)?;
        }
        Ok(())
    }
}
