//! The names of modes, variables and options.

use std::fmt;

use super::fault::Fault;
use super::reserved;

/// The longest name of a mode, in bytes.
pub(super) const MODE_NAME_LENGTH: usize = 64;

/// Words that `unknown` uses for itself.
pub(super) const WORDS_OF_UNKNOWN: [&str; 2] = ["error", "exec"];

/// The name of a mode, or an alias: a word that a user types.
///
/// Letters, digits and `_ . : / + @ -`; it does not begin with `-` (an
/// option) or `:` (a question to the script).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModeName(String);

impl ModeName {
    /// A name that breaks a rule; the fault is noted, so the table is refused
    /// and nobody gets to see it.
    pub(super) fn unchecked(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Reads the name of a mode.
    ///
    /// # Errors
    /// The rule that `text` breaks.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        if text.is_empty() {
            return Err(Fault::EmptyModeName);
        }
        if text.len() > MODE_NAME_LENGTH {
            return Err(Fault::LongModeName { length: text.len() });
        }
        if let Some(first @ ('-' | ':')) = text.chars().next() {
            return Err(Fault::FirstOfModeName {
                name: text.to_owned(),
                first,
            });
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_.:/+@-".contains(c);
        if let Some(found) = text.chars().find(|&c| !allowed(c)) {
            return Err(Fault::CharacterOfModeName {
                name: text.to_owned(),
                found,
            });
        }
        if WORDS_OF_UNKNOWN.contains(&text) {
            return Err(Fault::ModeNamedAsUnknown {
                name: text.to_owned(),
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as the user types it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an environment variable that a script can read and set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableName(String);

impl VariableName {
    /// A name that breaks a rule; the fault is noted, so the table is refused
    /// and nobody gets to see it.
    pub(super) fn unchecked(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Reads the name of a variable that is only looked at, as in a condition.
    ///
    /// # Errors
    /// `text` is no name of the shell, or one of the script's own.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let mut bytes = text.bytes();
        let starts = bytes
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        if !starts || !bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return Err(Fault::VariableName {
                name: text.to_owned(),
            });
        }
        if text.starts_with(reserved::OWN_PREFIX) {
            return Err(Fault::OwnVariable {
                name: text.to_owned(),
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// Reads the name of a variable that the script may set.
    ///
    /// # Errors
    /// As [`VariableName::parse`], and a shell treats the name as its own.
    pub(super) fn parse_settable(text: &str) -> Result<Self, Fault> {
        let name = Self::parse(text)?;
        match reserved::find(text) {
            Some(reserved) => Err(Fault::ReservedVariable {
                name: text.to_owned(),
                reserved,
            }),
            None => Ok(name),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VariableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An option of a program: `-x`, `--name`, or `-name` as some programs have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionName(String);

impl OptionName {
    /// Reads an option without a value.
    ///
    /// # Errors
    /// `text` is no option.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let name = text.strip_prefix('-').unwrap_or_default();
        let name = name.strip_prefix('-').unwrap_or(name);
        let starts = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if starts && name.chars().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(Fault::NotAnOption {
            name: text.to_owned(),
        })
    }
}

impl fmt::Display for OptionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
