//! What was seen beside what must be.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::prove::order::Reader;
use crate::prove::play::Pace;
use crate::prove::scenario::{Expectation, SLEEP, Scenario};
use crate::prove::verdict::Miss;
use crate::sandbox::Sandbox;
use crate::sandbox::outcome::{Outcome, Status, signal_name};
use crate::sandbox::stand_in::{Event, EventKind, Start};
use crate::shell::Shell;

/// What of `scenario` is not so in `outcome`, played in `shell` at this pace.
pub(super) fn judge(scenario: &Scenario, outcome: &Outcome, shell: Shell, pace: Pace) -> Vec<Miss> {
    let judge = Judge {
        scenario,
        outcome,
        shell,
        pace,
    };
    let misses = scenario.expected.iter().filter_map(|one| judge.miss(one));
    misses.map(|what| Miss { what, reason: None }).collect()
}

struct Judge<'o> {
    scenario: &'o Scenario,
    outcome: &'o Outcome,
    shell: Shell,
    pace: Pace,
}

impl Judge<'_> {
    /// What is wrong about `expected`, in one sentence; nothing if it is so.
    fn miss(&self, expected: &Expectation) -> Option<String> {
        match expected {
            Expectation::Code(code) => self.code(*code),
            Expectation::Ran(commands) => self.ran(commands),
            Expectation::First(commands) => self.first(commands),
            Expectation::Runs(command, times) => self.runs(command, *times),
            Expectation::Starts(program, times) => self.starts(program, *times),
            Expectation::Command(words) => self.command(words),
            Expectation::Environment(program, variables) => self.environment(program, variables),
            Expectation::ProcessOne(command, is) => self.process_one(command, *is),
            Expectation::Directory(command, directory) => self.directory(command, directory),
            Expectation::Signals(program, signals) => self.signals(program, signals),
            Expectation::Umask(command, mask) => self.umask(command, *mask),
            Expectation::OpenFiles(command, files) => self.open_files(command, *files),
            Expectation::Limit(seconds) => self.limit(*seconds),
            Expectation::Pauses(command, seconds) => self.pauses(command, seconds),
            Expectation::Logged(line) => self.logged(line),
            Expectation::Output(text) => self.output(text),
            Expectation::Absent(text) => self
                .wrote(text)
                .then(|| format!("{} was written", quoted(text))),
            Expectation::Order(texts) => self.order(texts),
            Expectation::Within(bound) => self.within(*bound),
        }
    }

    fn code(&self, code: u8) -> Option<String> {
        let status = self.outcome.status;
        let is_it = match status {
            Status::Exited(seen) => seen == i32::from(code),
            // That of a container whose program has become process 1, and died.
            Status::Killed(signal) => {
                let died = |event: &Event| event.pid == 1 && event.kind == EventKind::Die(signal);
                i32::from(code) == 128 + signal as i32 && self.outcome.events.iter().any(died)
            }
            _ => false,
        };
        (!is_it).then(|| format!("the exit code must be {code}; the script {status}"))
    }

    /// What was started.
    fn every_command(&self) -> impl Iterator<Item = Vec<String>> {
        let events = self.outcome.events.iter();
        let starts = events.filter_map(|event| Some((&event.program, event.start()?)));
        starts.map(|(program, start)| words(program, start))
    }

    /// What was started, pauses apart.
    fn commands(&self) -> impl Iterator<Item = Vec<String>> {
        let all = self.scenario.runs_sleep();
        self.every_command()
            .filter(move |words| all || words[0] != SLEEP)
    }

    fn ran(&self, commands: &[Vec<String>]) -> Option<String> {
        let ran: Vec<Vec<String>> = self.commands().collect();
        (ran != commands)
            .then(|| format!("it must run: {}; it ran: {}", list(commands), list(&ran)))
    }

    fn runs(&self, command: &[String], times: usize) -> Option<String> {
        let is = self.commands().filter(|words| words == command).count();
        (is != times).then(|| {
            let (should, is) = (counted(times), counted(is));
            format!(
                "`{}` must run {should}, not {is}",
                shell_words::join(command)
            )
        })
    }

    fn first(&self, commands: &[Vec<String>]) -> Option<String> {
        let first = self.commands().take(commands.len());
        let ran: Vec<Vec<String>> = first.collect();
        (ran != commands).then(|| {
            let (should, is) = (list(commands), list(&ran));
            format!("it must first run: {should}; it ran: {is}")
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

    /// The last start of `command`: a step before may have the same words.
    fn start_of(&self, command: &[String]) -> Option<(&Event, &Start)> {
        let program = command.first()?;
        let events = self.outcome.events_of(program);
        let starts = events.filter_map(|event| Some((event, event.start()?)));
        starts
            .filter(|(_, start)| words(program, start) == command)
            .last()
    }

    fn process_one(&self, command: &[String], should: bool) -> Option<String> {
        if !self.outcome.pid1 {
            return None;
        }
        let program = command.first()?;
        let pid = self.start_of(command)?.0.pid;
        match (should, pid == 1) {
            (true, false) => Some(format!(
                "`{program}` must be process 1 of the container; it is process {pid}, \
                 a child of the script"
            )),
            (false, true) => Some(format!(
                "`{program}` must be a child of the script; it is process 1 itself"
            )),
            _ => None,
        }
    }

    fn directory(&self, command: &[String], should: &str) -> Option<String> {
        let program = command.first()?;
        let is = &self.start_of(command)?.1.directory;
        let is_so = *is == Sandbox::of("", Vec::new()).place_of(should);
        (!is_so).then(|| format!("`{program}` must run in {should}, not in {}", is.display()))
    }

    fn umask(&self, command: &[String], should: u32) -> Option<String> {
        let program = command.first()?;
        let is = self.start_of(command)?.1.umask;
        (is != should)
            .then(|| format!("the umask of `{program}` must be {should:04o}, not {is:04o}"))
    }

    fn open_files(&self, command: &[String], should: u64) -> Option<String> {
        let program = command.first()?;
        let is = self.start_of(command)?.1.open_files;
        (is != should)
            .then(|| format!("`{program}` must have a limit of {should} open files, not {is}"))
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

    fn pauses(&self, command: &[String], should: &[RangeInclusive<u32>]) -> Option<String> {
        // Where `sleep` is the shell's own, nothing records what it was asked for.
        if self.pace == Pace::Shortened {
            return None;
        }
        let after = self.every_command().skip_while(|words| words != command);
        let sleeps = after.filter(|words| words[0] == SLEEP);
        let is: Vec<String> = sleeps.map(|words| words[1..].join(" ")).collect();
        let fits = |(is, should): (&String, &RangeInclusive<u32>)| {
            is.parse()
                .is_ok_and(|seconds: u32| should.contains(&seconds))
        };
        let is_so = is.len() >= should.len() && is.iter().zip(should).all(fits);
        (!is_so).then(|| {
            let list = |seconds: &[String]| match seconds {
                [] => "none".to_owned(),
                _ => format!("{} s", seconds.join(", ")),
            };
            let should: Vec<String> = should.iter().map(shown).collect();
            format!("the pauses must be {}, not {}", list(&should), list(&is))
        })
    }

    fn limit(&self, should: u32) -> Option<String> {
        // As with the pauses.
        if self.pace == Pace::Shortened {
            return None;
        }
        let sleeps: Vec<_> = self
            .every_command()
            .filter(|words| words[0] == SLEEP)
            .collect();
        let limit = [SLEEP.to_owned(), should.to_string()];
        (!sleeps.iter().any(|sleep| *sleep == limit))
            .then(|| format!("the limit must be {should} s; it slept: {}", list(&sleeps)))
    }

    fn wrote(&self, text: &str) -> bool {
        let outputs = [self.outcome.stdout(), self.outcome.stderr()];
        outputs.iter().any(|output| output.contains(text))
    }

    fn output(&self, text: &str) -> Option<String> {
        (!self.wrote(text)).then(|| format!("{} was not written", quoted(text)))
    }

    fn logged(&self, line: &str) -> Option<String> {
        let stderr = format!("\n{}", self.outcome.stderr());
        (!stderr.contains(&format!("\n{line}"))).then(|| {
            format!(
                "the line {} was not logged",
                quoted(line.trim_end_matches('\n'))
            )
        })
    }

    fn order(&self, texts: &[String]) -> Option<String> {
        let mut reader = Reader::new(self.outcome);
        let text = texts.iter().find(|text| !reader.reaches(text))?;
        let turn = if self.wrote(text) { " in its turn" } else { "" };
        Some(format!("{} was not written{turn}", quoted(text)))
    }

    fn within(&self, bound: Duration) -> Option<String> {
        let took = match self.outcome.time_to_stop() {
            Some(took) => took,
            None => self.outcome.timeline.iter().last()?.0,
        };
        (took > bound).then(|| format!("it must end within {bound:?}, and took {took:.1?}"))
    }
}

/// `5`, or `5 to 8`.
fn shown(seconds: &RangeInclusive<u32>) -> String {
    let (least, most) = (seconds.start(), seconds.end());
    if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    }
}

fn list(commands: &[Vec<String>]) -> String {
    if commands.is_empty() {
        return "nothing".to_owned();
    }
    let commands = commands.iter().map(shell_words::join);
    commands.collect::<Vec<_>>().join("; ")
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
    let names = signals.iter().copied().map(signal_name);
    match signals {
        [] => "no signal".to_owned(),
        [only] => format!("{} once", signal_name(*only)),
        _ => names.collect::<Vec<_>>().join(", "),
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}
