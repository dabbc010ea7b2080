//! `lychgate derive`

mod compose;

use std::io;
use std::path::Path;

use crate::cli::Derive;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::{Verdict, locate};
use crate::plan::Plan;

/// Makes another file of the table.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Derive, output: &mut Output) -> io::Result<Verdict> {
    match arguments {
        Derive::Compose(arguments) => compose::run(arguments, output),
    }
}

/// The plan of the table that is meant; if there is none, says why.
fn plan(table: Option<&Path>, output: &Output) -> Option<Plan> {
    match locate::table(table, "--table FILE", output) {
        Ok(table) => Project::load(&table, output).map(|project| project.plan),
        Err(trouble) => {
            output.trouble(&trouble);
            None
        }
    }
}
