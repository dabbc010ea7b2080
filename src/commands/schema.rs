//! `lychgate schema`

use std::io;

use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::table::json_schema;

/// Prints the JSON schema of the table.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(output: &mut Output) -> io::Result<Verdict> {
    output.result(json_schema().as_bytes())?;
    Ok(Verdict::Fine)
}
