//! What is known of a cell before it is played: whether it can be, and with which script.

use std::collections::BTreeSet;
use std::process::Command;

use crate::prove::scenario::{Expectation, SLEEP, Scenario, Time};
use crate::prove::subject::{Shortened, Subject};
use crate::shell::Installed;

/// How a scenario is to be played in a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect<'s> {
    /// With the script that ships.
    Shipped(&'s Scenario),
    /// With one whose times are shorter, and the scenario of the same name for it.
    Shortened(&'s Shortened),
    /// Not at all.
    Never(Hindrance<'s>),
}

/// Why a scenario cannot be played in a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance<'s> {
    /// The shell runs its own program of this name in place of the stand-in.
    OwnProgram(&'s str),
    /// The shell has its own `sleep`, and there is no script with shorter times.
    OwnSleep,
    /// With shorter times the scenario does not follow.
    NeedsTimes,
}

impl std::fmt::Display for Hindrance<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OwnProgram(name) => write!(formatter, "runs its own `{name}`"),
            Self::OwnSleep => {
                formatter.write_str("has its own `sleep`, so its pauses take their time")
            }
            Self::NeedsTimes => formatter.write_str("needs the times of the table"),
        }
    }
}

/// A subject, and what each shell has in itself of the programs in its scenarios.
#[derive(Debug)]
pub struct Prospects<'s> {
    subject: &'s Subject,
    own: Vec<BTreeSet<String>>,
}

impl<'s> Prospects<'s> {
    /// Asks each of `shells` for the programs that it has in itself. Nothing is played.
    #[must_use]
    pub fn new(subject: &'s Subject, shells: &[Installed]) -> Self {
        let scenarios = subject.scenarios.iter();
        let programs: BTreeSet<&str> = scenarios
            .flat_map(|scenario| scenario.stand_ins.keys())
            .map(String::as_str)
            .chain([SLEEP])
            .collect();
        let own = shells
            .iter()
            .map(|shell| own(shell, &programs, subject.is_own));
        Self {
            subject,
            own: own.collect(),
        }
    }

    /// How the scenario with the number `row` is to be played in the shell with the number
    /// `column`, both from 0.
    #[must_use]
    pub fn of(&self, row: usize, column: usize) -> Prospect<'s> {
        let scenario = &self.subject.scenarios[row];
        let own = &self.own[column];
        // What is refused starts none of them.
        let is_refused = scenario.expected.contains(&Expectation::Ran(Vec::new()));
        let is_program = |name: &str| name != SLEEP || scenario.runs_sleep();
        let mut programs = scenario.stand_ins.keys();
        if !is_refused
            && let Some(name) = programs.find(|name| is_program(name) && own.contains(*name))
        {
            return Prospect::Never(Hindrance::OwnProgram(name));
        }
        let takes_time = match scenario.time {
            Time::Real => false,
            Time::Skipped => own.contains(SLEEP),
            Time::Shortened => true,
        };
        if !takes_time {
            return Prospect::Shipped(scenario);
        }
        let Some(short) = &self.subject.short else {
            return Prospect::Never(Hindrance::OwnSleep);
        };
        let mut others = short.scenarios.iter();
        match others.find(|other| other.scenario.id == scenario.id) {
            Some(other) => Prospect::Shortened(other),
            None => Prospect::Never(Hindrance::NeedsTimes),
        }
    }
}

/// Those of `programs` that `shell` runs by itself, whatever is on `PATH`. lychgate's
/// script starts each with `exec`; in another one, `sleep` is the builtin of ksh93.
fn own(shell: &Installed, programs: &BTreeSet<&str>, by_exec: bool) -> BTreeSet<String> {
    if by_exec && !shell.shell().executes_its_own() {
        return BTreeSet::new();
    }
    let list = "for name; do command -v -- \"$name\"; done";
    let output = Command::new(shell.path())
        .args(shell.arguments())
        .args(["-c", list, "sh"])
        .args(programs)
        .env_clear()
        .env("PATH", "/nowhere")
        .output();
    // A shell that cannot be asked is played, and shows what it does.
    let found = output.map_or_else(|_| Vec::new(), |output| output.stdout);
    String::from_utf8_lossy(&found)
        .lines()
        .map(str::to_owned)
        .collect()
}
