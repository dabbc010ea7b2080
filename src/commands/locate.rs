//! Which table is meant.

use std::env;
use std::path::{Path, PathBuf};

/// The name of a table that need not be named.
pub(super) const TABLE: &str = "lychgate.toml";
/// The variable that names a table.
const VARIABLE: &str = "LYCHGATE_TABLE";

/// The table: `given`, else the one in `LYCHGATE_TABLE`, else `lychgate.toml`
/// in the working directory or the nearest folder above. `usage` is how a user
/// gives one.
///
/// # Errors
/// A message with the way out if there is none.
pub(super) fn table(given: Option<&Path>, usage: &str) -> Result<PathBuf, String> {
    if let Some(path) = given {
        return Ok(path.to_owned());
    }
    if let Some(path) = env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    let here = env::current_dir()
        .map_err(|error| format!("cannot tell the working directory: {error}"))?;
    let above = here.ancestors().find(|folder| folder.join(TABLE).is_file());
    match above {
        Some(folder) if folder == here => Ok(TABLE.into()),
        Some(folder) => Ok(folder.join(TABLE)),
        None => Err(format!(
            "no `{TABLE}` in {} or any folder above\n\
             help: write one with `lychgate init`, or name it: `{usage}`",
            here.display()
        )),
    }
}
