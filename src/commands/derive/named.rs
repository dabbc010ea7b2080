//! What every kind of file has in common: it is printed, or put where the table says.

use std::path::Path;
use std::slice;

use super::{no_deployment, project};
use crate::commands::Verdict;
use crate::commands::derived::{Derived, Kind};
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::diagnostic::Diagnostic;

/// Prints what the table gives, or writes it into the file that the table names.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(
    kind: Kind,
    table: Option<&Path>,
    write: bool,
    output: &mut Output,
) -> Result<Verdict, Stop> {
    let project = project(table, output)?;
    if write && project.plan.deployment.is_some() {
        return put(kind, &project, output);
    }
    let made = kind.make(&project.plan).ok_or_else(no_deployment)?;
    output.result(made.text().as_bytes())?;
    Ok(Verdict::Fine)
}

/// Writes the file that the table names.
fn put(kind: Kind, project: &Project, output: &Output) -> Result<Verdict, Stop> {
    let named = Derived::of(kind, project);
    let derived = named.unwrap_or_else(|| Err(no_name(kind)))?;
    let path = derived.path.display().to_string();
    let text = derived.whole.as_ref().map_err(|trouble| {
        let now = derived.now.as_deref().unwrap_or_default();
        output.diagnostics(slice::from_ref(trouble), &path, now);
        Stop::Told
    })?;
    derived.write(text)?;
    output.done(&format!("wrote {path}"));
    Ok(Verdict::Fine)
}

fn no_name(kind: Kind) -> Diagnostic {
    let name = kind.name();
    let help = format!("name one with `{name}` in `[deploy]`");
    Diagnostic::error(format!("the table names no file for `derive {name}`")).help(help)
}
