//! `lychgate derive`

use std::path::Path;

use crate::cli::{Derive, DeriveCompose, DeriveFile};
use crate::commands::Verdict;
use crate::commands::derived::{Derived, Kind};
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::diagnostic::Diagnostic;

/// Makes another file of the table: prints it, or puts it where it belongs.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Derive, output: &mut Output) -> Result<Verdict, Stop> {
    let (kind, table, write) = match arguments {
        Derive::Compose(DeriveCompose { table, write, .. }) => (Kind::Compose, table, write),
        Derive::Dockerfile(DeriveFile { table, write }) => (Kind::Dockerfile, table, write),
        Derive::Docs(DeriveFile { table, write }) => (Kind::Docs, table, write),
    };
    let project = Project::find(table.as_deref(), "--table FILE", output)?;
    let made = kind.make(&project.plan).ok_or_else(no_deployment)?;
    if let Some(path) = into(arguments) {
        let now = kind.read(path, output)?;
        return put(&Derived::new(kind, path, &made, Some(now)), output);
    }
    if *write {
        let named = Derived::named(kind, &project, output);
        return put(&named.unwrap_or_else(|| Err(no_name(kind).into()))?, output);
    }
    output.result(made.text().as_bytes())?;
    Ok(Verdict::Fine)
}

/// The file that is named on the command line.
fn into(arguments: &Derive) -> Option<&Path> {
    match arguments {
        Derive::Compose(arguments) => arguments.into.as_deref(),
        Derive::Dockerfile(_) | Derive::Docs(_) => None,
    }
}

/// Writes the file; if that cannot be done, prints what a person can put there.
fn put(derived: &Derived, output: &mut Output) -> Result<Verdict, Stop> {
    let name = derived.path.display().to_string();
    let whole = match &derived.whole {
        Ok(whole) => whole,
        Err(refusal) => {
            derived.refuse(refusal, output);
            let by_hand = refusal.by_hand.as_deref().unwrap_or_default();
            output.result(by_hand.as_bytes())?;
            return Err(Stop::Told);
        }
    };
    for missing in &whole.missing {
        output.note(&format!(
            "{name} has no {missing}; add it, or have it in another file"
        ));
    }
    if derived.now.as_ref() == Some(&whole.text) {
        output.done(&format!("{name} is current"));
        return Ok(Verdict::Fine);
    }
    derived.write(&whole.text)?;
    output.done(&format!("wrote {name}"));
    Ok(Verdict::Fine)
}

/// Said of a table without `[deploy]`.
fn no_deployment() -> Diagnostic {
    let help = "add a section `[deploy]`, which may be empty";
    Diagnostic::error("the table has no `[deploy]`").help(help)
}

fn no_name(kind: Kind) -> Diagnostic {
    let name = kind.name();
    let help = format!("name one with `{name}` in `[deploy]`");
    Diagnostic::error(format!("the table names no file for `derive {name}`")).help(help)
}
