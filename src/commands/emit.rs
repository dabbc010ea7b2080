//! `lychgate emit`

use std::io;

use crate::cli::Emit;
use crate::commands::output::{Output, reason};
use crate::commands::project::Project;
use crate::commands::{Verdict, file, locate};

/// Everyone may read and run the script; only its owner may change it.
const MODE: u32 = 0o755;

/// Prints the script or writes it.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Emit, output: &mut Output) -> io::Result<Verdict> {
    let table = match locate::table(arguments.table.as_deref(), "lychgate emit --table FILE") {
        Ok(table) => table,
        Err(message) => {
            output.trouble(&message);
            return Ok(Verdict::Failed);
        }
    };
    let Some(project) = Project::load(&table, output) else {
        return Ok(Verdict::Failed);
    };
    let target = match &arguments.output {
        Some(path) => path,
        None if arguments.write => &project.path,
        None => {
            output.result(&project.script())?;
            return Ok(Verdict::Fine);
        }
    };
    match file::replace(target, &project.script(), MODE) {
        Ok(()) => Ok(Verdict::Fine),
        Err(error) => {
            let why = reason(&error);
            output.trouble(&format!("cannot write {}: {why}", target.display()));
            Ok(Verdict::Failed)
        }
    }
}
