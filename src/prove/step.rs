//! A step that a start of the container runs.

use crate::plan;

/// A step that is run.
pub(super) struct Step<'p> {
    /// The rules for it.
    pub(super) rules: &'p plan::Step,
    /// The command with its arguments.
    pub(super) command: Vec<String>,
    /// How many steps run before it.
    pub(super) place: usize,
    /// Which start of its program it is, from 1.
    pub(super) number: usize,
}

impl Step<'_> {
    /// The program that it starts.
    pub(super) fn program(&self) -> &str {
        &self.command[0]
    }
}
