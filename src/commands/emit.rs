//! `lychgate emit`

use std::fs;
use std::path::Path;

use crate::cli::Emit;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::commands::{Verdict, file};
use crate::diagnostic::Diagnostic;

/// Everyone may read and run the script; only its owner may change it.
const MODE: u32 = 0o755;

/// Prints the script or writes it.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Emit, output: &mut Output) -> Result<Verdict, Stop> {
    let given = arguments.table.as_deref();
    let project = Project::find(given, "lychgate emit --table FILE", output)?;
    let target = match &arguments.output {
        Some(path) => path,
        None if arguments.write => &project.path,
        None => {
            output.result(&project.script())?;
            return Ok(Verdict::Fine);
        }
    };
    if is_same(target, &project.table) {
        let message = format!("cannot write {}: it is the table", target.display());
        let help = "name another file, or mend `path` in the table's `[entrypoint]`";
        return Err(Diagnostic::error(message).help(help).into());
    }
    let written = file::replace(target, &project.script(), MODE);
    written.map_err(|fault| fault.to_diagnostic(target))?;
    output.done(&format!("wrote {}", target.display()));
    Ok(Verdict::Fine)
}

/// Whether both names lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
