//! Rules of scenarios: what could not be played as it is written.

use std::collections::BTreeMap;
use std::ops::Range;

use super::program::Programs;
use super::trial::Trial;
use super::{Check, Names};
use crate::table::fault::{Fault, Found};
use crate::table::model::{Source, Spanned, Table};
use crate::table::name::ModeName;
use crate::table::scenario::Scenario;
use crate::table::scenario_fault::ScenarioFault;
use crate::table::start::{Outcome, Refusal};

/// Adds to `faults` what is wrong with the scenarios of `table`; what becomes of their
/// starts is looked at only if all else in it `is_sound`.
pub(in crate::table) fn scenarios(table: &Table, is_sound: bool, faults: &mut Vec<Found>) {
    let mut check = Check { table, faults };
    check.scenario_ids();
    let modes = Names::of(&table.modes);
    let programs = Programs::of(table);
    for scenario in &table.scenarios {
        let before = check.faults.len();
        if let Some(mode) = &scenario.mode {
            check.reference("mode", &mode.value, &mode.span, &modes);
        }
        if is_sound && check.faults.len() == before {
            check.scenario(scenario, &programs);
        }
    }
}

impl<'t> Check<'t, '_> {
    /// Whether each scenario has a name of its own.
    fn scenario_ids(&mut self) {
        let table: &'t Table = self.table;
        let mut ids: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
        for Scenario { id, .. } in &table.scenarios {
            let name = id.value.as_str();
            if let Some(first) = ids.insert(name, &id.span) {
                let id_twice = ScenarioFault::IdTwice {
                    id: name.to_owned(),
                };
                self.unplayable(&id.span, id_twice, Some(first));
            }
        }
    }

    /// Whether `scenario` can be played.
    fn scenario(&mut self, scenario: &Scenario, programs: &Programs<'_>) {
        let mut env = scenario.env.iter();
        if let Some((name, _)) = env.find(|(name, _)| name.value.as_str() == "PATH") {
            self.unplayable(&name.span, ScenarioFault::SearchPath, None);
        }
        let start = self.table.start(scenario);
        let outcome = self.table.outcome(&start);
        if let Some(mode) = &scenario.mode
            && !self.leads_to(mode, scenario, &outcome)
        {
            return;
        }
        let program = self.table.program(&outcome);
        self.names(scenario, program, programs);
        let trial = Trial::new(self.table, scenario, &start, &outcome);
        self.trial(&trial);
    }

    /// Whether the start of `scenario` chooses `mode`, or is meant to be refused by it.
    fn leads_to(
        &mut self,
        mode: &Spanned<ModeName>,
        scenario: &Scenario,
        outcome: &Outcome<'_>,
    ) -> bool {
        let modes = &self.table.modes;
        let usage = self.table.entrypoint.exit.usage();
        let exit = scenario.expect.exit.as_ref().map(|exit| exit.value);
        let name = mode.value.to_string();
        let chosen = match outcome {
            Outcome::Mode(index, _) if modes[*index].name.value == mode.value => return true,
            Outcome::Refused(Refusal::Usage) if exit == Some(usage) => return true,
            Outcome::Refused(Refusal::Usage) => {
                let fault = ScenarioFault::WordsRefused { mode: name, usage };
                let words = scenario.args.first().map(|word| &word.span);
                self.unplayable(&mode.span, fault, words);
                return false;
            }
            Outcome::Mode(index, _) => format!("`{}`", modes[*index].name.value),
            Outcome::Command(_) => "a command of no mode".to_owned(),
            Outcome::Answer => "a question".to_owned(),
            Outcome::Refused(Refusal::Mode) => "no mode at all".to_owned(),
        };
        let fault = ScenarioFault::OtherMode { mode: name, chosen };
        let because = self.chosen_by(scenario);
        self.unplayable(&mode.span, fault, because.as_ref());
        false
    }

    /// What may choose in the start of `scenario`, besides its `mode`.
    fn chosen_by(&self, scenario: &Scenario) -> Option<Range<usize>> {
        let chooses = |name: &str| {
            let mut sources = self.table.entrypoint.select.iter();
            sources
                .any(|source| matches!(&source.value, Source::Variable(it) if it.as_str() == name))
        };
        let mut env = scenario.env.iter();
        let variable = env.find(|(name, _)| chooses(name.value.as_str()));
        let variable = variable.map(|(name, _)| name.span.clone());
        variable.or_else(|| Some(scenario.args.first()?.span.clone()))
    }

    /// Whether the programs that `scenario` names are some of the table's, or its own
    /// `program`.
    fn names(&mut self, scenario: &Scenario, program: Option<&str>, programs: &Programs<'_>) {
        let stand_ins = scenario
            .stand_ins
            .iter()
            .map(|it| ("stand-in", &it.program));
        let counted = scenario
            .expect
            .starts
            .iter()
            .map(|(name, _)| ("starts", name));
        for (key, name) in stand_ins.chain(counted) {
            if program != Some(name.value.as_str()) && !programs.may_hold(&name.value) {
                let fault = ScenarioFault::NoSuchProgram {
                    key,
                    name: name.value.clone(),
                    programs: programs.names(program),
                };
                self.unplayable(&name.span, fault, None);
            }
        }
    }

    /// Notes a fault of a scenario.
    pub(super) fn unplayable(
        &mut self,
        span: &Range<usize>,
        fault: ScenarioFault,
        related: Option<&Range<usize>>,
    ) {
        self.fault(span, Fault::Scenario(fault), related);
    }
}
