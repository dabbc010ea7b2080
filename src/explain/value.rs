//! Variables and texts in one case of the container.

use std::collections::BTreeMap;

use crate::explain::Start;
use crate::explain::Unexplained;
use crate::explain::answer::{Answer, Asked, Fact, Findings};
use crate::explain::story::{Origin, Resolved};
use crate::plan::{Mode, Piece, Reference, Text, Value, Variable};

/// What a mode sees: its variables as it sets them, for one way the container may be.
#[derive(Clone)]
pub(super) struct World<'s> {
    pub(super) mode: &'s Mode,
    pub(super) start: &'s Start,
    pub(super) findings: Findings,
    /// The words of the program as far as they are put together.
    pub(super) words: Vec<String>,
    /// The variables of the mode, each after those that it names.
    values: BTreeMap<&'s str, Asked<Resolved>>,
}

impl<'s> World<'s> {
    /// The world of `mode` of which no fact is known.
    pub(super) fn new(mode: &'s Mode, start: &'s Start) -> Self {
        Self::of(mode, start, Findings::default())
    }

    fn of(mode: &'s Mode, start: &'s Start, findings: Findings) -> Self {
        let mut world = Self {
            mode,
            start,
            findings,
            words: Vec::new(),
            values: BTreeMap::new(),
        };
        for variable in mode.variables() {
            let value = world.resolve(variable);
            world.values.insert(&variable.reference.name, value);
        }
        world
    }

    /// The answer to `question` in this world and, where a fact is open, in both to
    /// which it leads.
    ///
    /// # Errors
    /// There are too many of them.
    pub(super) fn answer<T: PartialEq>(
        &self,
        question: impl Fn(&Self) -> Asked<T>,
    ) -> Result<Answer<T>, Unexplained> {
        let with = |world: &Self, fact: Fact, holds| {
            Self::of(world.mode, world.start, world.findings.with(fact, holds))
        };
        Answer::explore(self, with, question)
    }

    /// The variable of the mode with its value.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn variable(&self, variable: &Variable) -> Asked<Resolved> {
        match self.values.get(variable.reference.name.as_str()) {
            Some(value) => value.clone(),
            None => self.resolve(variable),
        }
    }

    /// The value of the variable that `reference` names, empty where it is unset.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn reference(&self, reference: &Reference) -> Asked<String> {
        match self.values.get(reference.name.as_str()) {
            Some(value) => Ok(value.clone()?.value.unwrap_or_default()),
            None => Ok(self.start.value(&reference.name).to_owned()),
        }
    }

    /// `text` as one word.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn text(&self, text: &Text) -> Asked<String> {
        text.iter().map(|piece| self.piece(piece)).collect()
    }

    /// `texts` as a command.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn words(&self, texts: &[Text]) -> Asked<Vec<String>> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    fn piece(&self, piece: &Piece) -> Asked<String> {
        match piece {
            Piece::Literal(text) => Ok(text.clone()),
            Piece::Value(name) => self.reference(name),
            Piece::ValueOr(name, text) => Ok(match self.reference(name)? {
                value if value.is_empty() => text.clone(),
                value => value,
            }),
            Piece::TextIf(name, text) => Ok(match self.reference(name)? {
                value if value.is_empty() => value,
                _ => text.clone(),
            }),
        }
    }

    /// The value of `variable` by its own rules: the first of its names that has one,
    /// or else its default.
    fn resolve(&self, variable: &Variable) -> Asked<Resolved> {
        let name = &variable.reference.name;
        for given in std::iter::once(name).chain(&variable.aliases) {
            let value = self.start.variables.get(given);
            let is_none = |value: &&String| value.is_empty() && variable.empty_is_unset;
            if let Some(value) = value.filter(|value| !is_none(value)) {
                let origin = if given == name {
                    Origin::Given
                } else {
                    Origin::Alias(given.clone())
                };
                let value = Some(value.clone());
                return Ok(Resolved { value, origin });
            }
        }
        Ok(match self.default(&variable.default)? {
            Some(value) => Resolved {
                value: Some(value),
                origin: Origin::Default,
            },
            None => Resolved {
                value: self.untouched(variable),
                origin: Origin::Nothing,
            },
        })
    }

    /// The value of a variable to which nothing gives one. What the script keeps to
    /// itself it sets in any case.
    fn untouched(&self, variable: &Variable) -> Option<String> {
        if variable.reference.private {
            Some(String::new())
        } else {
            self.start.variables.get(&variable.reference.name).cloned()
        }
    }

    fn default(&self, default: &Value) -> Asked<Option<String>> {
        let cases = match default {
            Value::Nothing => return Ok(None),
            Value::Always(text) => return self.text(text).map(Some),
            Value::Cases(cases) => cases,
        };
        for case in cases {
            let applies = match &case.when {
                None => true,
                Some(when) => self.holds(when)?,
            };
            if applies {
                return self.text(&case.value).map(Some);
            }
        }
        Ok(None)
    }
}
