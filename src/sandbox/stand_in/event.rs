//! What a stand-in records, a line an event.

use std::fmt;
use std::os::unix::ffi::OsStrExt;

use nix::sys::signal::Signal;

use super::escape::{escape, unescape};
use super::start::Start;
use crate::sandbox::clock::Moment;

/// Something that a stand-in did or was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it happened.
    pub at: Moment,
    /// The name of the stand-in.
    pub program: String,
    /// Its PID as it sees it itself, inside the namespace.
    pub pid: i32,
    /// What happened.
    pub kind: EventKind,
}

/// What happened to a stand-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// It was started, and from here on records every signal.
    Start(Box<Start>),
    /// It has done what it does at first, and now runs.
    Ready,
    /// It got this signal.
    Signal(Signal),
    /// It read this from stdin, to the end.
    Stdin(Vec<u8>),
    /// It made an orphan with this PID.
    Orphan(i32),
    /// It is about to stop itself.
    Stop,
    /// It leaves with this code.
    Exit(u8),
    /// It dies by this signal.
    Die(Signal),
}

impl Event {
    /// The line of the log, with its end.
    pub(super) fn to_line(&self) -> String {
        let Self {
            at,
            program,
            pid,
            kind,
        } = self;
        let program = escape(program.as_bytes());
        format!(
            "{}\t{program}\t{pid}\t{}\n",
            at.nanoseconds(),
            kind.to_fields()
        )
    }

    /// Reads a line of the log, without its end; nothing if it is damaged.
    pub(in crate::sandbox) fn parse(line: &str) -> Option<Self> {
        let mut fields = line.splitn(4, '\t');
        Some(Self {
            at: Moment::from_nanoseconds(fields.next()?.parse().ok()?),
            program: String::from_utf8(unescape(fields.next()?)?).ok()?,
            pid: fields.next()?.parse().ok()?,
            kind: EventKind::parse(fields.next()?)?,
        })
    }

    /// Whether this line of the log is a start of `program`.
    pub(super) fn is_start(line: &str, program: &str) -> bool {
        let mut fields = line.split('\t').skip(1);
        fields.next() == Some(escape(program.as_bytes()).as_str()) && fields.nth(1) == Some("start")
    }

    /// What was recorded about the start, if this event is one.
    #[must_use]
    pub fn start(&self) -> Option<&Start> {
        match &self.kind {
            EventKind::Start(start) => Some(start),
            _ => None,
        }
    }
}

impl EventKind {
    fn to_fields(&self) -> String {
        match self {
            Self::Start(start) => format!("start\t{}", start.to_fields()),
            Self::Ready => "ready".to_owned(),
            Self::Signal(signal) => format!("signal\t{signal}"),
            Self::Stdin(bytes) => format!("stdin\t{}", escape(bytes)),
            Self::Orphan(pid) => format!("orphan\t{pid}"),
            Self::Stop => "stop".to_owned(),
            Self::Exit(code) => format!("exit\t{code}"),
            Self::Die(signal) => format!("die\t{signal}"),
        }
    }

    fn parse(fields: &str) -> Option<Self> {
        let (kind, value) = fields.split_once('\t').unwrap_or((fields, ""));
        match kind {
            "start" => Start::parse(value).map(Box::new).map(Self::Start),
            "ready" => Some(Self::Ready),
            "signal" => value.parse().ok().map(Self::Signal),
            "stdin" => unescape(value).map(Self::Stdin),
            "orphan" => value.parse().ok().map(Self::Orphan),
            "stop" => Some(Self::Stop),
            "exit" => value.parse().ok().map(Self::Exit),
            "die" => value.parse().ok().map(Self::Die),
            _ => None,
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}[{}] ", self.program, self.pid)?;
        match &self.kind {
            EventKind::Start(start) => {
                write!(formatter, "started")?;
                let mut arguments = start.arguments.iter();
                arguments.try_for_each(|word| write!(formatter, " {}", escape(word.as_bytes())))
            }
            EventKind::Ready => write!(formatter, "ready"),
            EventKind::Signal(signal) => write!(formatter, "got {signal}"),
            EventKind::Stdin(bytes) => write!(formatter, "read {} bytes", bytes.len()),
            EventKind::Orphan(pid) => write!(formatter, "made the orphan {pid}"),
            EventKind::Stop => write!(formatter, "stops"),
            EventKind::Exit(code) => write!(formatter, "leaves with {code}"),
            EventKind::Die(signal) => write!(formatter, "dies by {signal}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, EventKind};
    use crate::sandbox::clock::Moment;

    #[test]
    fn a_name_that_looks_like_a_field_is_no_start() {
        let event = |program: &str, kind| Event {
            at: Moment::from_nanoseconds(1),
            program: program.to_owned(),
            pid: 2,
            kind,
        };
        let line = event("start", EventKind::Ready).to_line();
        assert!(!Event::is_start(line.trim_end(), "start"));
        let stdin = event("a\tb", EventKind::Stdin(b"x\ty".to_vec()));
        assert_eq!(Event::parse(stdin.to_line().trim_end()), Some(stdin));
    }
}
