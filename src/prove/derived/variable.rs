//! Variables: given ones, other names for them, and wrong values.

use std::collections::BTreeSet;

use super::start::{fitting, passing, started};
use crate::explain::Start;
use crate::plan::{Check, Mode, Plan, Variable};
use crate::prove::container;
use crate::prove::oracle::Oracle;
use crate::prove::scenario::Scenario;

/// Values of which one is likely not to fit a pattern.
const MISFITS: [&str; 3] = ["no match", "0", "-"];

/// The scenarios about variables, each rule in the first mode that has it.
pub(super) fn scenarios(plan: &Plan) -> Vec<Scenario> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for mode in &plan.modes {
        let Some(start) = fitting(plan, mode, &mode.name) else {
            continue;
        };
        let rules = Rules { plan, mode, start };
        let is_free = |variable: &&Variable| !container::chooses(plan, &variable.reference.name);
        let variables = mode.variables().filter(is_free);
        let scenarios = variables.flat_map(|variable| rules.of(variable));
        all.extend(scenarios.filter(|scenario| seen.insert(scenario.id.clone())));
    }
    all
}

/// The variables of a mode, and a start of it in which nothing is wrong.
struct Rules<'p> {
    plan: &'p Plan,
    mode: &'p Mode,
    start: Start,
}

impl Rules<'_> {
    fn of(&self, variable: &Variable) -> Vec<Scenario> {
        let name = &variable.reference.name;
        let given = passing(&variable.checks).unwrap_or_else(|| container::given(name).to_owned());
        let mut all = Vec::new();
        if variable.reference.assigned {
            let values = [
                ("given", "a value from outside counts", given.clone()),
                (
                    "empty",
                    "an empty value is none, or one that passes",
                    String::new(),
                ),
            ];
            for (what, says, value) in values {
                all.extend(self.scenario(variable, what, says, &[(name, Some(value))], false));
            }
        }
        for alias in &variable.aliases {
            let says = format!("its other name {alias} gives it a value");
            let values = [(name, None), (alias, Some(given.clone()))];
            all.extend(self.scenario(variable, &format!("alias-{alias}"), &says, &values, false));
        }
        let says = "is refused before anything runs";
        for (what, value) in variable.checks.iter().flat_map(wrong) {
            let says = format!(
                "{} {says}",
                if value.is_some() {
                    "a wrong value"
                } else {
                    "its absence"
                }
            );
            all.extend(self.scenario(variable, what, &says, &[(name, value)], true));
        }
        all
    }

    /// The scenario with these values in the environment; nothing if it is refused and
    /// should not be, or the other way round, since a rule may depend on others.
    fn scenario(
        &self,
        variable: &Variable,
        what: &str,
        says: &str,
        values: &[(&String, Option<String>)],
        refused: bool,
    ) -> Option<Scenario> {
        let mut start = self.start.clone();
        for (name, value) in values {
            match value {
                Some(value) => start.variables.insert((*name).clone(), value.clone()),
                None => start.variables.remove(*name),
            };
        }
        let name = &variable.reference.name;
        let says = format!("{name}: {says} (mode {})", self.mode.name);
        let why = format!("`[env.{name}]`");
        let scenario = Scenario::blank("env", &format!("{name}-{what}"), &says, &why, start);
        let oracle = Oracle::new(self.plan, &scenario.start)?;
        (oracle.refusal(&scenario).is_some() == refused)
            .then(|| started(self.plan, scenario))
            .flatten()
    }
}

/// Values that fail `check`, each with a word for it; `None` stands for unset.
pub(super) fn wrong(check: &Check) -> Vec<(&'static str, Option<String>)> {
    let beyond = |what, limit: &Option<i32>, step: i64| {
        let value = limit.map(|limit| (i64::from(limit) + step).to_string());
        value.map(|value| (what, Some(value)))
    };
    match check {
        Check::Required(_) => vec![("unset", None)],
        Check::Number { min, max } => {
            let mut all = vec![("no-number", Some("1x".to_owned()))];
            all.extend(beyond("too-small", min, -1));
            all.extend(beyond("too-large", max, 1));
            all
        }
        Check::Boolean => vec![("no-boolean", Some("perhaps".to_owned()))],
        Check::OneOf(_) => vec![("no-choice", Some("no such choice".to_owned()))],
        Check::Pattern(glob) => {
            let misfit = MISFITS.into_iter().find(|text| !glob.matches(text));
            misfit
                .map(|text| ("misfit", Some(text.to_owned())))
                .into_iter()
                .collect()
        }
    }
}
