//! Everything that comes out of a run, and the stdin that goes in.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::Mode;

use super::capture::{Capture, Feed, Lines, never_block};
use crate::sandbox::arrivals::Arrivals;
use crate::sandbox::clock::Moment;
use crate::sandbox::interrupt;
use crate::sandbox::stage::{Home, Report};
use crate::sandbox::stand_in::Event;

/// The engine's ends of what stands in the sandbox's folder.
pub(in crate::sandbox) struct Channels {
    report: File,
    pub(super) lifeline: File,
    events: File,
    bell: File,
}

impl Channels {
    /// Opens them, before the stage opens the other ends.
    ///
    /// # Errors
    /// What the system says.
    pub(in crate::sandbox) fn open(home: &Home) -> io::Result<Self> {
        let opened = |path: PathBuf, flags: OFlag| {
            open(&path, flags | OFlag::O_CLOEXEC, Mode::empty()).map(File::from)
        };
        Ok(Self {
            report: opened(home.report(), OFlag::O_RDONLY | OFlag::O_NONBLOCK)?,
            // Also a reader, so that opening need not wait for the stage.
            lifeline: opened(home.lifeline(), OFlag::O_RDWR)?,
            events: opened(home.events(), OFlag::O_RDONLY)?,
            // Also a writer, so that it does not end with a stand-in. (inotify
            // would do without a bell, but to close it takes ten milliseconds.)
            bell: opened(home.bell(), OFlag::O_RDWR | OFlag::O_NONBLOCK)?,
        })
    }
}

/// How much of the log of the stand-ins is read. A start with the variables of a
/// container takes one or two kB.
const LOG: u64 = 32 << 20;

/// How much of the outputs is read in a row, so that a flood leaves all else its turn.
const READ_IN_A_ROW: usize = 1 << 14;

/// All streams of a run.
pub(super) struct Streams {
    pub(super) stdout: Capture<ChildStdout>,
    pub(super) stderr: Capture<ChildStderr>,
    pub(super) arrivals: Arrivals,
    stdin: Feed,
    report: Capture<File>,
    events: io::Take<File>,
    bell: File,
    interrupt: Option<BorrowedFd<'static>>,
    report_lines: Lines,
    stderr_lines: Lines,
    event_lines: Lines,
}

/// What came in since the last look.
#[derive(Default)]
pub(super) struct News {
    pub(super) reports: Vec<(Moment, Report)>,
    pub(super) stderr: Vec<String>,
    pub(super) events: Vec<Event>,
    /// Whether a signal asks the engine to end.
    pub(super) interrupted: bool,
}

impl Streams {
    /// Takes the streams of the guard, which are those of the script.
    ///
    /// Gives them with the end that keeps the run alive.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn new(
        guard: &mut Child,
        channels: Channels,
        input: Vec<u8>,
    ) -> io::Result<(Self, File)> {
        let (stdin, stdout, stderr) =
            (guard.stdin.take(), guard.stdout.take(), guard.stderr.take());
        stdin.iter().try_for_each(never_block)?;
        stdout.iter().try_for_each(never_block)?;
        stderr.iter().try_for_each(never_block)?;
        let streams = Self {
            stdout: Capture::new(stdout),
            stderr: Capture::new(stderr),
            arrivals: Arrivals::default(),
            stdin: Feed::new(stdin.map(OwnedFd::from), input),
            report: Capture::new(Some(channels.report)),
            events: channels.events.take(LOG),
            bell: channels.bell,
            interrupt: interrupt::descriptor(),
            report_lines: Lines::default(),
            stderr_lines: Lines::default(),
            event_lines: Lines::default(),
        };
        Ok((streams, channels.lifeline))
    }

    /// Waits up to `timeout` until something comes, and takes it in.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn next(&mut self, timeout: Duration) -> io::Result<News> {
        // Rounded up, so that the last millisecond is not spent in circles.
        let milliseconds =
            i32::try_from(timeout.as_millis()).map_or(i32::MAX, |time| time.saturating_add(1));
        let timeout = PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX);
        let wanted = [
            (self.report.descriptor(), PollFlags::POLLIN),
            (self.stdout.descriptor(), PollFlags::POLLIN),
            (self.stderr.descriptor(), PollFlags::POLLIN),
            (Some(self.bell.as_fd()), PollFlags::POLLIN),
            (self.stdin.descriptor(), PollFlags::POLLOUT),
            (self.interrupt, PollFlags::POLLIN),
        ];
        let [report, stdout, stderr, events, stdin, interrupted] = ready(wanted, timeout)?;
        let mut news = News {
            interrupted,
            ..News::default()
        };
        if events {
            news.events = self.new_events()?;
        }
        if report {
            let lines = self.report_lines.push(self.report.read()?);
            news.reports = lines
                .iter()
                .filter_map(|line| Report::parse(line))
                .collect();
        }
        if stdout || stderr {
            news.stderr = self.read_outputs()?;
        }
        if stdin {
            self.stdin.write();
        }
        Ok(news)
    }

    /// Reads stdout and stderr until neither has more: what is written before something
    /// that is read here is read here as well, if it is no flood. Gives the new lines of
    /// stderr.
    ///
    /// # Errors
    /// What the system says.
    fn read_outputs(&mut self) -> io::Result<Vec<String>> {
        let mut lines = Vec::new();
        let mut read = 0;
        while read < READ_IN_A_ROW {
            let stdout = self.stdout.read()?.len();
            let stderr = self.stderr.read()?;
            let new = stdout + stderr.len();
            lines.extend(self.stderr_lines.push(stderr));
            if new == 0 {
                break;
            }
            read += new;
        }
        let (stdout, stderr) = (self.stdout.bytes().len(), self.stderr.bytes().len());
        self.arrivals.note(stdout, stderr);
        Ok(lines)
    }

    /// Reads the log of events as far as it goes.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn new_events(&mut self) -> io::Result<Vec<Event>> {
        // Emptied before the log is read, so that no later ring is taken for this.
        let mut rings = [0; 1 << 12];
        let _ = self.bell.read(&mut rings);
        let mut bytes = Vec::new();
        self.events.read_to_end(&mut bytes)?;
        let lines = self.event_lines.push(&bytes);
        Ok(lines.iter().filter_map(|line| Event::parse(line)).collect())
    }

    /// Whether the log of events is longer than what is read of it.
    pub(super) fn events_are_cut(&self) -> bool {
        self.events.limit() == 0
    }

    /// Goes on though a signal asks the engine to end.
    pub(super) fn ignore_interrupts(&mut self) {
        self.interrupt = None;
    }

    /// Whether guard and stage can tell nothing more.
    pub(super) fn guard_is_gone(&self) -> bool {
        self.report.descriptor().is_none()
    }

    /// Whether there is nothing more to read.
    pub(super) fn are_done(&self) -> bool {
        self.guard_is_gone()
            && self.stdout.descriptor().is_none()
            && self.stderr.descriptor().is_none()
    }
}

/// Polls the descriptors that are there. Says of each whether it is ready.
fn ready<const N: usize>(
    wanted: [(Option<BorrowedFd<'_>>, PollFlags); N],
    timeout: PollTimeout,
) -> io::Result<[bool; N]> {
    let mut sources: Vec<PollFd> = wanted
        .iter()
        .filter_map(|(descriptor, flags)| {
            descriptor.map(|descriptor| PollFd::new(descriptor, *flags))
        })
        .collect();
    match poll(&mut sources, timeout) {
        Ok(_) => {}
        Err(Errno::EINTR) => return Ok([false; N]),
        Err(errno) => return Err(errno.into()),
    }
    let mut sources = sources.into_iter();
    Ok(wanted.map(|(descriptor, _)| {
        let source = descriptor.and_then(|_| sources.next());
        source.and_then(|source| source.any()).unwrap_or(false)
    }))
}
