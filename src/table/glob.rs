//! Patterns of the shell, as in `case`: `*`, `?` and `[...]`.

/// A pattern; everything in it that is not `*`, `?` or `[...]` is itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    /// The pieces in order; no two texts stand side by side, none is empty.
    pub parts: Vec<GlobPart>,
}

/// One piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GlobPart {
    /// Text as it is.
    Text(String),
    /// `*`: any text.
    Any,
    /// `?`: any one character.
    One,
    /// `[...]`: one character of a set, or with `[!...]` one outside it.
    Set {
        /// Whether the character must stand outside the set.
        negated: bool,
        /// The members; all of printable ASCII.
        members: Vec<Member>,
    },
}

/// A member of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// One character.
    Character(char),
    /// A range, both ends included: digits, lower case or upper case.
    Range(char, char),
}
