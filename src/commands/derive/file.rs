//! `lychgate derive dockerfile` and `lychgate derive docs`

use std::io;

use super::{no_deployment, project};
use crate::cli::DeriveFile;
use crate::commands::Verdict;
use crate::commands::derived::{Derived, Kind};
use crate::commands::output::Output;
use crate::diagnostic::Diagnostic;

/// Prints what the table gives, or writes it into the file that the table names.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(kind: Kind, arguments: &DeriveFile, output: &mut Output) -> io::Result<Verdict> {
    let name = kind.name();
    let usage = format!("lychgate derive {name} --table FILE");
    let Some(project) = project(arguments.table.as_deref(), &usage, output) else {
        return Ok(Verdict::Failed);
    };
    let Some(text) = kind.text(&project.plan) else {
        output.trouble(&no_deployment());
        return Ok(Verdict::Failed);
    };
    if !arguments.write {
        output.result(text.as_bytes())?;
        return Ok(Verdict::Fine);
    }
    let Some(derived) = Derived::of(kind, &project) else {
        let message = format!("the table names no file for `derive {name}`");
        let help = format!("name one with `{name}` in `[deploy]`");
        output.trouble(&Diagnostic::error(message).help(help));
        return Ok(Verdict::Failed);
    };
    match derived.write() {
        Ok(()) => {
            output.done(&format!("wrote {}", derived.path.display()));
            Ok(Verdict::Fine)
        }
        Err(trouble) => {
            output.trouble(&trouble);
            Ok(Verdict::Failed)
        }
    }
}
