//! Everything that can be wrong with a table, and how it is said.

use super::reserved::Reserved;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The name of a mode is empty.
    EmptyModeName,
    /// The name of a mode is too long.
    LongModeName { length: usize },
    /// The name of a mode looks like an option or a question.
    FirstOfModeName { name: String, first: char },
    /// The name of a mode holds a character that is not allowed.
    CharacterOfModeName { name: String, found: char },
    /// The name of a mode is a word that `unknown` uses.
    ModeNamedAsUnknown { name: String },
    /// Not a name of a shell variable.
    VariableName { name: String },
    /// The script's own variable.
    OwnVariable { name: String },
    /// A shell's own variable.
    ReservedVariable { reserved: &'static Reserved },
}
