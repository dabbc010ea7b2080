//! Conditions: a string, an array, or `{ any = [...] }`.

use toml::de::DeValue;

use super::reader::{Item, Reader};
use crate::table::condition::Condition;
use crate::table::fault::{Fault, Inside};
use crate::table::model::Spanned;
use crate::table::schema::AnyKey;

/// How deep arrays and `any` may stand in each other.
const DEEPEST: usize = 4;

impl<'t> Reader<'t> {
    /// A condition.
    pub(super) fn condition(&mut self, item: &Item<'t>) -> Option<Spanned<Condition>> {
        let condition = self.nested_condition(item, DEEPEST)?;
        Some(Spanned::new(condition, item.span()))
    }

    /// A condition in which others may stand `deeper` levels deep.
    fn nested_condition(&mut self, item: &Item<'t>, deeper: usize) -> Option<Condition> {
        if deeper == 0 {
            self.fault(item.span(), Fault::ConditionNesting);
            return None;
        }
        match item.get() {
            DeValue::String(_) => {
                let text = self.text(item)?;
                let condition = match text.value {
                    "" => Err(Inside::new(0..0, Fault::EmptyString { key: item.key })),
                    value => Condition::parse(value),
                };
                self.take_inside(&text, condition)
                    .map(|spanned| spanned.value)
            }
            DeValue::Array(_) => self.condition_list(item, deeper).map(Condition::All),
            DeValue::Table(_) => {
                let mut any = None;
                for (key, item) in self.section::<AnyKey>(item)? {
                    match key {
                        AnyKey::Any => any = self.condition_list(&item, deeper),
                    }
                }
                any.map(Condition::Any)
            }
            _ => {
                self.wrong_type(item);
                None
            }
        }
    }

    /// The conditions of an array; none when one of them is wrong.
    fn condition_list(&mut self, item: &Item<'t>, deeper: usize) -> Option<Vec<Condition>> {
        let elements = self.elements(item);
        if elements.is_empty() {
            return None;
        }
        let conditions: Vec<_> = elements
            .iter()
            .map(|element| self.nested_condition(element, deeper - 1))
            .collect();
        conditions.into_iter().collect()
    }
}
