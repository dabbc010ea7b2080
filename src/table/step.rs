//! `[[steps]]` as values.

use super::condition::Condition;
use super::model::{Line, Mode, Seconds, Spanned};
use super::name::ModeName;
use super::template::Template;

/// An element of `[[steps]]`: a command that runs before the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What messages call it.
    pub name: Spanned<Line>,
    /// The command with its arguments.
    pub run: Spanned<Vec<Template>>,
    /// The modes that it belongs to; empty means all.
    pub modes: Vec<Spanned<ModeName>>,
    /// When it is run.
    pub when: Option<Spanned<Condition>>,
    /// What its failure leads to.
    pub fail: Option<Spanned<StepFail>>,
    /// How long it may take.
    pub timeout: Option<Spanned<Seconds>>,
}

impl Step {
    /// The name of its program, if no variable is in it.
    pub(super) fn program(&self) -> Option<&str> {
        self.run.value.first().and_then(Template::literal)
    }

    /// Whether `mode` runs it, where `when` holds.
    pub(super) fn is_run_in(&self, mode: &Mode) -> bool {
        let mut modes = self.modes.iter();
        let belongs = self.modes.is_empty() || modes.any(|it| it.value == mode.name.value);
        belongs && mode.has_setup()
    }
}

/// What the failure of a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepFail {
    /// The script leaves.
    Stop,
    /// The script says so and goes on.
    Warn,
}
