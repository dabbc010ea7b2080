//! `lychgate emit`

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::cli::Emit;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::{Verdict, locate};

/// Everyone may read and run the script; only its owner may change it.
const MODE: u32 = 0o755;

/// Prints the script or writes it.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Emit, output: &mut Output) -> io::Result<Verdict> {
    let table = match locate::table(arguments.table.as_deref()) {
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
            output.result(&project.script)?;
            return Ok(Verdict::Fine);
        }
    };
    match write(target, &project.script) {
        Ok(()) => Ok(Verdict::Fine),
        Err(error) => {
            output.trouble(&format!("cannot write {}: {error}", target.display()));
            Ok(Verdict::Failed)
        }
    }
}

/// Puts `script` at `path`, whole or not at all. A link is followed.
fn write(path: &Path, script: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(script)?;
    file.as_file()
        .set_permissions(Permissions::from_mode(MODE))?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}
