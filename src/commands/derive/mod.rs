//! `lychgate derive`

mod compose;
mod named;

use std::path::Path;

use crate::cli::{Derive, DeriveFile};
use crate::commands::Verdict;
use crate::commands::derived::Kind;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::diagnostic::Diagnostic;

/// Makes another file of the table.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Derive, output: &mut Output) -> Result<Verdict, Stop> {
    match arguments {
        Derive::Compose(arguments) => compose::run(arguments, output),
        Derive::Dockerfile(DeriveFile { table, write }) => {
            named::run(Kind::Dockerfile, table.as_deref(), *write, output)
        }
        Derive::Docs(DeriveFile { table, write }) => {
            named::run(Kind::Docs, table.as_deref(), *write, output)
        }
    }
}

/// The table that is meant.
///
/// # Errors
/// As of [`Project::find`].
fn project(table: Option<&Path>, output: &Output) -> Result<Project, Stop> {
    Project::find(table, "--table FILE", output)
}

/// Said of a table without `[deploy]`.
fn no_deployment() -> Diagnostic {
    let help = "add a section `[deploy]`, which may be empty";
    Diagnostic::error("the table has no `[deploy]`").help(help)
}
