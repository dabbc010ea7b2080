//! The streams of a run, read while they come.

use std::io::{self, Read};
use std::mem;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use nix::fcntl::{FcntlArg, OFlag, fcntl};

/// How much of an output is kept.
const CAP: usize = 1 << 20;

/// How much is read before all else has its turn again, also of a stream without end.
const TURN: usize = 1 << 14;

/// Makes reading and writing give up instead of waiting.
pub(super) fn never_block(descriptor: &impl AsFd) -> io::Result<()> {
    let flags = fcntl(descriptor, FcntlArg::F_GETFL)?;
    let flags = OFlag::from_bits_retain(flags) | OFlag::O_NONBLOCK;
    fcntl(descriptor, FcntlArg::F_SETFL(flags))?;
    Ok(())
}

/// A stream that is read as far as it goes.
pub(super) struct Capture<S> {
    source: Option<S>,
    kept: Vec<u8>,
    lost: usize,
}

impl<S: Read + AsFd> Capture<S> {
    /// A stream that does not block, or nothing.
    pub(super) fn new(source: Option<S>) -> Self {
        Self {
            source,
            kept: Vec::new(),
            lost: 0,
        }
    }

    /// What to poll, until the stream's end.
    pub(super) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.source.as_ref().map(AsFd::as_fd)
    }

    /// Reads what is there. Gives the new bytes, as far as they are kept.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn read(&mut self) -> io::Result<&[u8]> {
        let before = self.kept.len();
        let mut buffer = [0; TURN];
        if let Some(source) = &mut self.source {
            match source.read(&mut buffer) {
                Ok(0) => self.source = None,
                Ok(length) => {
                    let room = length.min(CAP - self.kept.len());
                    self.kept.extend_from_slice(&buffer[..room]);
                    self.lost += length - room;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(&self.kept[before..])
    }

    /// What was kept so far.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.kept
    }

    /// Takes out what was kept, with a note of what was not.
    pub(super) fn take_bytes(&mut self) -> Vec<u8> {
        let mut bytes = mem::take(&mut self.kept);
        if self.lost > 0 {
            bytes.extend_from_slice(format!("\n[{} more bytes]\n", self.lost).as_bytes());
        }
        bytes
    }
}

/// Whole lines out of a stream that comes in pieces.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

impl Lines {
    /// Takes a piece. Gives the lines that are whole now, without their ends.
    pub(super) fn push(&mut self, piece: &[u8]) -> Vec<String> {
        self.0.extend_from_slice(piece);
        let Some(end) = self.0.iter().rposition(|byte| *byte == b'\n') else {
            return Vec::new();
        };
        let rest = self.0.split_off(end + 1);
        let whole = mem::replace(&mut self.0, rest);
        String::from_utf8_lossy(&whole)
            .lines()
            .map(str::to_owned)
            .collect()
    }
}

/// Bytes on their way into the script's stdin.
pub(super) struct Feed {
    sink: Option<OwnedFd>,
    bytes: Vec<u8>,
}

impl Feed {
    /// A pipe that does not block, or nothing, and what to write into it.
    pub(super) fn new(sink: Option<OwnedFd>, bytes: Vec<u8>) -> Self {
        Self { sink, bytes }
    }

    /// What to poll, until all is written.
    pub(super) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.sink.as_ref().map(AsFd::as_fd)
    }

    /// Writes what fits; closes the pipe when all is written or nobody reads it.
    pub(super) fn write(&mut self) {
        let Some(sink) = &self.sink else { return };
        while !self.bytes.is_empty() {
            match nix::unistd::write(sink, &self.bytes) {
                Ok(length) => drop(self.bytes.drain(..length)),
                Err(nix::errno::Errno::EAGAIN) => return,
                Err(_) => break,
            }
        }
        self.sink = None;
    }
}
