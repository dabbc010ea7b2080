//! A run under way: signals are sent, and conditions waited for with a bound.

mod capture;
mod condition;
mod stillness;
mod streams;

use std::fmt;
use std::fs::File;
use std::process::Child;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use super::clock::Moment;
use super::fault::Fault;
use super::interrupt;
use super::outcome::{Happening, LINES, Outcome, Status, Timeline};
use super::process_table::{self, Process};
use super::stage::{Home, Report};
use super::stand_in::Event;
use super::temporary;
pub use condition::Condition;
use stillness::Stillness;
pub(super) use streams::Channels;
use streams::{News, Streams};

/// How long the stage may take to start the script, and to end it.
const STAGE: Duration = Duration::from_secs(20);

/// The time between two looks at a script.
const LOOK: Duration = Duration::from_millis(5);

/// What came of an attempt to start.
pub(super) enum Started {
    Runs(Box<Running>),
    /// Namespaces are refused, for this reason.
    Refused(String),
}

/// A script that was started. When it is dropped, everything of it ends.
pub struct Running {
    // Closing it tells the stage to end the run.
    lifeline: Option<File>,
    guard: Child,
    streams: Streams,
    script: Pid,
    pid1: bool,
    status: Option<Status>,
    events: Vec<Event>,
    timeline: Timeline,
    left: Vec<String>,
    stillness: Option<Stillness>,
    // Removed when the stage has ended.
    folder: TempDir,
}

impl Running {
    /// Waits until the stage has started the script.
    ///
    /// # Errors
    /// What the stage says, or that it says nothing.
    pub(super) fn begin(
        folder: TempDir,
        mut guard: Child,
        channels: Channels,
        input: Vec<u8>,
        pid1: bool,
    ) -> Result<Started, Fault> {
        let (streams, lifeline) =
            Streams::new(&mut guard, channels, input).map_err(Fault::io("watch the sandbox"))?;
        let mut running = Self {
            lifeline: Some(lifeline),
            guard,
            streams,
            script: Pid::from_raw(0),
            pid1,
            status: None,
            events: Vec::new(),
            timeline: Timeline::default(),
            left: Vec::new(),
            stillness: None,
            folder,
        };
        let end = Moment::now().after(STAGE);
        // A script may kill its parent before that one can tell that it started.
        while running.script.as_raw() == 0 && running.status.is_none() {
            if running.streams.guard_is_gone() {
                let why = "it ended before it started the script".to_owned();
                return Err(Fault::Stage { why });
            }
            if end.left().is_zero() {
                return Err(Fault::NotStarted);
            }
            for (at, report) in running.take_news(end.left())? {
                match report {
                    Report::Refused(why) => return Ok(Started::Refused(why)),
                    Report::Failed(why) => return Err(Fault::Stage { why }),
                    other => running.note(at, other)?,
                }
            }
        }
        Ok(Started::Runs(Box::new(running)))
    }

    /// The PID of the script outside of its namespace. It stays the script's
    /// until this value is dropped, also when the script has ended. It is 0 for a
    /// script that killed its parent at once: [`Status::ParentLost`].
    #[must_use]
    pub fn pid(&self) -> i32 {
        self.script.as_raw()
    }

    /// The folder of the run.
    pub(super) fn home(&self) -> Home {
        Home {
            folder: self.folder.path().to_owned(),
        }
    }

    /// From now on a wait is over, too, when no process of the run has moved for `time`,
    /// and none sleeps for a time of its own: it would not move again.
    pub fn give_up_when_still(&mut self, time: Duration) {
        self.stillness = Some(Stillness::new(time));
    }

    /// Sends a signal to the script, as a container runtime does: from outside of
    /// its namespace. Nothing happens when the script has ended.
    ///
    /// # Errors
    /// What the kernel says, such as that this user may not.
    pub fn signal(&mut self, signal: Signal) -> Result<(), Fault> {
        if self.status.is_some() {
            return Ok(());
        }
        let at = Moment::now();
        kill(self.script, signal).map_err(Fault::io(format!("send {signal}")))?;
        self.timeline.add(at, Happening::Sent(signal));
        Ok(())
    }

    /// Sends a signal to every process of the run that is called `program`, as somebody
    /// inside the container may. Nothing happens where none is.
    ///
    /// # Errors
    /// What the kernel says, such as that this user may not.
    pub fn tell(&mut self, program: &str, signal: Signal) -> Result<(), Fault> {
        for process in self.processes() {
            if process.is_called(program) {
                kill(Pid::from_raw(process.pid), signal)
                    .map_err(Fault::io(format!("send {signal} to `{program}`")))?;
            }
        }
        Ok(())
    }

    /// Waits until `condition` holds, the script has ended, or `timeout` is over.
    ///
    /// # Errors
    /// [`Unmet`], with all that was seen, when the condition does not hold then.
    pub fn wait_for(&mut self, condition: &Condition, timeout: Duration) -> Result<(), Unmet> {
        let end = self.bound(timeout);
        loop {
            let (stdout, stderr) = (self.streams.stdout.bytes(), self.streams.stderr.bytes());
            if condition.holds(stdout, stderr, &self.events) {
                return Ok(());
            }
            let reason = if self.status.is_some() {
                "when the script had ended".to_owned()
            } else if end.left().is_zero() {
                format!("within {timeout:?}")
            } else if self.is_still() {
                "before all stood still".to_owned()
            } else {
                match self.turn_until(end) {
                    Ok(()) => continue,
                    Err(fault) => fault.to_string(),
                }
            };
            return Err(Unmet {
                condition: condition.to_string(),
                reason,
                shown: self.to_string(),
            });
        }
    }

    /// Waits until no process of the run is called `program`, not even one that has ended
    /// and whose parent has not asked. Gives whether that came within `timeout`.
    ///
    /// # Errors
    /// What the system says when the streams cannot be read.
    pub fn loses(&mut self, program: &str, timeout: Duration) -> Result<bool, Fault> {
        let end = Moment::now().after(timeout);
        while self.processes().iter().any(|one| one.is_called(program)) {
            if end.left().is_zero() {
                return Ok(false);
            }
            self.turn(LOOK)?;
        }
        Ok(true)
    }

    /// Waits until the script waits for something itself, or for `timeout`: a signal
    /// that comes then finds no shell between two commands.
    ///
    /// # Errors
    /// What the system says when the streams cannot be read.
    pub fn rests(&mut self, timeout: Duration) -> Result<(), Fault> {
        let end = Moment::now().after(timeout);
        let mut before = None;
        while self.status.is_none() && !end.left().is_zero() {
            let now = process_table::switches(self.script.as_raw());
            if now.is_some() && now == before {
                return Ok(());
            }
            before = now;
            self.turn(LOOK)?;
        }
        Ok(())
    }

    /// Waits for the end of the script. Gives whether it came within `timeout`.
    ///
    /// # Errors
    /// What the system says when the streams cannot be read, and that a signal asks
    /// the engine to end.
    pub fn ends_within(&mut self, timeout: Duration) -> Result<bool, Fault> {
        let end = self.bound(timeout);
        while self.status.is_none()
            && !end.left().is_zero()
            && !self.streams.guard_is_gone()
            && !self.is_still()
        {
            self.turn_until(end)?;
        }
        Ok(self.status.is_some())
    }

    /// Waits for the end of the script, and kills it after `timeout`. Then ends
    /// everything that is left, and gives what was seen.
    ///
    /// # Errors
    /// What the system says when the streams cannot be read, that a signal asks the
    /// engine to end, and that no room is left in which the stand-ins record.
    pub fn finish(mut self, timeout: Duration) -> Result<Outcome, Fault> {
        if !self.ends_within(timeout)? {
            self.end_with(Moment::now(), Status::TimedOut);
        }
        drop(self.lifeline.take());
        let end = Moment::now().after(STAGE);
        while !self.streams.are_done() && !end.left().is_zero() {
            self.turn(end.left())?;
        }
        self.take_events()?;
        temporary::has_room()?;
        Ok(self.take_outcome())
    }

    /// Whether the script is process 1 of a PID namespace.
    #[must_use]
    pub fn is_process_1(&self) -> bool {
        self.pid1
    }

    /// The processes of the run at this moment: the script, and all below it.
    #[must_use]
    pub fn processes(&self) -> Vec<Process> {
        processes(&self.guard)
    }

    /// Begins a wait of up to `timeout`. Gives its end.
    fn bound(&mut self, timeout: Duration) -> Moment {
        self.stillness.iter_mut().for_each(Stillness::reset);
        Moment::now().after(timeout)
    }

    /// Whether the run would not move any more, if that was asked for.
    fn is_still(&mut self) -> bool {
        let guard = &self.guard;
        let stillness = self.stillness.as_mut();
        stillness.is_some_and(|stillness| stillness.is_reached(|| processes(guard)))
    }

    /// Takes in what comes until `end`, or until it is time to look whether it is still.
    fn turn_until(&mut self, end: Moment) -> Result<(), Fault> {
        let left = end.left();
        match self.stillness {
            Some(_) => self.turn(left.min(stillness::LOOK)),
            None => self.turn(left),
        }
    }

    /// Takes in what comes within `timeout`.
    fn turn(&mut self, timeout: Duration) -> Result<(), Fault> {
        for (at, report) in self.take_news(timeout)? {
            self.note(at, report)?;
        }
        Ok(())
    }

    fn take_news(&mut self, timeout: Duration) -> Result<Vec<(Moment, Report)>, Fault> {
        let News {
            reports,
            stderr,
            events,
            interrupted,
        } = self
            .streams
            .next(timeout)
            .map_err(Fault::io("watch the sandbox"))?;
        let now = Moment::now();
        for line in stderr {
            self.timeline.add_line(now, line);
        }
        self.note_events(events);
        if !reports.is_empty() {
            // What was recorded before the end must be known at the end.
            self.take_events()?;
        }
        match interrupt::signal() {
            Some(signal) if interrupted => Err(Fault::Interrupted(signal)),
            _ => Ok(reports),
        }
    }

    fn take_events(&mut self) -> Result<(), Fault> {
        let events = self
            .streams
            .new_events()
            .map_err(Fault::io("read the log of events"))?;
        self.note_events(events);
        Ok(())
    }

    fn note_events(&mut self, events: Vec<Event>) {
        for event in events {
            self.timeline.add(event.at, Happening::Event(event.clone()));
            self.events.push(event);
        }
    }

    fn note(&mut self, at: Moment, report: Report) -> Result<(), Fault> {
        match report {
            Report::Started(pid) => {
                self.script = Pid::from_raw(pid);
                self.timeline.add(at, Happening::Started);
            }
            Report::Exited(code) => self.end_with(at, Status::Exited(code)),
            Report::Killed(signal) => self.end_with(at, Status::Killed(signal)),
            Report::ParentLost(signal) => self.end_with(at, Status::ParentLost(signal)),
            Report::TooMany(most) => self.end_with(at, Status::TooManyProcesses(most)),
            Report::Left(name) => self.left.push(name),
            Report::Refused(why) | Report::Failed(why) => return Err(Fault::Stage { why }),
        }
        Ok(())
    }

    fn end_with(&mut self, at: Moment, status: Status) {
        if self.status.is_none() {
            self.status = Some(status);
            self.timeline.add(at, Happening::Ended(status));
        }
    }

    /// What was seen; to be called at the end, when nothing more can come.
    fn take_outcome(&mut self) -> Outcome {
        if self.streams.events_are_cut() {
            let cut = Happening::Cut("what the stand-ins record");
            self.timeline.add(Moment::now(), cut);
        }
        Outcome {
            status: self.status.unwrap_or(Status::TimedOut),
            stdout: self.streams.stdout.take_bytes(),
            stderr: self.streams.stderr.take_bytes(),
            arrivals: std::mem::take(&mut self.streams.arrivals),
            events: std::mem::take(&mut self.events),
            timeline: std::mem::take(&mut self.timeline),
            pid1: self.pid1,
            left: std::mem::take(&mut self.left),
        }
    }

    /// Waits until the stage has ended everything; kills it if it does not.
    fn end_guard(&mut self) -> std::io::Result<()> {
        drop(self.lifeline.take());
        self.streams.ignore_interrupts();
        let end = Moment::now().after(STAGE);
        while !self.streams.guard_is_gone() && !end.left().is_zero() {
            self.streams.next(end.left())?;
        }
        if !self.streams.guard_is_gone() {
            self.guard.kill()?;
        }
        self.guard.wait().map(drop)
    }
}

/// The processes of the run with this guard.
fn processes(guard: &Child) -> Vec<Process> {
    let guard = i32::try_from(guard.id()).unwrap_or(0);
    let mut below = process_table::descendants(guard);
    // Its child is the stage.
    below.retain(|process| process.parent != guard);
    below
}

impl Drop for Running {
    fn drop(&mut self) {
        // There is nobody to tell; the script dies with the stage in any case.
        let _ = self.end_guard();
    }
}

impl fmt::Display for Running {
    /// Shows the run so far, with its processes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.timeline)?;
        writeln!(formatter, "processes:")?;
        for process in self.processes() {
            writeln!(formatter, "  {process}")?;
        }
        let stderr = String::from_utf8_lossy(self.streams.stderr.bytes());
        writeln!(formatter, "stderr:")?;
        stderr
            .lines()
            .take(LINES)
            .try_for_each(|line| writeln!(formatter, "  {}", line.escape_debug()))
    }
}

/// A condition that did not come to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    condition: String,
    reason: String,
    shown: String,
}

impl Unmet {
    /// What did not come to hold, without what was seen.
    #[must_use]
    pub fn in_short(&self) -> String {
        format!("not seen {}: {}", self.reason, self.condition)
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            condition,
            reason,
            shown,
        } = self;
        write!(formatter, "not met {reason}: {condition}\n{shown}")
    }
}

impl std::error::Error for Unmet {}
