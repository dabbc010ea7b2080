//! What the script can be asked.

/// What the script does when its first word is this one, with a `:` in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// It says what it can be and which variables it knows.
    Help,
    /// It runs a command in the environment of the program.
    Run,
}
