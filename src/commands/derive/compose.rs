//! `lychgate derive compose`

use std::io;
use std::path::Path;

use super::{named, no_deployment, project};
use crate::cli::DeriveCompose;
use crate::commands::derived::Kind;
use crate::commands::output::Output;
use crate::commands::{Verdict, file};
use crate::derive::{Compose, compose};
use crate::source;

/// Prints the services of the table, or puts them into a file.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &DeriveCompose, output: &mut Output) -> io::Result<Verdict> {
    let table = arguments.table.as_deref();
    let Some(path) = &arguments.into else {
        return named::run(Kind::Compose, table, arguments.write, output);
    };
    let Some(project) = project(table, output) else {
        return Ok(Verdict::Failed);
    };
    let Some(compose) = compose(&project.plan) else {
        output.trouble(&no_deployment());
        return Ok(Verdict::Failed);
    };
    put_into(path, &compose, output)
}

/// Puts the services into the file at `path`; if that cannot be done, prints them where
/// a person can do it.
fn put_into(path: &Path, compose: &Compose, output: &mut Output) -> io::Result<Verdict> {
    let name = path.display().to_string();
    let text = match source::read(path, Kind::Compose.source()) {
        Ok(text) => text,
        Err(trouble) => {
            output.diagnostics(&[trouble], &name, "");
            return Ok(Verdict::Failed);
        }
    };
    let edited = match compose.put_into(&text) {
        Ok(edited) => edited,
        Err(fault) => {
            output.diagnostics(&[fault.to_diagnostic()], &name, &text);
            if fault.is_for_hands() {
                output.result(compose.text().as_bytes())?;
            }
            return Ok(Verdict::Failed);
        }
    };
    for missing in &edited.missing {
        output.note(&format!(
            "{name} has no {missing}; add it, or have it in another file"
        ));
    }
    if edited.text == text {
        output.done(&format!("{name} is current"));
        return Ok(Verdict::Fine);
    }
    Ok(match file::change(path, edited.text.as_bytes()) {
        Ok(()) => {
            output.done(&format!("wrote {name}"));
            Verdict::Fine
        }
        Err(fault) => {
            output.trouble(&fault.to_diagnostic(path));
            Verdict::Failed
        }
    })
}
