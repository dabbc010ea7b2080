//! What the table proves of its script, resolved.

use std::collections::BTreeMap;
use std::time::Duration;

use super::model::Signal;
use crate::table::{self, Moment, Outcome, Spanned, StandInStart, Table, Verdict};

/// One start of the container, and what is to come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called.
    pub id: String,
    /// What it proves, in one line.
    pub says: String,
    /// The mode that the start leads to, as an index into the plan's modes; `None`
    /// where the script refuses it, answers a question, or runs a command of no mode.
    pub mode: Option<usize>,
    /// The container's variables, with the one that chooses the mode.
    pub variables: BTreeMap<String, String>,
    /// The words of its command line, with the one that chooses the mode.
    pub words: Vec<String>,
    /// What programs do, start by start; the last one repeats.
    pub stand_ins: Vec<(String, Vec<StandInStart>)>,
    /// The signal that the container gets, and when.
    pub signal: Option<(Signal, Moment)>,
    /// By how much the script's clock is put forward once the program runs for the
    /// last time.
    pub later: Option<Duration>,
    /// What is to be seen.
    pub expect: Expectation,
}

/// What is to be seen, at least one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The container's exit code.
    pub exit: Option<u8>,
    /// Texts that are in standard output or standard error.
    pub output: Vec<String>,
    /// Texts that are in neither.
    pub absent: Vec<String>,
    /// Texts that are there one behind the other.
    pub order: Vec<String>,
    /// The most time from the signal, or without one from the start, to the end.
    pub within: Option<Duration>,
    /// How often programs are started.
    pub starts: Vec<(String, u32)>,
    /// The words of the mode's program at its last start.
    pub command: Option<Vec<String>>,
    /// What `:health` says when all else has been seen.
    pub health: Option<Verdict>,
}

/// The scenarios of `table`.
pub(super) fn scenarios(table: &Table) -> Vec<Scenario> {
    let scenarios = table.scenarios.iter();
    scenarios.map(|it| scenario(table, it)).collect()
}

fn scenario(table: &Table, scenario: &table::Scenario) -> Scenario {
    let start = table.start(scenario);
    let mode = match table.outcome(&start) {
        Outcome::Mode(index, _) => Some(index),
        Outcome::Command(_) | Outcome::Answer | Outcome::Refused(_) => None,
    };
    let stand_ins = scenario.stand_ins.iter();
    Scenario {
        id: scenario.id.value.as_str().to_owned(),
        says: scenario.says.value.as_str().to_owned(),
        mode,
        variables: start.variables,
        words: start.words,
        stand_ins: stand_ins
            .map(|it| (it.program.value.clone(), it.starts.clone()))
            .collect(),
        signal: value(scenario.signal.as_ref()),
        later: value(scenario.later.as_ref()),
        expect: expectation(&scenario.expect),
    }
}

fn expectation(expect: &table::Expectation) -> Expectation {
    let starts = expect.starts.iter();
    Expectation {
        exit: value(expect.exit.as_ref()),
        output: texts(&expect.output),
        absent: texts(&expect.absent),
        order: texts(&expect.order),
        within: value(expect.within.as_ref()),
        starts: starts
            .map(|(name, count)| (name.value.clone(), count.value))
            .collect(),
        command: expect.command.as_ref().map(|words| words.value.clone()),
        health: value(expect.health.as_ref()),
    }
}

fn value<T: Copy>(said: Option<&Spanned<T>>) -> Option<T> {
    said.map(|said| said.value)
}

fn texts(said: &[Spanned<String>]) -> Vec<String> {
    said.iter().map(|text| text.value.clone()).collect()
}
