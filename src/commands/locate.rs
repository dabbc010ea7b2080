//! Which table is meant.

use std::env;
use std::path::{Path, PathBuf};

use crate::commands::output::Output;
use crate::diagnostic::{Diagnostic, reason};

/// The name of a table that need not be named.
pub(super) const TABLE: &str = "lychgate.toml";
/// The variable that names a table.
const VARIABLE: &str = "LYCHGATE_TABLE";

/// The table: `given`, else the one in `LYCHGATE_TABLE`, else `lychgate.toml`
/// in the working directory or the nearest folder above. `usage` is how a user
/// gives one.
///
/// # Errors
/// There is none, or the variable names one that is not there.
pub(super) fn table(
    given: Option<&Path>,
    usage: &str,
    output: &Output,
) -> Result<PathBuf, Diagnostic> {
    if let Some(path) = given {
        return Ok(path.to_owned());
    }
    if let Some(path) = env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
        return named(path.into(), output);
    }
    let path = nearest(usage)?;
    output.done(&format!("found the table {}", path.display()));
    Ok(path)
}

/// The table that the variable names; its user may not know that it is set.
fn named(path: PathBuf, output: &Output) -> Result<PathBuf, Diagnostic> {
    let name = path.display();
    if !path.exists() {
        let message = format!("`{VARIABLE}` names {name}, which is not there");
        let help = "unset the variable, or let it name a table";
        return Err(Diagnostic::error(message).help(help));
    }
    output.done(&format!("`{VARIABLE}` names the table {name}"));
    Ok(path)
}

/// `lychgate.toml` in the working directory or the nearest folder above.
fn nearest(usage: &str) -> Result<PathBuf, Diagnostic> {
    let here = env::current_dir().map_err(|error| {
        let why = reason(&error);
        Diagnostic::error(format!("cannot tell the working directory: {why}")).help(format!(
            "go to another folder, or name the table: `{usage}`"
        ))
    })?;
    let above = here.ancestors().find(|folder| folder.join(TABLE).is_file());
    match above {
        Some(folder) if folder == here => Ok(TABLE.into()),
        Some(folder) => Ok(folder.join(TABLE)),
        None => {
            let message = format!("no `{TABLE}` in {} or any folder above", here.display());
            let help = format!("write one with `lychgate init`, or name it: `{usage}`");
            Err(Diagnostic::error(message).help(help))
        }
    }
}
