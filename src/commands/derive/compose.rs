//! `lychgate derive compose`

use std::io;

use super::{no_deployment, project};
use crate::cli::DeriveCompose;
use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::derive::compose;

/// Prints the services of the table.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &DeriveCompose, output: &mut Output) -> io::Result<Verdict> {
    let usage = "lychgate derive compose --table FILE";
    let Some(project) = project(arguments.table.as_deref(), usage, output) else {
        return Ok(Verdict::Failed);
    };
    let Some(compose) = compose(&project.plan) else {
        output.trouble(&no_deployment());
        return Ok(Verdict::Failed);
    };
    output.result(compose.text().as_bytes())?;
    Ok(Verdict::Fine)
}
