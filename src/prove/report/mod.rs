//! What came of a proof, for people and for programs.
//!
//! * [`text`]: the parts of the result for people.
//! * [`json()`]: all of it as one document, as `docs/reference/prove.md` describes it.
//! * [`list`]: what would be played, and why.
//! * [`Counts`]: how much was proven.

mod counts;
mod failure;
mod gaps;
mod json;
pub mod list;
mod paint;
mod remarks;
pub mod text;

use crate::prove::matrix::Matrix;
use crate::prove::verdict::Played;
use crate::shell::{Installed, Shell};

pub use counts::Counts;
pub use json::json;
pub use paint::Style;

/// A proof and all that a reader has to know of it.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// What came of it.
    pub matrix: &'r Matrix,
    /// What was proven.
    pub about: &'r About,
    /// In which shells, in the order of the columns.
    pub shells: &'r Shells,
}

/// What was proven, and how that is done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The table, as the user names it.
    pub table: String,
    /// The script, as the user knows it.
    pub script: String,
    /// Its text; what is not UTF-8 in it is replaced.
    pub source: String,
    /// The words that prove the same again, in all shells and scenarios.
    pub command: Vec<String>,
}

/// The shells that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shells {
    /// Those on this machine.
    pub found: Vec<Known>,
    /// Those that are not.
    pub missing: Vec<Shell>,
    /// Those in which something must be played.
    pub required: Vec<Shell>,
}

/// A shell, and what names it in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The shell.
    pub installed: Installed,
    /// Its version, where it can be told.
    pub version: Option<String>,
}

impl Report<'_> {
    /// The names of the shells in which something must be played, and nothing was.
    fn idle(&self) -> Vec<&'static str> {
        let shells = self.shells.found.iter().enumerate();
        let idle = shells.filter(|(column, known)| {
            let mut cells = self.matrix.rows.iter().map(|row| &row.cells[*column]);
            self.shells.required.contains(&known.installed.shell()) && !cells.any(Played::is_run)
        });
        idle.map(|(_, known)| known.name()).collect()
    }
}

impl Known {
    /// Its name, as in `dash`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.installed.shell().name()
    }

    /// Its name with its version, as in `dash 0.5.12`.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.name()),
            None => self.name().to_owned(),
        }
    }
}

impl Shells {
    /// The names of those that are missing, in words; nothing if none is.
    #[must_use]
    pub fn gap(&self) -> Option<String> {
        let names: Vec<&str> = self.missing.iter().map(|shell| shell.name()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// `count` of these things, as in `1 shell`, `8 shells`.
fn counted(count: usize, thing: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{end}")
}
