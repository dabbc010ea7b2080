//! `lychgate derive compose`

use std::path::Path;

use super::{named, no_deployment, project};
use crate::cli::DeriveCompose;
use crate::commands::derived::Kind;
use crate::commands::output::Output;
use crate::commands::stop::Stop;
use crate::commands::{Verdict, file};
use crate::derive::{Compose, compose};
use crate::source;

/// Prints the services of the table, or puts them into a file.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &DeriveCompose, output: &mut Output) -> Result<Verdict, Stop> {
    let table = arguments.table.as_deref();
    let Some(path) = &arguments.into else {
        return named::run(Kind::Compose, table, arguments.write, output);
    };
    let project = project(table, output)?;
    let compose = compose(&project.plan).ok_or_else(no_deployment)?;
    put_into(path, &compose, output)
}

/// Puts the services into the file at `path`; if that cannot be done, prints them where
/// a person can do it.
fn put_into(path: &Path, compose: &Compose, output: &mut Output) -> Result<Verdict, Stop> {
    let name = path.display().to_string();
    let text = source::read(path, Kind::Compose.source()).map_err(|trouble| {
        output.diagnostics(&[trouble], &name, "");
        Stop::Told
    })?;
    let edited = match compose.put_into(&text) {
        Ok(edited) => edited,
        Err(fault) => {
            output.diagnostics(&[fault.to_diagnostic()], &name, &text);
            if fault.is_for_hands() {
                output.result(compose.text().as_bytes())?;
            }
            return Err(Stop::Told);
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
    let written = file::change(path, edited.text.as_bytes());
    written.map_err(|fault| fault.to_diagnostic(path))?;
    output.done(&format!("wrote {name}"));
    Ok(Verdict::Fine)
}
