//! Whether the values that the table itself gives pass its own rules.

use std::ops::Range;

use super::Check;
use crate::table::fault::Fault;
use crate::table::model::{DefaultValue, Empty, Spanned, Variable, VariableType};
use crate::table::template::Template;

/// The words of a boolean variable, in lower case.
const BOOLEANS: [&str; 8] = ["1", "0", "true", "false", "yes", "no", "on", "off"];

impl VariableType {
    /// Whether `value` is of this type.
    fn accepts(self, value: &str) -> bool {
        match self {
            Self::String => true,
            Self::Int => integer(value).is_some(),
            Self::Port => {
                !value.starts_with('-') && integer(value).is_some_and(|n| (1..=65535).contains(&n))
            }
            Self::Bool => BOOLEANS.iter().any(|word| value.eq_ignore_ascii_case(word)),
        }
    }

    /// What a value of this type is, for a message.
    const fn expected(self) -> &'static str {
        match self {
            Self::String => "text",
            Self::Int => "an integer",
            Self::Port => "a port from 1 to 65535",
            Self::Bool => "`true` or `false`",
        }
    }
}

/// The value of decimal digits, with `-` in front or without. More digits than a
/// limit can have are as good as the largest number.
fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') { -size } else { size })
}

impl Check<'_, '_> {
    /// Whether the variable's literal values pass its own rules.
    pub(super) fn values(&mut self, variable: &Variable) {
        for value in &variable.one_of {
            self.value(variable, "one-of", &value.value, &value.span);
        }
        let keeps_empty = variable
            .empty
            .as_ref()
            .is_some_and(|empty| empty.value == Empty::Keep);
        for (template, span) in templates(variable) {
            // An empty value that counts as unset is not looked at.
            let literal = template
                .literal()
                .filter(|text| !text.is_empty() || keeps_empty);
            let Some(literal) = literal else { continue };
            self.value(variable, "default", literal, span);
            let listed = variable.one_of.iter().any(|value| value.value == literal);
            if let (false, Some(first)) = (listed, variable.one_of.first()) {
                let fault = Fault::ValueNotListed {
                    value: literal.to_owned(),
                };
                self.fault(span, fault, Some(&first.span));
            }
        }
    }

    /// Whether `value` passes the rules of its type, limits and pattern.
    fn value(&mut self, variable: &Variable, key: &'static str, value: &str, span: &Range<usize>) {
        let text = || value.to_owned();
        if let Some(kind) = &variable.kind
            && !kind.value.accepts(value)
        {
            let expected = kind.value.expected();
            let fault = Fault::ValueNotOfType {
                key,
                value: text(),
                expected,
            };
            self.fault(span, fault, Some(&kind.span));
            return;
        }
        if let Some(number) = integer(value) {
            let below = variable
                .min
                .as_ref()
                .filter(|min| number < min.value.into());
            let above = variable
                .max
                .as_ref()
                .filter(|max| number > max.value.into());
            for (bound, name) in [(below, "min"), (above, "max")] {
                let Some(Spanned {
                    value: limit,
                    span: place,
                }) = bound
                else {
                    continue;
                };
                let bound = format!("{name} = {limit}");
                let fault = Fault::ValueOutOfRange {
                    key,
                    value: text(),
                    bound,
                };
                self.fault(span, fault, Some(place));
            }
        }
        if let Some(pattern) = &variable.pattern
            && !pattern.value.matches(value)
        {
            let fault = Fault::ValueNotOfPattern { key, value: text() };
            self.fault(span, fault, Some(&pattern.span));
        }
    }
}

/// The templates of a variable's default.
fn templates(variable: &Variable) -> Vec<(&Template, &Range<usize>)> {
    match &variable.default {
        None => Vec::new(),
        Some(default) => match &default.value {
            DefaultValue::Always(template) => vec![(template, &default.span)],
            DefaultValue::Cases(cases) => cases
                .iter()
                .map(|case| (&case.value.value, &case.value.span))
                .collect(),
        },
    }
}
