//! The choice of the mode: the default, and what chooses none.

use super::start::{COMMAND, by_words, mended, started};
use crate::explain::Start;
use crate::plan::{Plan, Selection, Source, Unknown};
use crate::prove::container;
use crate::prove::scenario::{Expectation, Scenario};

/// What names no mode of any table.
const NO_MODE: &str = "no-such-mode";

/// What a careless script prints as two lines, the second of them forged.
const FORGED: &str = "no-such-mode\nforged: mode web";

/// The scenarios in which no mode is named, or a wrong one.
pub(super) fn scenarios(plan: &Plan) -> Vec<Scenario> {
    let Some(selection) = &plan.selection else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut add = |what: &str, says: &str, why: &str, start: Option<Start>| {
        let scenario = start.map(|start| Scenario::blank("choice", what, says, why, start));
        let scenario = scenario.and_then(|scenario| started(plan, scenario));
        all.extend(scenario.map(|mut scenario| {
            let forged = Expectation::Absent("\nforged: ".to_owned());
            scenario.expected.push(forged);
            scenario
        }));
    };
    match selection.default {
        Some(mode) => {
            let name = &plan.modes[mode].name;
            let why = format!("`default` is `{name}`");
            add(
                "default",
                "is the default without a choice",
                &why,
                default(plan, selection, mode),
            );
        }
        None => add(
            "none",
            "refuses to start without a choice",
            "there is no `default`",
            Some(container::start(plan)),
        ),
    }
    for source in &selection.sources {
        let Source::Variable(name) = source else {
            continue;
        };
        let why = format!("`select` asks the variable `{name}`");
        let chosen = |value: &str| {
            let mut start = container::start(plan);
            start.variables.insert(name.clone(), value.to_owned());
            start.words.extend(COMMAND.map(str::to_owned));
            start
        };
        add(
            &format!("wrong-{name}"),
            "refuses a value that names no mode",
            &why,
            Some(chosen(NO_MODE)),
        );
        let forged = format!("forged-{name}");
        let says = "lets no value forge a line of the log";
        add(&forged, says, &why, Some(chosen(FORGED)));
    }
    if selection.sources.contains(&Source::FirstWord) {
        let (says, why) = unknown(plan, selection);
        add("unknown-word", says, &why, by_words(plan, NO_MODE));
    }
    all
}

/// What comes of a first word that names no mode, and why.
fn unknown(plan: &Plan, selection: &Selection) -> (&'static str, String) {
    match selection.unknown {
        Unknown::Error => (
            "refuses a word that names no mode",
            "`unknown` is `error`".to_owned(),
        ),
        Unknown::Exec => (
            "runs words that name no mode",
            "`unknown` is `exec`".to_owned(),
        ),
        Unknown::Mode(mode) => {
            let name = &plan.modes[mode].name;
            (
                "gives words that name no mode to one",
                format!("`unknown` is `{name}`"),
            )
        }
    }
}

/// A start that leaves it to the default `mode`.
fn default(plan: &Plan, selection: &Selection, mode: usize) -> Option<Start> {
    let mut start = container::start(plan);
    let by_word = selection.sources.contains(&Source::FirstWord);
    if plan.modes[mode].run().0.takes_words() && !by_word {
        start.words.extend(COMMAND.map(str::to_owned));
    }
    mended(plan, start)
}
