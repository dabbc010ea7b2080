//! `[[steps]]` as values.

use super::condition::Condition;
use super::model::{Line, Seconds, Spanned};
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

/// What the failure of a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepFail {
    /// The script leaves.
    Stop,
    /// The script says so and goes on.
    Warn,
}
