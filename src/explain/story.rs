//! What a container does, as values.

use crate::explain::answer::Answer;
use crate::plan::{Mode, Plan, Step, Supervision, Variable};

/// What the container does, phase by phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story<'p> {
    /// What it does in general.
    pub plan: &'p Plan,
    /// The mode; `None` where the words are a command of no mode, or none was found.
    pub mode: Option<Chosen<'p>>,
    /// The variables that the mode sets or checks, in the order to do so.
    pub environment: Vec<Entry<'p>>,
    /// What comes then.
    pub then: Result<Run<'p>, Refusal>,
}

/// A mode and who chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<'p> {
    /// The mode.
    pub mode: &'p Mode,
    /// Who chose it.
    pub by: By<'p>,
}

/// What chooses a mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By<'p> {
    /// There is only this one.
    Nobody,
    /// The value of a variable.
    Variable {
        /// Its name.
        name: &'p str,
        /// Its value.
        value: String,
    },
    /// The first word, which is its name or an alias.
    Word(String),
    /// The first word, which fits its `match`.
    Match(String),
    /// The first word, which is an option.
    Option(String),
    /// The first word, which names no mode.
    Unknown(String),
    /// Nothing said, so it is the default.
    Default,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'p> {
    /// The rules for it.
    pub variable: &'p Variable,
    /// Its value.
    pub value: Answer<Resolved>,
    /// What may be wrong with it.
    pub errors: Vec<Remark>,
    /// The warnings that may be said.
    pub warnings: Vec<Remark>,
}

/// A value and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The value; `None` where the variable is unset.
    pub value: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

/// Where a value is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The container was started with it.
    Given,
    /// The container was started with this other name.
    Alias(String),
    /// The table.
    Default,
    /// Nothing gives one.
    Nothing,
}

/// A sentence that the container says, or says in some cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The sentence.
    pub message: String,
    /// Whether it is said.
    pub applies: Answer<bool>,
}

/// Why the container leaves before it runs anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its exit code.
    pub code: u8,
    /// What it says, at least one sentence.
    pub messages: Vec<String>,
}

/// What is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'p> {
    /// What runs before the program.
    pub steps: Vec<StepStory<'p>>,
    /// The program's working directory; `None` is the one that the image has.
    pub directory: Option<Answer<String>>,
    /// The program with its arguments.
    pub command: Answer<Vec<String>>,
    /// How it is looked after; `None` where the script becomes the program.
    pub supervised: Option<Supervised<'p>>,
    /// What is asked for its health; `None` where nobody asks.
    pub health: Option<Probe>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepStory<'p> {
    /// The rules for it.
    pub step: &'p Step,
    /// Whether it is run.
    pub applies: Answer<bool>,
    /// The command with its arguments.
    pub command: Answer<Vec<String>>,
}

/// How a program is looked after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervised<'p> {
    /// The rules for it.
    pub supervision: &'p Supervision,
    /// What is run before the program is told to stop.
    pub before: Option<Answer<Vec<String>>>,
    /// What is run when it has ended for good.
    pub after: Option<Answer<Vec<String>>>,
}

/// What is asked for health besides whether the program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    /// Nothing.
    Alive,
    /// The exit code of this command.
    Run(Answer<Vec<String>>),
    /// Whether somebody listens on this TCP port.
    Tcp(Answer<String>),
    /// Whether this file was changed a short time ago.
    File {
        /// The file.
        path: Answer<String>,
        /// The seconds for which it is fresh.
        fresh_for: u32,
    },
}
