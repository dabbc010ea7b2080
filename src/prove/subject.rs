//! A script, and the scenarios that it is held to.

use std::path::PathBuf;

use crate::emit::emit;
use crate::plan::{Mode, Plan};
use crate::prove::container::read;
use crate::prove::derived::{conduct, questions};
use crate::prove::oracle::Oracle;
use crate::prove::own::own;
use crate::prove::scenario::{Act, Expectation, Scenario};
use crate::prove::short::{Shorter, shortened};
use crate::prove::utility::left;

/// What is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The script that ships.
    pub script: Vec<u8>,
    /// Whether lychgate made it: one that was written by hand has its own words.
    pub is_own: bool,
    /// Whether it is never run without namespaces, as nothing is known of what it does.
    pub is_foreign: bool,
    /// Where the image has it, if the table says that: a script by hand may start itself
    /// anew as another user.
    pub place: Option<PathBuf>,
    /// What must hold of it.
    pub scenarios: Vec<Scenario>,
    /// The same script with shorter times; nothing where there is none.
    pub short: Option<Short>,
}

/// A script with shorter times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The script.
    pub script: Vec<u8>,
    /// What must hold of it: scenarios of the same names.
    pub scenarios: Vec<Shortened>,
}

/// A scenario of a script with shorter times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortened {
    /// What is played.
    pub scenario: Scenario,
    /// Which times of its mode are shorter, if any is: `worker: restart.delay 1 s for 5 s`.
    pub times: Vec<String>,
}

impl Short {
    fn of(plan: &Plan) -> Self {
        let (short, times) = shortened(plan);
        let scenarios = all(&short).into_iter().filter_map(|scenario| {
            let chosen = chosen(&short, &scenario);
            let modes = short.modes.iter().zip(&times);
            let of_mode = modes.filter(|(mode, _)| chosen.is_none_or(|chosen| chosen == *mode));
            let shorter: Vec<&Shorter> = of_mode.flat_map(|(_, shorter)| shorter).collect();
            let needs = |one: &&Shorter| one.matters_to(&scenario);
            // The others know the shorter times.
            if scenario.is_own() && shorter.iter().any(needs) {
                return None;
            }
            let times = shorter.iter().map(|one| one.said.clone());
            Some(Shortened {
                times: times.collect(),
                scenario,
            })
        });
        Self {
            script: emit(&short),
            scenarios: scenarios.collect(),
        }
    }
}

/// The mode of `scenario`, if it can be told.
fn chosen<'p>(plan: &'p Plan, scenario: &Scenario) -> Option<&'p Mode> {
    Oracle::new(plan, &scenario.start)?.mode()
}

/// What a script of `plan` is held to: what its table says, and what follows from it.
fn all(plan: &Plan) -> Vec<Scenario> {
    let scenarios = own(plan).into_iter().chain(conduct(plan));
    let scenarios = scenarios.chain(questions(plan));
    let scenarios = scenarios.map(|one| left(plan, one));
    scenarios.map(|one| reading(plan, one)).collect()
}

/// `scenario` with the names of the variables that it looks at.
fn reading(plan: &Plan, mut scenario: Scenario) -> Scenario {
    let mode = chosen(plan, &scenario);
    scenario.reads.extend(read(plan, mode));
    scenario
}

/// What of `scenario` holds for a script by hand too; nothing if nothing does.
fn without_lychgate(mut scenario: Scenario) -> Option<Scenario> {
    scenario
        .expected
        .retain(|one| !matches!(one, Expectation::Logged(_) | Expectation::Limit(_)));
    scenario.acts.retain(|act| !matches!(act, Act::Ask(_)));
    (!scenario.expected.is_empty()).then_some(scenario)
}

impl Subject {
    /// The script of `plan`, held to all that follows from it.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            script: emit(plan),
            is_own: true,
            is_foreign: false,
            place: None,
            scenarios: all(plan),
            short: Some(Short::of(plan)),
        }
    }

    /// A `script` that was written by hand, held to all that follows from `plan` but what
    /// only a script of lychgate says, or answers.
    #[must_use]
    pub fn by_hand(script: Vec<u8>, plan: &Plan) -> Self {
        let own = own(plan);
        let derived = conduct(plan).into_iter().filter_map(without_lychgate);
        let scenarios = own.into_iter().chain(derived);
        Self {
            script,
            is_own: false,
            is_foreign: true,
            place: plan
                .deployment
                .as_ref()
                .map(|one| PathBuf::from(&one.script)),
            scenarios: scenarios.map(|one| reading(plan, one)).collect(),
            short: None,
        }
    }
}
