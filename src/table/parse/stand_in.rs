//! `stand-in` of a scenario.

use std::ops::Range;
use std::time::Duration;

use toml::de::DeValue;

use super::reader::{Item, Reader};
use crate::table::choice;
use crate::table::duration::to_the_millisecond;
use crate::table::fault::{Fault, Found};
use crate::table::model::Spanned;
use crate::table::scenario_fault::ScenarioFault;
use crate::table::scenario_schema::StandInKey;
use crate::table::stand_in::{Death, End, StandIn, StandInStart};

impl<'t> Reader<'t> {
    /// What programs do, start by start.
    pub(super) fn stand_ins(&mut self, item: &Item<'t>) -> Vec<StandIn> {
        let mut stand_ins = Vec::new();
        for (name, item) in self.named(item, item.key) {
            let starts = match item.get() {
                DeValue::Array(_) => self.elements(&item),
                _ => vec![item],
            };
            let starts = starts.iter().filter_map(|start| self.stand_in_start(start));
            let starts = starts.collect();
            if let Some(program) = self.program_name(name.text, name.span) {
                stand_ins.push(StandIn { program, starts });
            }
        }
        stand_ins
    }

    /// A program as a key names it.
    pub(super) fn program_name(
        &mut self,
        name: &str,
        span: Range<usize>,
    ) -> Option<Spanned<String>> {
        if !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '\0') {
            return Some(Spanned::new(name.to_owned(), span));
        }
        let name = name.to_owned();
        self.wrong(span, ScenarioFault::StandInName { name }, None);
        None
    }

    /// One start of a stand-in.
    fn stand_in_start(&mut self, item: &Item<'t>) -> Option<StandInStart> {
        let (mut until, mut runs, mut lingers) = (None, None, None);
        let (mut exit, mut dies) = (None, None);
        let (mut prints, mut complains, mut times) = (None, None, None);
        for (key, item) in self.section::<StandInKey>(item)? {
            match key {
                StandInKey::Until => until = self.signal(&item),
                StandInKey::Runs => runs = self.time(&item),
                StandInKey::Lingers => lingers = self.time(&item),
                StandInKey::Exit => exit = self.integer::<u8>(&item),
                StandInKey::Dies => dies = self.choice(&item, &choice::DEATHS),
                StandInKey::Prints => prints = self.text(&item),
                StandInKey::Complains => complains = self.text(&item),
                StandInKey::Times => times = self.integer::<u16>(&item),
            }
        }
        if let (None, Some(lingers)) = (&until, &lingers) {
            let fault = ScenarioFault::LingersWithoutUntil;
            self.wrong(lingers.span.clone(), fault, None);
        }
        Some(StandInStart {
            until: until.map(|until| until.value),
            runs: runs.map(|runs| runs.value),
            lingers: lingers.map(|lingers| lingers.value),
            end: self.end(exit, dies),
            prints: prints.map(|text| text.value.to_owned()),
            complains: complains.map(|text| text.value.to_owned()),
            times: times.map_or(1, |times| times.value),
        })
    }

    /// How a program ends: in one way.
    fn end(&mut self, exit: Option<Spanned<u8>>, dies: Option<Spanned<Death>>) -> End {
        match (exit, dies) {
            (None, None) => End::Exit(0),
            (Some(code), None) => End::Exit(code.value),
            (None, Some(death)) => End::Dies(death.value),
            (Some(code), Some(death)) => {
                self.wrong(death.span, ScenarioFault::ExitAndDies, Some(code.span));
                End::Dies(death.value)
            }
        }
    }

    /// A duration to the millisecond.
    pub(super) fn time(&mut self, item: &Item<'t>) -> Option<Spanned<Duration>> {
        let text = self.text(item)?;
        let time = to_the_millisecond(text.value);
        self.take(&text, time.map_err(Fault::Scenario))
    }

    /// Notes a fault of a scenario.
    pub(super) fn wrong(
        &mut self,
        span: Range<usize>,
        fault: ScenarioFault,
        related: Option<Range<usize>>,
    ) {
        self.faults.push(Found {
            span: Some(span),
            fault: Fault::Scenario(fault),
            related,
        });
    }
}
