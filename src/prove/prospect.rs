//! What is known of a cell before it is played: whether it can be, and with which script.

use std::collections::BTreeSet;

use crate::prove::native::Native;
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
    /// The shell gives this variable a value by itself, of which the scenario knows nothing.
    OwnVariable(&'s str),
    /// The shell has no `ulimit`, with which limits are set.
    NoUlimit,
    /// The shell has its own `sleep`, and there is no script with shorter times.
    OwnSleep,
    /// The table starts a program that is called as the one that lets time pass.
    UnclearSleep,
    /// With shorter times the scenario does not follow.
    NeedsTimes,
}

impl std::fmt::Display for Hindrance<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OwnProgram(name) => write!(formatter, "runs its own `{name}`"),
            Self::OwnVariable(name) => write!(formatter, "has its own `{name}`"),
            Self::NoUlimit => formatter.write_str("has no `ulimit`"),
            Self::OwnSleep => {
                formatter.write_str("has its own `sleep`, so its pauses take their time")
            }
            Self::UnclearSleep => formatter
                .write_str("cannot tell the `sleep` of the table from one of a pause or limit"),
            Self::NeedsTimes => formatter.write_str("needs the times of the table"),
        }
    }
}

/// A subject, and what each shell has in itself of the programs in its scenarios.
#[derive(Debug)]
pub struct Prospects<'s> {
    subject: &'s Subject,
    natives: Vec<Native>,
}

impl<'s> Prospects<'s> {
    /// Asks each of `shells` for the programs and variables that it has in itself. Nothing
    /// is played.
    #[must_use]
    pub fn new(subject: &'s Subject, shells: &[Installed]) -> Self {
        let scenarios = subject.scenarios.iter();
        let programs: BTreeSet<&str> = scenarios
            .flat_map(|scenario| scenario.stand_ins.keys())
            .map(String::as_str)
            .chain([SLEEP])
            .collect();
        let scenarios = subject.scenarios.iter();
        let variables: BTreeSet<&str> = scenarios
            .flat_map(|scenario| &scenario.reads)
            .map(String::as_str)
            .collect();
        let natives = shells
            .iter()
            .map(|shell| Native::of(shell, &programs, subject.is_own, &variables));
        Self {
            subject,
            natives: natives.collect(),
        }
    }

    /// How the scenario with the number `row` is to be played in the shell with the number
    /// `column`, both from 0.
    #[must_use]
    pub fn of(&self, row: usize, column: usize) -> Prospect<'s> {
        let scenario = &self.subject.scenarios[row];
        let native = &self.natives[column];
        let mut reads = scenario.reads.iter();
        if let Some(name) = reads.find(|name| native.turns(name, &scenario.start)) {
            return Prospect::Never(Hindrance::OwnVariable(name));
        }
        let is_limited = |one: &Expectation| matches!(one, Expectation::OpenFiles(..));
        if !native.has_ulimit && scenario.expected.iter().any(is_limited) {
            return Prospect::Never(Hindrance::NoUlimit);
        }
        let own = &native.programs;
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
            Time::Unclear => return Prospect::Never(Hindrance::UnclearSleep),
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
