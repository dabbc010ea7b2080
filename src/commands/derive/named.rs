//! What every kind of file has in common: it is printed, or put where the table says.

use std::io;
use std::path::Path;

use super::{no_deployment, project};
use crate::commands::Verdict;
use crate::commands::derived::{Derived, Kind};
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::diagnostic::Diagnostic;

/// Prints what the table gives, or writes it into the file that the table names.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(
    kind: Kind,
    table: Option<&Path>,
    write: bool,
    output: &mut Output,
) -> io::Result<Verdict> {
    let Some(project) = project(table, output) else {
        return Ok(Verdict::Failed);
    };
    if write && project.plan.deployment.is_some() {
        return Ok(put(kind, &project, output));
    }
    let Some(made) = kind.make(&project.plan) else {
        output.trouble(&no_deployment());
        return Ok(Verdict::Failed);
    };
    output.result(made.text().as_bytes())?;
    Ok(Verdict::Fine)
}

/// Writes the file that the table names.
fn put(kind: Kind, project: &Project, output: &Output) -> Verdict {
    let named = Derived::of(kind, project).unwrap_or_else(|| Err(no_name(kind)));
    let derived = match named {
        Ok(derived) => derived,
        Err(trouble) => {
            output.trouble(&trouble);
            return Verdict::Failed;
        }
    };
    let path = derived.path.display().to_string();
    let text = match &derived.whole {
        Ok(text) => text,
        Err(trouble) => {
            let now = derived.now.as_deref().unwrap_or_default();
            output.diagnostics(std::slice::from_ref(trouble), &path, now);
            return Verdict::Failed;
        }
    };
    match derived.write(text) {
        Ok(()) => {
            output.done(&format!("wrote {path}"));
            Verdict::Fine
        }
        Err(trouble) => {
            output.trouble(&trouble);
            Verdict::Failed
        }
    }
}

fn no_name(kind: Kind) -> Diagnostic {
    let name = kind.name();
    let help = format!("name one with `{name}` in `[deploy]`");
    Diagnostic::error(format!("the table names no file for `derive {name}`")).help(help)
}
