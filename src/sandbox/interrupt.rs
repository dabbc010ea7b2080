//! Ctrl-C, and other signals that ask this process to end: its runs end first.

use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::sync::OnceLock;

use nix::sys::signal::Signal;

use super::fault::Fault;
use super::system;

/// The signals that end the runs.
const SIGNALS: [Signal; 3] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];

/// A pipe that holds a byte once a signal came. Nobody takes it out, so all threads
/// that wait for the reader see it.
static BELL: OnceLock<(PipeReader, PipeWriter)> = OnceLock::new();

/// From now on INT, TERM and HUP do not end this process: all its runs, and those
/// that it starts later, give [`Fault::Interrupted`] at once, and end. A signal that
/// comes a second time ends the process, and one that it found ignored stays so.
///
/// # Errors
/// What the system says.
pub fn catch() -> Result<(), Fault> {
    let pipe = io::pipe().map_err(Fault::io("make a pipe for signals"))?;
    let (_, writer) = BELL.get_or_init(|| pipe);
    SIGNALS
        .into_iter()
        .try_for_each(|signal| system::ring_at(signal, writer.as_raw_fd()))
        .map_err(Fault::io("catch signals"))
}

/// The signal that came, if one did since [`catch`].
#[must_use]
pub fn signal() -> Option<Signal> {
    system::signal_that_rang()
}

/// What to poll: readable once a signal came. Nothing without [`catch`].
pub(super) fn descriptor() -> Option<BorrowedFd<'static>> {
    BELL.get().map(|(reader, _)| reader.as_fd())
}
