//! What was seen of a run that is not as it must be.

use std::ffi::OsString;
use std::time::Duration;

use nix::sys::signal::Signal;

use super::source::{Place, Source};
use crate::prove::scenario::{Expectation, Scenario};
use crate::prove::verdict::Reason;
use crate::sandbox::outcome::{Happening, Outcome, Status, signal_name};
use crate::sandbox::stand_in::{Event, EventKind, Start};

/// A run to be understood.
pub(super) struct Case<'c> {
    /// What was played.
    pub(super) scenario: &'c Scenario,
    /// What was seen.
    pub(super) outcome: &'c Outcome,
    /// The path by which the shell knows the script.
    pub(super) path: &'c str,
    /// The text of the script.
    pub(super) text: &'c str,
    /// The script, where it could be read.
    pub(super) source: Option<Source>,
}

/// The first signal that was sent, and its time.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    pub(super) signal: Signal,
    pub(super) at: Duration,
}

impl Sent {
    /// The name of the signal: `TERM`.
    pub(super) fn name(self) -> &'static str {
        signal_name(self.signal)
    }

    /// The exit code of what the signal has ended.
    pub(super) fn code(self) -> i32 {
        128 + self.signal as i32
    }
}

impl Case<'_> {
    /// The program of the mode.
    pub(super) fn program(&self) -> Option<&str> {
        self.scenario.expected.iter().find_map(|expected| {
            let program = match expected {
                Expectation::Starts(program, _) | Expectation::Signals(program, _) => program,
                Expectation::ProcessOne(command, _)
                | Expectation::Runs(command, _)
                | Expectation::Command(command) => command.first()?,
                Expectation::Ran(commands) | Expectation::First(commands) => {
                    commands.last()?.first()?
                }
                _ => return None,
            };
            Some(program.as_str())
        })
    }

    /// What `program` recorded, each event with its time.
    pub(super) fn events(&self, program: &str) -> impl Iterator<Item = (Duration, &Event)> {
        let happenings = self.outcome.timeline.iter();
        happenings.filter_map(move |(at, happening)| match happening {
            Happening::Event(event) if event.program == program => Some((at, event)),
            _ => None,
        })
    }

    /// The first signal that was sent.
    pub(super) fn sent(&self) -> Option<Sent> {
        let mut happenings = self.outcome.timeline.iter();
        happenings.find_map(|(at, happening)| match happening {
            Happening::Sent(signal) => Some(Sent {
                signal: *signal,
                at,
            }),
            _ => None,
        })
    }

    /// Whether `program` ran when the signal was sent; nothing if it had not been started.
    pub(super) fn ran_at(&self, program: &str, sent: Sent) -> Option<bool> {
        let before = self.events(program).take_while(|(at, _)| *at <= sent.at);
        let (_, last) = before.last()?;
        Some(end(last).is_none())
    }

    /// How often `program` was started after the signal.
    pub(super) fn starts_after(&self, program: &str, sent: Sent) -> usize {
        let after = self.events(program).filter(|(at, _)| *at > sent.at);
        after.filter(|(_, event)| event.start().is_some()).count()
    }

    /// The signals that `program` must get, and those that it got.
    pub(super) fn signals(&self, program: &str) -> Option<(&[Signal], Vec<Signal>)> {
        let must = self
            .scenario
            .expected
            .iter()
            .find_map(|expected| match expected {
                Expectation::Signals(name, signals) if name == program => Some(signals.as_slice()),
                _ => None,
            })?;
        // ksh93 sends CONT after each signal.
        let got = self.outcome.signals(program);
        let got = got.filter(|signal| *signal != Signal::SIGCONT || must.contains(signal));
        Some((must, got.collect()))
    }

    /// Whether the script has a trap for `sent` when it starts `program`; one that cannot be
    /// read has one for each signal if it has any.
    pub(super) fn traps(&self, program: &str, sent: Sent) -> bool {
        match &self.source {
            Some(source) => source.trap(sent.name(), self.place(program)).is_some(),
            None => self.text.contains("trap"),
        }
    }

    /// Whether `program` runs as a step when `sent` comes: the code must be the signal's, and
    /// nothing follows it.
    pub(super) fn is_step(&self, program: &str, sent: Sent) -> bool {
        let mut expected = self.scenario.expected.iter();
        let last = expected.any(|one| match one {
            Expectation::Ran(all) => all.last().is_some_and(|command| command[0] == program),
            _ => false,
        });
        last && self.code_wanted() == Some(sent.code())
    }

    /// The exit code that the container must have, if the scenario says one.
    pub(super) fn code_wanted(&self) -> Option<i32> {
        let mut expected = self.scenario.expected.iter();
        expected.find_map(|one| match one {
            Expectation::Code(code) => Some(i32::from(*code)),
            _ => None,
        })
    }

    /// Whether the script was still there when its time was over.
    pub(super) fn hung(&self) -> bool {
        self.outcome.status == Status::TimedOut
    }

    /// Whether the table wants just this command, or says how often the program is started.
    pub(super) fn is_wanted(&self, program: &str, arguments: &[OsString]) -> bool {
        self.scenario.expected.iter().any(|one| match one {
            Expectation::Runs(command, _) => {
                let words = command[1..].iter().map(OsString::from);
                command[0] == program && words.eq(arguments.iter().cloned())
            }
            Expectation::Starts(name, _) => name == program,
            _ => false,
        })
    }

    /// The code with which the process `pid` ended, as a shell has it.
    pub(super) fn code_of(&self, pid: i32) -> Option<i32> {
        let mut events = self.outcome.events.iter();
        events.find_map(|event| end(event).filter(|_| event.pid == pid))
    }

    /// The code with which `program` ended, as a shell has it; nothing if it still ran when
    /// the container ended.
    pub(super) fn code(&self, program: &str) -> Option<i32> {
        let (_, last) = self.events(program).last()?;
        end(last)
    }

    /// The start of `program` that the signal found, or its last one where none is sent: a
    /// step may start the same program before.
    pub(super) fn start(&self, program: &str) -> Option<(i32, &Start)> {
        let sent = self.sent();
        let starts = self.events(program).filter_map(|(at, event)| {
            let start = event.start()?;
            Some((at, event.pid, start))
        });
        let found = |(at, ..): &(Duration, i32, &Start)| sent.is_none_or(|sent| *at <= sent.at);
        let (mut before, after): (Vec<_>, Vec<_>) = starts.partition(found);
        let (_, pid, start) = before.pop().or_else(|| after.into_iter().next())?;
        Some((pid, start))
    }

    /// Where that start stands in the script.
    pub(super) fn place(&self, program: &str) -> Option<&Place> {
        let (_, start) = self.start(program)?;
        self.source.as_ref()?.start(program, &start.arguments)
    }
}

/// The exit code, if `event` is the end of a program.
fn end(event: &Event) -> Option<i32> {
    match event.kind {
        EventKind::Exit(code) => Some(i32::from(code)),
        EventKind::Die(signal) => Some(128 + signal as i32),
        _ => None,
    }
}

/// A reason with the line of `place`.
pub(super) fn reason(text: String, place: Option<&Place>) -> Reason {
    Reason {
        text,
        line: place.map(|place| place.line),
    }
}
