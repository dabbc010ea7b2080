//! Variables that decide what is run: those of conditions, and those in commands.

use std::collections::{BTreeMap, BTreeSet};

use super::start::{fitting, mended, started};
use crate::explain::Start;
use crate::plan::{Added, Command, Condition, Mode, Plan, Test, Text, Variable, names_in};
use crate::prove::container::{given, is_fixed, is_usual};
use crate::prove::oracle::Oracle;
use crate::prove::scenario::Scenario;

/// A value that is cut at its blanks, and at nothing else.
const SPLIT: &str = "--one  two* 'three'";

/// Values of variables; `None` is unset.
type Values = BTreeMap<String, Option<String>>;

/// The starts of `mode` in which a condition holds that else does not, or a variable in
/// its commands has a value.
pub(super) fn scenarios(plan: &Plan, mode: &Mode) -> Vec<Scenario> {
    let Some(start) = fitting(plan, mode, &mode.name) else {
        return Vec::new();
    };
    let mut seen = BTreeSet::from([start.variables.clone()]);
    let starts = all(mode)
        .into_iter()
        .filter_map(|values| {
            let start = with(plan, mode, &start, &values)?;
            let what = shown(&start, values.keys());
            Some((start, what))
        })
        .filter(|(start, _)| seen.insert(start.variables.clone()));
    let scenarios = starts.enumerate().filter_map(|(index, (start, what))| {
        let id = format!("given-{}", index + 1);
        let says = format!("starts as its conditions and commands say, with {what}");
        let why = "what it runs depends on that";
        started(plan, Scenario::blank(&mode.name, &id, &says, why, start))
    });
    scenarios.collect()
}

/// `start` with `values`; nothing if that is refused, or starts another mode.
fn with(plan: &Plan, mode: &Mode, start: &Start, values: &Values) -> Option<Start> {
    let mut start = start.clone();
    for (name, value) in values {
        match value {
            Some(value) => start.variables.insert(name.clone(), value.clone()),
            None => start.variables.remove(name),
        };
    }
    let start = mended(plan, start)?;
    // What is required cannot be unset.
    let is_so = |(name, value): (&String, &Option<String>)| {
        value.is_some() || !start.variables.contains_key(name)
    };
    values.iter().all(is_so).then_some(())?;
    Oracle::in_mode(plan, &start, mode)?.run()?;
    Some(start)
}

/// What these variables are in `start`: `A=x, B unset`.
fn shown<'n>(start: &Start, names: impl Iterator<Item = &'n String>) -> String {
    let each = names.map(|name| match start.variables.get(name) {
        Some(value) => format!("{name}={}", shell_words::quote(value)),
        None => format!("{name} unset"),
    });
    each.collect::<Vec<_>>().join(", ")
}

/// All values that `mode` is to be started with.
fn all(mode: &Mode) -> Vec<Values> {
    let steps = mode.steps().iter().filter_map(|step| step.when.as_ref());
    let additions = mode.additions().iter();
    let added = additions.clone().filter_map(|added| added.when.as_ref());
    let variables = mode.variables().flat_map(Variable::conditions);
    let conditions = variables.chain(steps).chain(added);
    let mut all: Vec<_> = conditions.map(holding).collect();
    let own: BTreeSet<_> = mode
        .variables()
        .map(|variable| variable.reference.name.as_str())
        .collect();
    let names = texts(mode).into_iter().flat_map(names_in);
    for name in names.filter(|name| !own.contains(name)) {
        all.extend([given(name), ""].map(|value| one(name, Some(value))));
    }
    all.extend(additions.filter_map(|added| match &added.words {
        Added::Split(variable) => Some(one(&variable.name, Some(SPLIT))),
        Added::Words(_) => None,
    }));
    let usual = mode.names().into_iter().filter(|name| is_usual(name));
    all.extend(usual.map(|name| one(name, None)));
    for values in &mut all {
        values.retain(|name, _| !is_fixed(name));
    }
    all
}

/// The words of all commands up to the program's.
fn texts(mode: &Mode) -> Vec<&Text> {
    let mut all: Vec<_> = mode.steps().iter().flat_map(|step| &step.command).collect();
    if let Command::Program(words) = mode.run().0 {
        all.extend(words.iter().flatten());
    }
    for added in mode.additions() {
        if let Added::Words(words) = &added.words {
            all.extend(words);
        }
    }
    all
}

/// Values with which `condition` holds, as far as variables can make it.
fn holding(condition: &Condition) -> Values {
    match condition {
        Condition::Test(test) => test_is(test, true),
        Condition::Not(test) => test_is(test, false),
        Condition::All(list) => list.iter().flat_map(holding).collect(),
        Condition::Any(list) => list.first().map(holding).unwrap_or_default(),
    }
}

/// Values with which `test` passes, or fails.
fn test_is(test: &Test, passes: bool) -> Values {
    match (test, passes) {
        (Test::Set(variable), true) => one(&variable.name, Some(given(&variable.name))),
        (Test::True(variable), true) => one(&variable.name, Some("true")),
        (Test::Is(variable, values), true) | (Test::IsNot(variable, values), false) => {
            one(&variable.name, values.first().map(String::as_str))
        }
        (
            Test::Set(variable)
            | Test::True(variable)
            | Test::Is(variable, _)
            | Test::IsNot(variable, _),
            _,
        ) => one(&variable.name, None),
        _ => Values::new(),
    }
}

fn one(name: &str, value: Option<&str>) -> Values {
    Values::from([(name.to_owned(), value.map(str::to_owned))])
}
