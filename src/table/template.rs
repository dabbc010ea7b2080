//! Text with substitutions: `${NAME}`, `${NAME:-text}`, `${NAME:+text}`, `$$`.

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
    /// The text of a template without substitutions.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
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
