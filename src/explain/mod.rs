//! What a container does that is started in one way.
//!
//! [`explain()`] plays the plan as the script would, without a container: with the
//! variables and words of a [`Start`]. What only the container can tell, such as
//! whether a file is there, is left open: an [`Answer`] then has one branch for each
//! case. [`text`] prints the [`Story`] for people, [`json()`] for programs.

mod additions;
mod answer;
mod check;
mod choice;
mod condition;
mod evaluate;
mod json;
mod life;
mod phrase;
mod story;
mod text;
mod value;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;

pub use answer::{Answer, Branch, Fact, Finding};
pub use evaluate::explain;
pub use json::json;
pub use story::{
    By, Chosen, Entry, Origin, Probe, Refusal, Remark, Resolved, Run, StepStory, Story, Supervised,
};
pub use text::text;

/// How a container is started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// Its environment.
    pub variables: BTreeMap<String, String>,
    /// The words of its command line.
    pub words: Vec<String>,
}

impl Start {
    /// The first word, empty where there is none.
    fn first_word(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The value of `name`, empty where it is unset.
    fn value(&self, name: &str) -> &str {
        self.variables.get(name).map_or("", String::as_str)
    }
}

/// Why a start is not explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unexplained {
    /// The first word asks the script something, and starts nothing.
    Question(String),
    /// One answer has more branches than anybody would read.
    TooManyBranches,
}

impl Unexplained {
    /// The message with its way out.
    #[must_use]
    pub fn to_diagnostic(&self) -> Diagnostic {
        match self {
            Self::Question(word) => Diagnostic::error(format!(
                "`{word}` asks the script something, and starts nothing"
            ))
            .help("leave it out to see what the container does"),
            Self::TooManyBranches => {
                Diagnostic::error("this depends on too many things in the container")
                    .help("give with `--env` the variables whose defaults look at files")
            }
        }
    }
}
