//! Text with substitutions: `${NAME}`, `${NAME:-text}`, `${NAME:+text}`, `$$`.

use super::fault::{Fault, Inside};
use super::name::VariableName;

/// Text in which variables are substituted; the result stays one word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// The pieces in order; no two texts stand side by side, none is empty.
    pub parts: Vec<Part>,
}

/// One piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// `${NAME}`: the variable's value, nothing when it is unset.
    Value(VariableName),
    /// `${NAME:-text}`: the value, or the text when it is unset or empty.
    ValueOr(VariableName, String),
    /// `${NAME:+text}`: the text, unless the variable is unset or empty.
    TextIf(VariableName, String),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The first `$` that begins no substitution, with its place.
    pub(super) fn parse(text: &str) -> Result<Self, Inside> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            plain.push_str(&rest[..at]);
            let offset = text.len() - rest.len() + at;
            let after = &rest[at + 1..];
            if let Some(after) = after.strip_prefix('$') {
                plain.push('$');
                rest = after;
            } else if let Some(body) = after.strip_prefix('{') {
                let Some(length) = body.find('}') else {
                    return Err(Inside::new(offset..text.len(), Fault::UnclosedSubstitution));
                };
                let part = substitution(&body[..length]).map_err(|e| e.shift(offset + 2))?;
                push_text(&mut parts, &mut plain);
                parts.push(part);
                rest = &body[length + 1..];
            } else {
                let length = name_length(after);
                let name = after[..length].to_owned();
                return Err(Inside::new(
                    offset..offset + 1 + length,
                    Fault::Dollar { name },
                ));
            }
        }
        plain.push_str(rest);
        push_text(&mut parts, &mut plain);
        Ok(Self { parts })
    }

    /// A template that is this text and nothing else.
    pub(super) fn from_literal(text: String) -> Self {
        if text.is_empty() {
            Self::default()
        } else {
            Self {
                parts: vec![Part::Text(text)],
            }
        }
    }

    /// Whether the result is always empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The text of a template without substitutions.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text with which every result begins, if it begins with text.
    pub(super) fn leading_text(&self) -> Option<&str> {
        match self.parts.first() {
            Some(Part::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The variables that the template names, in order.
    pub fn variables(&self) -> impl Iterator<Item = &VariableName> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Value(name) | Part::ValueOr(name, _) | Part::TextIf(name, _) => Some(name),
        })
    }
}

/// Moves the text gathered so far into `parts`, if there is any.
fn push_text(parts: &mut Vec<Part>, plain: &mut String) {
    if !plain.is_empty() {
        parts.push(Part::Text(std::mem::take(plain)));
    }
}

/// How long the name is with which `text` begins.
fn name_length(text: &str) -> usize {
    let in_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.bytes().position(|b| !in_name(b)).unwrap_or(text.len())
}

/// Reads what stands between `${` and `}`.
fn substitution(body: &str) -> Result<Part, Inside> {
    let end = name_length(body);
    let (name, operator) = body.split_at(end);
    let named = VariableName::parse(name).map_err(|fault| Inside::new(0..end, fault))?;
    if operator.is_empty() {
        return Ok(Part::Value(named));
    }
    let text = operator
        .strip_prefix(":-")
        .or_else(|| operator.strip_prefix(":+"));
    let Some(text) = text else {
        let fault = Fault::SubstitutionForm {
            found: operator.to_owned(),
        };
        return Err(Inside::new(end..body.len(), fault));
    };
    if let Some(at) = text.find(['$', '{']) {
        let found = if text[at..].starts_with('$') {
            '$'
        } else {
            '{'
        };
        return Err(Inside::new(
            end + 2 + at..end + 3 + at,
            Fault::SubstitutionText { found },
        ));
    }
    Ok(if operator.starts_with(":-") {
        Part::ValueOr(named, text.to_owned())
    } else {
        Part::TextIf(named, text.to_owned())
    })
}
