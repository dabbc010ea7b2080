//! `[[scenarios]]`.

use toml::de::DeValue;

use super::reader::{Item, Reader};
use crate::table::choice;
use crate::table::fault::Fault;
use crate::table::model::{Line, Spanned};
use crate::table::scenario::{Expectation, Moment, Scenario};
use crate::table::scenario_fault::ScenarioFault;
use crate::table::scenario_schema::{ExpectKey, ScenarioKey, SentKey};
use crate::table::signal::Signal;

impl<'t> Reader<'t> {
    /// The scenarios in the order of the file; one with a fault is left out.
    pub(super) fn scenarios(&mut self, item: &Item<'t>) -> Vec<Scenario> {
        let mut scenarios = Vec::new();
        for element in self.elements(item) {
            let before = self.faults.len();
            let scenario = self.scenario(&element);
            scenarios.extend(scenario.filter(|_| self.faults.len() == before));
        }
        scenarios
    }

    fn scenario(&mut self, item: &Item<'t>) -> Option<Scenario> {
        let (mut id, mut says, mut mode) = (None, None, None);
        let (mut env, mut args, mut stand_ins) = (Vec::new(), Vec::new(), Vec::new());
        let (mut signal, mut later, mut expect) = (None, None, None);
        for (key, item) in self.section::<ScenarioKey>(item)? {
            match key {
                ScenarioKey::Id => id = self.scenario_id(&item),
                ScenarioKey::Says => says = self.line(&item),
                ScenarioKey::Mode => mode = self.mode_name(&item),
                ScenarioKey::Env => env = self.environment(&item),
                ScenarioKey::Args => args = self.words_as_they_are(&item),
                ScenarioKey::StandIn => stand_ins = self.stand_ins(&item),
                ScenarioKey::Signal => signal = self.sent(&item),
                ScenarioKey::Later => later = self.time(&item),
                ScenarioKey::Expect => expect = self.expectation(&item),
            }
        }
        Some(Scenario {
            id: id?,
            says: says?,
            mode,
            env,
            args,
            stand_ins,
            signal,
            later,
            expect: expect?,
        })
    }

    fn scenario_id(&mut self, item: &Item<'t>) -> Option<Spanned<Line>> {
        let text = self.text(item)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let id = text.value.to_owned();
        let is_plain = !id.is_empty() && id.chars().all(plain);
        let id = if is_plain {
            Ok(Line(id))
        } else {
            Err(Fault::Scenario(ScenarioFault::Id { id }))
        };
        self.take(&text, id)
    }

    /// A signal, by its name alone or with its moment.
    fn sent(&mut self, item: &Item<'t>) -> Option<Spanned<(Signal, Moment)>> {
        if let DeValue::String(_) = item.get() {
            let signal = self.signal(item)?;
            return Some(Spanned::new((signal.value, Moment::Running), signal.span));
        }
        let (mut send, mut at) = (None, None);
        for (key, item) in self.section::<SentKey>(item)? {
            match key {
                SentKey::Send => send = self.signal(&item),
                SentKey::At => at = self.choice(&item, &choice::MOMENTS),
            }
        }
        let moment = at.map_or(Moment::Running, |at| at.value);
        Some(Spanned::new((send?.value, moment), item.span()))
    }

    /// What is to be seen.
    fn expectation(&mut self, item: &Item<'t>) -> Option<Expectation> {
        let keys = self.section::<ExpectKey>(item)?;
        if matches!(item.get(), DeValue::Table(table) if table.is_empty()) {
            self.wrong(item.span(), ScenarioFault::ExpectsNothing, None);
        }
        let mut expect = Expectation::default();
        for (key, item) in keys {
            match key {
                ExpectKey::Exit => expect.exit = self.integer(&item),
                ExpectKey::Output => expect.output = self.texts(&item),
                ExpectKey::Absent => expect.absent = self.texts(&item),
                ExpectKey::Order => expect.order = self.texts(&item),
                ExpectKey::Within => expect.within = self.time(&item),
                ExpectKey::Starts => expect.starts = self.starts(&item),
                ExpectKey::Command => {
                    let words = self.words_as_they_are(&item).into_iter();
                    let words = words.map(|word| word.value).collect();
                    expect.command = Some(Spanned::new(words, item.span()));
                }
                ExpectKey::Health => expect.health = self.choice(&item, &choice::VERDICTS),
            }
        }
        Some(expect)
    }

    /// How often programs are started.
    fn starts(&mut self, item: &Item<'t>) -> Vec<(Spanned<String>, Spanned<u32>)> {
        let mut starts = Vec::new();
        for (name, item) in self.named(item, item.key) {
            let program = self.program_name(name.text, name.span);
            let count = self.integer(&item);
            starts.extend(program.zip(count));
        }
        starts
    }

    /// A text or several; an empty one is everywhere and says nothing.
    fn texts(&mut self, item: &Item<'t>) -> Vec<Spanned<String>> {
        let elements = match item.get() {
            DeValue::String(_) => vec![*item],
            _ => self.elements(item),
        };
        let texts = elements.iter().filter_map(|element| {
            let text = self.text(element)?;
            let value = match text.value {
                "" => Err(Fault::EmptyString { key: item.key }),
                value => Ok(value.to_owned()),
            };
            self.take(&text, value)
        });
        texts.collect()
    }

    /// Words in which nothing is substituted.
    fn words_as_they_are(&mut self, item: &Item<'t>) -> Vec<Spanned<String>> {
        let elements = self.elements(item);
        let words = elements.iter().filter_map(|element| {
            let text = self.text(element)?;
            Some(text.spanned(text.value.to_owned()))
        });
        words.collect()
    }
}
