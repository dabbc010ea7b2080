//! What was seen beside what must be.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::prove::play::Pace;
use crate::prove::scenario::{Expectation, Scenario};
use crate::prove::verdict::Miss;
use crate::sandbox::outcome::{Outcome, Status};
use crate::sandbox::stand_in::Start;
use crate::shell::Shell;

/// What of `scenario` is not so in `outcome`, played in `shell` at this pace. A script
/// that is not lychgate's own need not have its words.
pub(super) fn judge(
    scenario: &Scenario,
    outcome: &Outcome,
    shell: Shell,
    pace: Pace,
    is_own: bool,
) -> Vec<Miss> {
    let judge = Judge {
        outcome,
        shell,
        pace,
        is_own,
    };
    let misses = scenario.expected.iter().filter_map(|one| judge.miss(one));
    misses.map(|what| Miss { what, reason: None }).collect()
}

struct Judge<'o> {
    outcome: &'o Outcome,
    shell: Shell,
    pace: Pace,
    is_own: bool,
}

impl Judge<'_> {
    /// What is wrong about `expected`, in one sentence; nothing if it is so.
    fn miss(&self, expected: &Expectation) -> Option<String> {
        match expected {
            Expectation::Code(code) => self.code(*code),
            Expectation::Ran(commands) => self.ran(commands),
            Expectation::Starts(program, times) => self.starts(program, *times),
            Expectation::Command(words) => self.command(words),
            Expectation::Environment(program, variables) => self.environment(program, variables),
            Expectation::ProcessOne(program, is) => self.process_one(program, *is),
            Expectation::Directory(program, directory) => self.directory(program, directory),
            Expectation::Signals(program, signals) => self.signals(program, signals),
            Expectation::Pauses(seconds) => self.pauses(seconds),
            Expectation::Logged(_) if !self.is_own => None,
            Expectation::Logged(text) | Expectation::Output(text) => self.output(text),
            Expectation::Absent(text) => self
                .wrote(text)
                .then(|| format!("{} was written", quoted(text))),
            Expectation::Order(texts) => self.order(texts),
            Expectation::Within(bound) => self.within(*bound),
        }
    }

    fn code(&self, code: u8) -> Option<String> {
        let status = self.outcome.status;
        (status != Status::Exited(i32::from(code)))
            .then(|| format!("the exit code must be {code}; the script {status}"))
    }

    fn ran(&self, commands: &[Vec<String>]) -> Option<String> {
        let starts = self.outcome.events.iter().filter_map(|event| {
            let start = event.start()?;
            (event.program != "sleep").then(|| words(&event.program, start))
        });
        let ran: Vec<Vec<String>> = starts.collect();
        (ran != commands).then(|| {
            let list = |commands: &[Vec<String>]| match commands {
                [] => "nothing".to_owned(),
                _ => commands
                    .iter()
                    .map(|words| shell_words::join(words))
                    .collect::<Vec<_>>()
                    .join("; "),
            };
            format!("it must run: {}; it ran: {}", list(commands), list(&ran))
        })
    }

    fn starts(&self, program: &str, times: usize) -> Option<String> {
        let is = self.outcome.starts(program).count();
        (is != times).then(|| {
            format!(
                "`{program}` must be started {}, not {}",
                counted(times),
                counted(is)
            )
        })
    }

    fn command(&self, command: &[String]) -> Option<String> {
        let program = command.first()?;
        let should = shell_words::join(command);
        let Some(last) = self.outcome.starts(program).last() else {
            return Some(format!("it must run `{should}`, but never started it"));
        };
        let is = words(program, last);
        (is != command).then(|| format!("it must run `{should}`, not `{}`", shell_words::join(is)))
    }

    /// All starts of `program` have `variables`.
    fn environment(
        &self,
        program: &str,
        variables: &BTreeMap<String, Option<String>>,
    ) -> Option<String> {
        self.outcome.starts(program).find_map(|start| {
            let has: BTreeMap<_, _> = start
                .environment
                .iter()
                .map(text)
                .filter_map(|entry| {
                    let (name, value) = entry.split_once('=')?;
                    Some((name.to_owned(), value.to_owned()))
                })
                .collect();
            variables
                .iter()
                .find(|(name, value)| has.get(*name) != value.as_ref())
                .map(|(name, value)| {
                    let shown = |value: Option<&String>| {
                        value.map_or("unset".to_owned(), |value| quoted(value))
                    };
                    let (should, is) = (shown(value.as_ref()), shown(has.get(name)));
                    format!("`{name}` of `{program}` must be {should}, not {is}")
                })
        })
    }

    fn process_one(&self, program: &str, should: bool) -> Option<String> {
        if !self.outcome.pid1 {
            return None;
        }
        let mut events = self.outcome.events_of(program);
        let pid = events.find(|event| event.start().is_some())?.pid;
        match (should, pid == 1) {
            (true, false) => Some(format!(
                "`{program}` must be process 1 of the container; it is process {pid}, a child of the script"
            )),
            (false, true) => Some(format!(
                "`{program}` must be a child of the script; it is process 1 itself"
            )),
            _ => None,
        }
    }

    fn directory(&self, program: &str, should: &str) -> Option<String> {
        let start = self.outcome.starts(program).next()?;
        let is = start.directory.display().to_string();
        (is != should).then(|| format!("`{program}` must run in {should}, not in {is}"))
    }

    fn signals(&self, program: &str, should: &[Signal]) -> Option<String> {
        // ksh93 sends CONT after a signal, so that a program that is stopped gets it.
        let is = self.outcome.signals(program);
        let is: Vec<Signal> = is
            .filter(|signal| self.shell != Shell::Ksh93 || *signal != Signal::SIGCONT)
            .collect();
        (is != should).then(|| {
            format!(
                "`{program}` must get {}, and got {}",
                names(should),
                names(&is)
            )
        })
    }

    fn pauses(&self, should: &[u32]) -> Option<String> {
        // Where `sleep` is the shell's own, nothing records what it was asked for.
        if self.pace == Pace::Shortened {
            return None;
        }
        let is: Vec<String> = self
            .outcome
            .starts("sleep")
            .filter_map(|start| start.arguments.first().map(text))
            .take(should.len())
            .collect();
        let should: Vec<String> = should.iter().map(u32::to_string).collect();
        (is != should).then(|| {
            let list = |seconds: &[String]| match seconds {
                [] => "none".to_owned(),
                _ => format!("{} s", seconds.join(", ")),
            };
            format!("the pauses must be {}, not {}", list(&should), list(&is))
        })
    }

    fn written(&self) -> String {
        self.outcome.stdout() + &self.outcome.stderr()
    }

    fn wrote(&self, text: &str) -> bool {
        self.written().contains(text)
    }

    fn output(&self, text: &str) -> Option<String> {
        (!self.wrote(text)).then(|| format!("{} was not written", quoted(text)))
    }

    fn order(&self, texts: &[String]) -> Option<String> {
        let written = self.written();
        let mut rest = written.as_str();
        for text in texts {
            let Some(at) = rest.find(text.as_str()) else {
                return Some(format!(
                    "{} was not written{}",
                    quoted(text),
                    if written.contains(text.as_str()) {
                        " in its turn"
                    } else {
                        ""
                    }
                ));
            };
            rest = &rest[at + text.len()..];
        }
        None
    }

    fn within(&self, bound: Duration) -> Option<String> {
        let took = match self.outcome.time_to_stop() {
            Some(took) => took,
            None => self.outcome.timeline.iter().last()?.0,
        };
        (took > bound).then(|| format!("it must end within {bound:?}, and took {took:.1?}"))
    }
}

fn text(text: &OsString) -> String {
    text.to_string_lossy().into_owned()
}

/// The words with which `program` was started.
fn words(program: &str, start: &Start) -> Vec<String> {
    let arguments = start.arguments.iter().map(text);
    std::iter::once(program.to_owned())
        .chain(arguments)
        .collect()
}

fn counted(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        times => format!("{times} times"),
    }
}

fn names(signals: &[Signal]) -> String {
    let name = |signal: &Signal| signal.as_str().trim_start_matches("SIG").to_owned();
    match signals {
        [] => "no signal".to_owned(),
        [only] => format!("{} once", name(only)),
        several => several.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}
