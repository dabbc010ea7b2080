//! `lychgate derive`

mod compose;
mod named;

use std::io;
use std::path::Path;

use crate::cli::{Derive, DeriveFile};
use crate::commands::Verdict;
use crate::commands::derived::Kind;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::diagnostic::Diagnostic;

/// Makes another file of the table.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Derive, output: &mut Output) -> io::Result<Verdict> {
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

/// The table that is meant; if there is none, says why.
fn project(table: Option<&Path>, output: &Output) -> Option<Project> {
    Project::find(table, "--table FILE", output)
}

/// Said of a table without `[deploy]`.
fn no_deployment() -> Diagnostic {
    let help = "add a section `[deploy]`, which may be empty";
    Diagnostic::error("the table has no `[deploy]`").help(help)
}
