//! `[env.NAME]`.

use toml::de::DeValue;

use super::Name;
use super::mode::mode_name;
use super::reader::{Item, Reader, number};
use crate::table::choice;
use crate::table::fault::{Fault, Inside};
use crate::table::glob::Glob;
use crate::table::model::{
    DefaultCase, DefaultValue, Empty, Required, Spanned, Variable, VariableType, Warn,
};
use crate::table::name::VariableName;
use crate::table::schema::{CaseKey, VariableKey, WarnKey};
use crate::table::template::Template;

impl<'t> Reader<'t> {
    /// One variable. One with a wrong name is kept, so that whatever refers to
    /// it is no second fault.
    pub(super) fn variable(&mut self, name: Name<'t>, item: &Item<'t>) -> Option<Variable> {
        let value = VariableName::parse_settable(name.text).unwrap_or_else(|fault| {
            self.fault(name.span.clone(), fault);
            VariableName::unchecked(name.text)
        });
        let keys = self.section::<VariableKey>(item)?;
        let mut variable = Variable::new(Spanned::new(value, name.span));
        let mut default = None;
        for (key, item) in keys {
            match key {
                VariableKey::Default => default = Some(item),
                VariableKey::Export => variable.export = self.boolean(&item),
                VariableKey::Empty => variable.empty = self.empty(&item),
                VariableKey::Required => variable.required = self.required(&item),
                VariableKey::Type => variable.kind = self.choice(&item, &choice::TYPE),
                VariableKey::OneOf => {
                    variable.one_of = self.strings(&item, |text| Ok(text.to_owned()));
                }
                VariableKey::Min => variable.min = self.integer(&item),
                VariableKey::Max => variable.max = self.integer(&item),
                VariableKey::Pattern => variable.pattern = self.pattern(&item),
                VariableKey::Aliases => variable.aliases = self.strings(&item, alias),
                VariableKey::Log => variable.log = self.boolean(&item),
                VariableKey::Warn => variable.warn = self.warnings(&item),
                VariableKey::Modes => variable.modes = self.strings(&item, mode_name),
            }
        }
        // Whether a number may stand there depends on `type`, wherever that is.
        if let Some(item) = default {
            variable.default = self.default_value(&item, variable.kind.as_ref());
        }
        Some(variable)
    }

    /// What an empty value means.
    fn empty(&mut self, item: &Item<'t>) -> Option<Spanned<Empty>> {
        self.choice(item, &choice::EMPTY)
    }

    /// `true`, `false` or a condition.
    fn required(&mut self, item: &Item<'t>) -> Option<Spanned<Required>> {
        let required = match item.get() {
            DeValue::Boolean(true) => Required::Always,
            DeValue::Boolean(false) => Required::Never,
            _ => Required::When(self.condition(item)?.value),
        };
        Some(Spanned::new(required, item.span()))
    }

    /// The form of a value.
    fn pattern(&mut self, item: &Item<'t>) -> Option<Spanned<Glob>> {
        let text = self.text(item)?;
        let pattern = match text.value {
            "" => Err(Inside::new(0..0, Fault::EmptyString { key: item.key })),
            value => Glob::parse(value),
        };
        self.take_inside(&text, pattern)
    }

    /// `warn`: one, or several.
    fn warnings(&mut self, item: &Item<'t>) -> Vec<Warn> {
        if let DeValue::Array(_) = item.get() {
            let elements = self.elements(item);
            return elements.iter().filter_map(|one| self.warn(one)).collect();
        }
        self.warn(item).into_iter().collect()
    }

    /// One warning.
    fn warn(&mut self, item: &Item<'t>) -> Option<Warn> {
        let (mut when, mut say) = (None, None);
        for (key, item) in self.section::<WarnKey>(item)? {
            match key {
                WarnKey::When => when = self.condition(&item),
                WarnKey::Say => say = self.line(&item),
            }
        }
        Some(Warn {
            when: when?,
            say: say?,
        })
    }

    /// One value, or a list of cases.
    fn default_value(
        &mut self,
        item: &Item<'t>,
        kind: Option<&Spanned<VariableType>>,
    ) -> Option<Spanned<DefaultValue>> {
        let value = if let DeValue::Array(_) = item.get() {
            let elements = self.elements(item);
            let last = elements.len().checked_sub(1)?;
            let mut cases = Vec::new();
            for (index, element) in elements.iter().enumerate() {
                cases.push(self.case(element, kind, index == last));
            }
            DefaultValue::Cases(cases.into_iter().collect::<Option<_>>()?)
        } else {
            DefaultValue::Always(self.default_template(item, kind)?.value)
        };
        Some(Spanned::new(value, item.span()))
    }

    /// One case of a default.
    fn case(
        &mut self,
        item: &Item<'t>,
        kind: Option<&Spanned<VariableType>>,
        is_last: bool,
    ) -> Option<DefaultCase> {
        let keys = self.section::<CaseKey>(item)?;
        let has_when = keys.iter().any(|(key, _)| *key == CaseKey::When);
        let (mut value, mut when) = (None, None);
        for (key, item) in keys {
            match key {
                CaseKey::Value => value = self.default_template(&item, kind),
                CaseKey::When => when = self.condition(&item),
            }
        }
        if !has_when && !is_last {
            self.fault(item.span(), Fault::CaseAfterLast);
        }
        if has_when && when.is_none() {
            return None;
        }
        Some(DefaultCase {
            value: value?,
            when,
        })
    }

    /// A template; for a variable with a type also a number or a boolean.
    fn default_template(
        &mut self,
        item: &Item<'t>,
        kind: Option<&Spanned<VariableType>>,
    ) -> Option<Spanned<Template>> {
        let kind = kind.map_or(VariableType::String, |kind| kind.value);
        let literal = match (item.get(), kind) {
            (DeValue::Integer(integer), VariableType::Int | VariableType::Port) => {
                number(integer).to_string()
            }
            (DeValue::Boolean(boolean), VariableType::Bool) => boolean.to_string(),
            (DeValue::String(_), _) => {
                let text = self.text(item)?;
                return self.take_inside(&text, Template::parse(text.value));
            }
            (DeValue::Integer(_), VariableType::String) => {
                self.fault(item.span(), Fault::NumberWithoutType { found: "int" });
                return None;
            }
            (DeValue::Boolean(_), VariableType::String) => {
                self.fault(item.span(), Fault::NumberWithoutType { found: "bool" });
                return None;
            }
            _ => {
                self.wrong_type(item);
                return None;
            }
        };
        Some(Spanned::new(Template::from_literal(literal), item.span()))
    }
}

/// Another name of a variable.
fn alias(text: &str) -> Result<VariableName, Inside> {
    VariableName::parse_settable(text).map_err(|fault| Inside::new(0..text.len(), fault))
}
