//! `[[modes.NAME.arg]]`.

use super::reader::{Item, Reader};
use crate::table::addition::{Added, Addition};
use crate::table::fault::{Fault, Found, Inside};
use crate::table::model::Spanned;
use crate::table::name::{OptionName, VariableName};
use crate::table::schema::ArgKey;

impl<'t> Reader<'t> {
    /// What a mode adds to the words, in the order of the file.
    pub(super) fn additions(&mut self, item: &Item<'t>) -> Vec<Addition> {
        let elements = self.elements(item);
        let read = |element: &Item<'t>| self.addition(element);
        elements.iter().filter_map(read).collect()
    }

    fn addition(&mut self, item: &Item<'t>) -> Option<Addition> {
        let before = self.faults.len();
        let (mut add, mut split) = (None, None);
        let (mut when, mut unless_given) = (None, Vec::new());
        for (key, item) in self.section::<ArgKey>(item)? {
            match key {
                ArgKey::Add => add = Some(item),
                ArgKey::Split => split = Some(item),
                ArgKey::When => when = self.condition(&item),
                ArgKey::UnlessGiven => unless_given = self.strings(&item, option),
            }
        }
        if add.is_none() && split.is_none() && self.faults.len() == before {
            self.fault(item.span(), Fault::AddsNothing);
        }
        Some(Addition {
            words: self.added(add, split)?,
            when,
            unless_given,
        })
    }

    /// The words: one of `add` and `split`.
    fn added(&mut self, add: Option<Item<'t>>, split: Option<Item<'t>>) -> Option<Added> {
        match (add, split) {
            (Some(add), None) => self.words(&add).map(Added::Words),
            (None, Some(split)) => self.variable_name(&split).map(Added::Split),
            (Some(add), Some(split)) => {
                self.faults.push(Found {
                    span: Some(split.span()),
                    fault: Fault::AddAndSplit,
                    related: Some(add.span()),
                });
                None
            }
            (None, None) => None,
        }
    }

    fn variable_name(&mut self, item: &Item<'t>) -> Option<VariableName> {
        let text = self.text(item)?;
        let name = self.take(&text, VariableName::parse(text.value));
        name.map(|name: Spanned<VariableName>| name.value)
    }
}

/// An option in a list.
fn option(text: &str) -> Result<OptionName, Inside> {
    OptionName::parse(text).map_err(|fault| Inside::new(0..text.len(), fault))
}
