//! `[[modes.NAME.arg]]` as values.

use super::condition::Condition;
use super::model::Spanned;
use super::name::{OptionName, VariableName};
use super::template::Template;

/// An element of `[[modes.NAME.arg]]`: words that join those of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Which words.
    pub words: Added,
    /// When they are added.
    pub when: Option<Spanned<Condition>>,
    /// The options in whose presence they are not.
    pub unless_given: Vec<Spanned<OptionName>>,
}

/// Where added words come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// The table has them, each one word.
    Words(Vec<Template>),
    /// The value of this variable, cut into words.
    Split(VariableName),
}
