//! Starts of a mode: by its name and by each other word that chooses it.

use super::oracle::{CODE, Oracle};
use super::scenario;
use crate::explain::Start;
use crate::plan::{Check, Mode, Plan, Source};
use crate::prove::scenario::{Expectation, Scenario};

/// The command of an image whose mode runs what it is given.
pub(super) const COMMAND: [&str; 3] = ["server", "--port", "8080"];

/// Words that a careless script changes: blanks, quotes, nothing, what a shell would
/// expand, a newline.
const HOSTILE: [&str; 9] = [
    "two  words",
    "",
    "'\"\\",
    "$HOME",
    "`exit 9`$(exit 9)",
    "*",
    "-n",
    "--",
    "a\nb ",
];

/// The scenarios in which `mode` starts.
pub(super) fn scenarios(plan: &Plan, mode: &Mode) -> Vec<Scenario> {
    let named = format!("it is the mode `{}`", mode.name);
    let mut all = vec![];
    let mut add = |what: &str, says: &str, why: String, start: Option<Start>| {
        all.extend(
            start
                .and_then(|start| started(plan, scenario(mode, what, says.to_owned(), why, start))),
        );
    };
    add(
        "start",
        "runs its program, with its words and variables",
        named,
        fitting(plan, mode, &mode.name),
    );
    for alias in &mode.aliases {
        add(
            &format!("alias-{alias}"),
            "is chosen by its other name",
            format!("`aliases` of the mode `{}`", mode.name),
            fitting(plan, mode, alias),
        );
    }
    add(
        "words",
        "hands every word on as it came",
        "its program takes the words of the command line".to_owned(),
        hostile(plan, mode),
    );
    all
}

/// `scenario` in which the program is started, with all that must come of it.
pub(super) fn started(plan: &Plan, scenario: Scenario) -> Option<Scenario> {
    let oracle = Oracle::new(plan, &scenario.start)?;
    let mut scenario = oracle.furnished(scenario);
    let mut expected = oracle.expected(&scenario);
    if oracle.refusal(&scenario).is_none() {
        expected.push(oracle.ran(&scenario));
        expected.push(Expectation::Code(CODE));
    }
    scenario.expected = expected;
    Some(scenario)
}

/// A start of `mode`, chosen by `word`, in which no variable is wrong; nothing if none
/// was found.
pub(super) fn fitting(plan: &Plan, mode: &Mode, word: &str) -> Option<Start> {
    let mut start = Start::default();
    let sources = plan
        .selection
        .iter()
        .flat_map(|selection| &selection.sources);
    let by_word = match sources.into_iter().next() {
        None => false,
        Some(Source::FirstWord) => true,
        Some(Source::Variable(name)) => {
            start.variables.insert(name.clone(), word.to_owned());
            false
        }
    };
    if by_word {
        start.words.push(word.to_owned());
    }
    if mode.run().0.takes_words() && start.words.is_empty() {
        start.words.extend(COMMAND.map(str::to_owned));
    }
    mended(plan, start)
}

/// `start` with values for the variables that are wrong; nothing if no values were found.
pub(super) fn mended(plan: &Plan, mut start: Start) -> Option<Start> {
    // A value may make another variable a required one.
    for _ in 0..10 {
        let oracle = Oracle::new(plan, &start)?;
        let entries = oracle.story().environment.iter();
        let wrong: Vec<_> = entries
            .filter(|entry| !entry.errors.is_empty())
            .map(|entry| entry.variable)
            .collect();
        if wrong.is_empty() {
            return Some(start);
        }
        for variable in wrong {
            let name = variable.reference.name.clone();
            start.variables.insert(name, value(&variable.checks));
        }
    }
    None
}

/// A value that passes `checks`, where they do not contradict each other.
fn value(checks: &[Check]) -> String {
    let values = checks.iter().filter_map(|check| match check {
        Check::Required(_) => None,
        Check::Number { min, max } => Some(min.or(*max).unwrap_or(1).to_string()),
        Check::Boolean => Some("true".to_owned()),
        Check::OneOf(values) => values.first().cloned(),
        Check::Pattern(glob) => Some(glob.example()),
    });
    values.last().unwrap_or_else(|| "value".to_owned())
}

/// A start of `mode` with words that are easily changed.
fn hostile(plan: &Plan, mode: &Mode) -> Option<Start> {
    if !mode.run().0.takes_words() {
        return None;
    }
    let mut start = fitting(plan, mode, &mode.name)?;
    start.words.truncate(1);
    start.words.extend(HOSTILE.map(str::to_owned));
    Some(start)
}
