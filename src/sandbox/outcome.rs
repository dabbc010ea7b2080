//! What was seen of a run, and how it is shown.

use std::cmp::Ordering;
use std::fmt;
use std::time::Duration;

use nix::sys::signal::Signal;

use super::arrivals::Arrivals;
use super::clock::Moment;
use super::stand_in::{Event, EventKind, Start};

/// The name of `signal` as people and `kill -s` have it, such as `TERM`.
#[must_use]
pub fn signal_name(signal: Signal) -> &'static str {
    signal.as_str().trim_start_matches("SIG")
}

/// How a script ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It left with this code.
    Exited(i32),
    /// It died by this signal.
    Killed(Signal),
    /// It ran longer than was allowed, and was killed.
    TimedOut,
    /// It had more than this number of processes at a time, and was killed.
    TooManyProcesses(usize),
    /// Its parent, a process of the engine, was killed or stopped by this signal, and
    /// it was killed. A script reaches its parent only where it runs without namespaces.
    ParentLost(Signal),
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(code) => write!(formatter, "left with {code}"),
            Self::Killed(signal) => write!(formatter, "died by {signal}"),
            Self::TimedOut => write!(formatter, "did not end"),
            Self::TooManyProcesses(most) => write!(formatter, "had more than {most} processes"),
            Self::ParentLost(signal) => write!(formatter, "lost its parent to {signal}"),
        }
    }
}

/// Something that the engine did or saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// The script was started.
    Started,
    /// The engine sent this signal to the script.
    Sent(Signal),
    /// A stand-in recorded this.
    Event(Event),
    /// The script or a program wrote this line to stderr.
    Stderr(String),
    /// There was more of this than is kept.
    Cut(&'static str),
    /// The script ended.
    Ended(Status),
}

impl fmt::Display for Happening {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started => write!(formatter, "started"),
            Self::Sent(signal) => write!(formatter, "sent {signal}"),
            Self::Event(event) => write!(formatter, "{event}"),
            Self::Stderr(line) => write!(formatter, "stderr: {}", line.escape_debug()),
            Self::Cut(what) => write!(formatter, "no more of {what} is kept"),
            Self::Ended(status) => write!(formatter, "{status}"),
        }
    }
}

/// How many lines of stderr a timeline keeps, and a run under way shows.
pub(super) const LINES: usize = 1000;

/// What happened in a run, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    happenings: Vec<(Moment, Happening)>,
    lines: usize,
}

impl Timeline {
    /// Adds a happening at its place; those of one moment keep their order.
    pub(super) fn add(&mut self, at: Moment, happening: Happening) {
        let place = self.happenings.partition_point(|(moment, _)| *moment <= at);
        self.happenings.insert(place, (at, happening));
    }

    /// Adds a line of stderr, or notes once that there are too many.
    pub(super) fn add_line(&mut self, at: Moment, line: String) {
        self.lines += 1;
        match self.lines.cmp(&(LINES + 1)) {
            Ordering::Less => self.add(at, Happening::Stderr(line)),
            Ordering::Equal => self.add(at, Happening::Cut("stderr")),
            Ordering::Greater => {}
        }
    }

    /// The happenings, each with its time since the first one.
    pub fn iter(&self) -> impl Iterator<Item = (Duration, &Happening)> {
        let first = self.happenings.first().map(|(at, _)| *at);
        let since = move |at: Moment| first.map_or(Duration::ZERO, |first| at.since(first));
        self.happenings
            .iter()
            .map(move |(at, happening)| (since(*at), happening))
    }
}

impl fmt::Display for Timeline {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (time, happening) in self.iter() {
            let milliseconds = time.as_secs_f64() * 1000.0;
            writeln!(formatter, "{milliseconds:>10.3} ms  {happening}")?;
        }
        Ok(())
    }
}

/// What a run has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How the script ended.
    pub status: Status,
    /// What was written to stdout, up to 1 MiB and then a note.
    pub stdout: Vec<u8>,
    /// What was written to stderr, up to 1 MiB and then a note.
    pub stderr: Vec<u8>,
    /// In which order both came.
    pub arrivals: Arrivals,
    /// What the stand-ins recorded, in the order of their log.
    pub events: Vec<Event>,
    /// Everything in the order of time, with up to 1000 lines of stderr.
    pub timeline: Timeline,
    /// Whether the script was process 1 of a PID namespace.
    pub pid1: bool,
    /// The names of processes that outlived the script. Always empty for process
    /// 1, whose processes the kernel ends with it.
    pub left: Vec<String>,
}

impl Outcome {
    /// stdout as text.
    #[must_use]
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// stderr as text.
    #[must_use]
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// What `program` was given, start by start.
    pub fn starts(&self, program: &str) -> impl Iterator<Item = &Start> {
        self.events_of(program).filter_map(Event::start)
    }

    /// The signals that `program` got, in all its lives.
    pub fn signals(&self, program: &str) -> impl Iterator<Item = Signal> {
        self.events_of(program)
            .filter_map(|event| match event.kind {
                EventKind::Signal(signal) => Some(signal),
                _ => None,
            })
    }

    /// What `program` recorded.
    pub fn events_of(&self, program: &str) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(move |event| event.program == program)
    }

    /// The time between the first signal sent and the end.
    #[must_use]
    pub fn time_to_stop(&self) -> Option<Duration> {
        let find = |wanted: fn(&Happening) -> bool| {
            let mut happenings = self.timeline.iter();
            happenings
                .find(|(_, happening)| wanted(happening))
                .map(|(time, _)| time)
        };
        let sent = find(|happening| matches!(happening, Happening::Sent(_)))?;
        find(|happening| matches!(happening, Happening::Ended(_)))?.checked_sub(sent)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = if self.pid1 {
            "process 1"
        } else {
            "not process 1"
        };
        writeln!(formatter, "the script, {role}, {}", self.status)?;
        write!(formatter, "{}", self.timeline)?;
        if !self.left.is_empty() {
            writeln!(formatter, "left behind: {}", self.left.join(", "))?;
        }
        for (name, text) in [("stdout", self.stdout()), ("stderr", self.stderr())] {
            if !text.is_empty() {
                writeln!(formatter, "{name}:")?;
                text.lines()
                    .try_for_each(|line| writeln!(formatter, "  {}", line.escape_debug()))?;
            }
        }
        Ok(())
    }
}
