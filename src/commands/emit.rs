//! `lychgate emit`

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::cli::Emit;
use crate::commands::output::{Output, reason};
use crate::commands::project::Project;
use crate::commands::{Verdict, locate};

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
    match write(target, &project.script()) {
        Ok(()) => Ok(Verdict::Fine),
        Err(error) => {
            let why = reason(&error);
            output.trouble(&format!("cannot write {}: {why}", target.display()));
            Ok(Verdict::Failed)
        }
    }
}

/// Puts `script` at `path`, whole or not at all. A link is followed.
fn write(path: &Path, script: &[u8]) -> io::Result<()> {
    let path = target(path)?;
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let message = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(script)?;
    file.as_file()
        .set_permissions(Permissions::from_mode(MODE))?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// The file to replace: `path`, or what it links to. Only a regular file is
/// replaced: `/dev/null` must not become a script.
fn target(path: &Path) -> io::Result<PathBuf> {
    let refuse = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    match fs::canonicalize(path) {
        Ok(path) if path.is_file() => Ok(path),
        Ok(path) if path.is_dir() => refuse("it is a directory"),
        Ok(_) => refuse("it is no regular file"),
        Err(_) if path.is_symlink() => refuse("it is a link to a file that is not there"),
        Err(_) => Ok(path.to_owned()),
    }
}
