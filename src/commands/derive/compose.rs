//! `lychgate derive compose`

use std::io;

use super::plan;
use crate::cli::DeriveCompose;
use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::derive::compose;
use crate::diagnostic::Diagnostic;

/// Prints the services of the table.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &DeriveCompose, output: &mut Output) -> io::Result<Verdict> {
    let usage = "lychgate derive compose --table FILE";
    let Some(plan) = plan(arguments.table.as_deref(), usage, output) else {
        return Ok(Verdict::Failed);
    };
    let Some(compose) = compose(&plan) else {
        let help = "add `[deploy]`; nothing has to stand in it";
        output.trouble(&Diagnostic::error("the table has no `[deploy]`").help(help));
        return Ok(Verdict::Failed);
    };
    output.result(compose.text().as_bytes())?;
    Ok(Verdict::Fine)
}
