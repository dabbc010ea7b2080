//! Starts of a mode: by its name and by each other word that chooses it.

use std::collections::BTreeSet;

use nix::sys::signal::Signal;

use super::case::CODE;
use crate::explain::Start;
use crate::plan::{Check, Command, Mode, Plan, Source};
use crate::prove::container::{self, Image};
use crate::prove::oracle::Oracle;
use crate::prove::scenario::{Act, Expectation, Scenario};
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

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
    let mut all = Vec::new();
    let mut add = |what: &str, says: &str, why: &str, start: Option<Start>| {
        let scenario = start.map(|start| Scenario::blank(&mode.name, what, says, why, start));
        all.extend(scenario.and_then(|scenario| started(plan, scenario)));
    };
    let says = "runs its program, with its words and variables";
    let why = format!("`[modes.{}]`", mode.name);
    add("start", says, &why, fitting(plan, mode, &mode.name));
    for alias in &mode.aliases {
        let what = format!("alias-{alias}");
        let start = fitting(plan, mode, alias);
        add(
            &what,
            "is chosen by its other name",
            "`aliases` lists it",
            start,
        );
    }
    for (index, glob) in mode.matches.iter().enumerate() {
        let what = format!("match-{}", index + 1);
        let says = format!("is chosen by a first word that looks like {glob}");
        let example = glob.example();
        let start = by_words(plan, &example);
        add(&what, &says, "`match` lists it", start);
    }
    let takes_words = mode.run().0.takes_words();
    if takes_words {
        let why = "its program takes the words of the command line";
        add(
            "words",
            "hands every word on as it came",
            why,
            hostile(plan, mode),
        );
    }
    if !takes_words {
        let says = "refuses words that its program has no place for";
        let why = "its program takes no words of the command line";
        add("extra-words", says, why, with_extra_word(plan, mode));
    }
    let options = plan
        .selection
        .as_ref()
        .and_then(|selection| selection.options);
    if options.is_some_and(|index| plan.modes[index] == *mode) {
        let says = "takes a command line that begins with an option";
        let start = by_words(plan, "-x");
        add("options", says, "`options` names it", start);
    }
    if *mode.run().0 == Command::Words {
        let none = fitting(plan, mode, &mode.name).map(|mut start| {
            start.words.clear();
            start
        });
        let says = "refuses to start without a command";
        add("no-command", says, "it runs what it is given", none);
    }
    all.extend(images(plan, mode));
    all
}

/// Starts in containers of which one thing is the other way round that the start
/// depends on.
fn images(plan: &Plan, mode: &Mode) -> Vec<Scenario> {
    let Some(start) = fitting(plan, mode, &mode.name) else {
        return Vec::new();
    };
    let Some(oracle) = Oracle::new(plan, &start) else {
        return Vec::new();
    };
    let turned = oracle
        .facts()
        .into_iter()
        .enumerate()
        .filter_map(|(index, fact)| {
            let (image, what) = Image::turned(&fact)?;
            let says = format!("starts as its conditions say, with {what}");
            let why = format!("a condition asks for {fact}");
            let what = format!("image-{}", index + 1);
            let mut scenario = Scenario::blank(&mode.name, &what, &says, &why, start.clone());
            scenario.image = image;
            started(plan, scenario)
        });
    turned.collect()
}

/// `scenario` with all programs, and all that must come of its start.
pub(super) fn started(plan: &Plan, mut scenario: Scenario) -> Option<Scenario> {
    let oracle = Oracle::new(plan, &scenario.start)?;
    // What `cd` does without a place differs from shell to shell.
    if oracle
        .directory(&scenario)
        .is_some_and(|directory| directory.is_empty())
    {
        return None;
    }
    let refused = oracle.refusal(&scenario).is_some();
    if refused || oracle.run().is_none() {
        for program in programs(plan) {
            scenario.stand_ins.insert(program, Behaviour::exits(CODE));
        }
        scenario.expected = oracle.expected(&scenario);
        return Some(scenario);
    }
    let supervision = oracle.supervision();
    let restarts = supervision.is_some_and(|supervision| supervision.restart.is_some());
    let behaviour = if restarts {
        let stop = oracle.stop();
        Behaviour::runs_until(stop).with_code(CODE)
    } else {
        Behaviour::exits(CODE)
    };
    oracle.furnish(&mut scenario, behaviour);
    // Its words may depend on what is there now.
    let command = oracle.command(&scenario)?;
    if restarts {
        let program = &command[0];
        let earlier = oracle.steps_by(program, &scenario);
        scenario.acts = vec![
            Act::Until(Condition::ready(program).times(earlier + 1)),
            Act::Rest,
            Act::Send(Signal::SIGTERM),
        ];
    }
    let runs = oracle.steps_like(&command, &scenario) + 1;
    scenario.expected = oracle.expected(&scenario);
    scenario.expected.extend([
        Expectation::First(oracle.commands(&scenario)),
        Expectation::Runs(command, runs),
        Expectation::Code(CODE),
    ]);
    Some(scenario)
}

/// Every program that some mode of `plan` starts, itself or in a step.
fn programs(plan: &Plan) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = COMMAND[..1].iter().map(|&one| one.to_owned()).collect();
    for mode in &plan.modes {
        let Some(start) = fitting(plan, mode, &mode.name) else {
            continue;
        };
        let scenario = Scenario::blank("", "", "", "", start);
        if let Some(oracle) = Oracle::new(plan, &scenario.start) {
            let commands = oracle.commands(&scenario);
            all.extend(
                commands
                    .into_iter()
                    .filter_map(|words| words.into_iter().next()),
            );
        }
    }
    all
}

/// A start of `mode`, chosen by `word`, in which no variable is wrong; nothing if none
/// was found.
pub(super) fn fitting(plan: &Plan, mode: &Mode, word: &str) -> Option<Start> {
    let mut start = container::start(plan);
    match plan.sources().next() {
        None => {}
        Some(Source::FirstWord) => start.words.push(word.to_owned()),
        Some(Source::Variable(name)) => {
            start.variables.insert(name.clone(), word.to_owned());
        }
    }
    if mode.run().0.takes_words() && start.words.is_empty() {
        start.words.extend(COMMAND.map(str::to_owned));
    }
    mended(plan, start)
}

/// A start with `first` and words that are easily changed.
pub(super) fn by_words(plan: &Plan, first: &str) -> Option<Start> {
    let words = [first].into_iter().chain(HOSTILE);
    let start = Start {
        words: words.map(str::to_owned).collect(),
        ..container::start(plan)
    };
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
            let value = passing(&variable.checks);
            let value = value.unwrap_or_else(|| container::given(&name).to_owned());
            start.variables.insert(name, value);
        }
    }
    None
}

/// A value that passes the last of `checks` that looks at it; nothing if none does.
pub(super) fn passing(checks: &[Check]) -> Option<String> {
    let mut values = checks.iter().rev().filter_map(|check| match check {
        Check::Required(_) => None,
        Check::Number { min, max } => Some(min.or(*max).unwrap_or(1).to_string()),
        Check::Boolean => Some("true".to_owned()),
        Check::OneOf(values) => values.first().cloned(),
        Check::Pattern(glob) => Some(glob.example()),
    });
    values.next()
}

/// A start of `mode` with words that are easily changed.
fn hostile(plan: &Plan, mode: &Mode) -> Option<Start> {
    let mut start = fitting(plan, mode, &mode.name)?;
    start.words.truncate(1);
    start.words.extend(HOSTILE.map(str::to_owned));
    mended(plan, start)
}

/// A start of `mode` with a word that is refused; nothing if it is not.
fn with_extra_word(plan: &Plan, mode: &Mode) -> Option<Start> {
    let mut start = fitting(plan, mode, &mode.name)?;
    start.words.push("word".to_owned());
    let oracle = Oracle::new(plan, &start)?;
    oracle.run().is_none().then_some(start)
}
