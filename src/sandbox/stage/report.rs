//! What the stage tells the engine: a line each, with the time before it.

use std::fmt;

use nix::sys::signal::Signal;

use crate::sandbox::clock::Moment;

/// A line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum Report {
    /// The script runs and has this PID outside.
    Started(i32),
    /// The kernel refuses namespaces or the mounts in them.
    Refused(String),
    /// The run cannot be set up.
    Failed(String),
    /// The script has left with this code.
    Exited(i32),
    /// The script has died by this signal.
    Killed(Signal),
    /// The stage, which is the parent of the script, was killed or stopped by this signal.
    ParentLost(Signal),
    /// The script has more processes than this, and is to be ended.
    TooMany(usize),
    /// A process outlived the script; it has this name. Not said of a script that
    /// is process 1, whose processes the kernel ends with it.
    Left(String),
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started(pid) => write!(formatter, "started {pid}"),
            Self::Refused(why) => write!(formatter, "refused {why}"),
            Self::Failed(why) => write!(formatter, "failed {why}"),
            Self::Exited(code) => write!(formatter, "exited {code}"),
            Self::Killed(signal) => write!(formatter, "killed {signal}"),
            Self::ParentLost(signal) => write!(formatter, "parent-lost {signal}"),
            Self::TooMany(most) => write!(formatter, "too-many {most}"),
            Self::Left(name) => write!(formatter, "left {name}"),
        }
    }
}

impl Report {
    /// The line that tells this of the moment `at`, with its end.
    pub(super) fn to_line(&self, at: Moment) -> String {
        let text = self.to_string().replace('\n', " ");
        format!("{} {text}\n", at.nanoseconds())
    }

    /// Reads one line, without its end; nothing if it is none of a stage.
    pub(in crate::sandbox) fn parse(line: &str) -> Option<(Moment, Self)> {
        let (time, report) = line.split_once(' ')?;
        let time = Moment::from_nanoseconds(time.parse().ok()?);
        let (kind, value) = report.split_once(' ')?;
        let report = match kind {
            "started" => value.parse().ok().map(Self::Started),
            "refused" => Some(Self::Refused(value.to_owned())),
            "failed" => Some(Self::Failed(value.to_owned())),
            "exited" => value.parse().ok().map(Self::Exited),
            "killed" => value.parse().ok().map(Self::Killed),
            "parent-lost" => value.parse().ok().map(Self::ParentLost),
            "too-many" => value.parse().ok().map(Self::TooMany),
            "left" => Some(Self::Left(value.to_owned())),
            _ => None,
        };
        report.map(|report| (time, report))
    }
}
