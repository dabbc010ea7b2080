//! Why an engine gave no answer.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use crate::lint::engine::Engine;

/// An engine that gave no answer.
#[derive(Debug)]
pub struct Failure {
    /// Which one.
    pub engine: Engine,
    /// The script it was asked about; none if it cannot look at any.
    pub script: Option<PathBuf>,
    /// Why.
    pub why: Why,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Why {
    /// It cannot be started.
    Start(io::Error),
    /// It did not end within this time.
    TooLate(Duration),
    /// It said more than this many bytes.
    TooMuch(usize),
    /// A signal ended it.
    Signal(i32),
    /// It ended with a code that means that it failed, and said this.
    Failed(i32, String),
    /// It does not know the options that it is called with, and said this.
    Refused(String),
    /// What it said cannot be understood.
    Garbage,
    /// It failed too often; so many scripts were not shown to it.
    GivenUp(usize),
}

impl Why {
    /// Whether it will be so for every script.
    pub(super) fn is_of_the_engine(&self) -> bool {
        matches!(self, Self::Start(_) | Self::Refused(_))
    }

    /// How a process ended that did not succeed, with the first line of what it said.
    pub(super) fn ended(status: ExitStatus, said: &[u8]) -> Self {
        match (status.signal(), status.code()) {
            (Some(signal), _) => Self::Signal(signal),
            (None, code) => Self::Failed(code.unwrap_or_default(), first_line(said)),
        }
    }
}

/// The first line of what a program said.
pub(super) fn first_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.lines().next().unwrap_or_default().to_owned()
}
