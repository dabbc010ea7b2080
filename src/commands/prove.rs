//! `lychgate prove`

use std::path::Path;

use crate::cli::{Format, Prove};
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::selection::select;
use crate::commands::stop::Stop;
use crate::commands::{Verdict, proof, shells, unreadable};
use crate::diagnostic::Diagnostic;
use crate::lint::script::{Script, bytes};
use crate::prove::report::{About, Counts, Report, json, list::List};
use crate::prove::subject::Subject;

/// Proves the script of a table, or another one.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Prove, output: &mut Output) -> Result<Verdict, Stop> {
    let usage = "lychgate prove --table FILE";
    let project = Project::find(arguments.table.as_deref(), usage, output)?;
    let (subject, about) = subject(arguments, &project)?;
    let shells = shells::find(&arguments.shell, &arguments.require_shell)?;
    if arguments.list {
        let list = List::new(&subject, &shells);
        let listed = match arguments.format {
            Format::Text => list.text(output.style_of_results()),
            Format::Json => list.json(&about.table),
        };
        output.result(listed.as_bytes())?;
        return Ok(Verdict::Fine);
    }
    let matrix = proof::play(&subject, &shells, arguments.jobs, output)?;
    let report = Report {
        matrix: &matrix,
        about: &about,
        shells: &shells,
    };
    let verdict = proof::verdict(&Counts::of(&report), arguments.allow_no_pid1);
    match arguments.format {
        Format::Text => proof::show(&report, verdict == Verdict::Fine, output)?,
        Format::Json => output.result(json(&report).as_bytes())?,
    }
    Ok(verdict)
}

/// What is to be proven.
///
/// # Errors
/// The script that is named cannot be read, or there is no such scenario.
fn subject(arguments: &Prove, project: &Project) -> Result<(Subject, About), Diagnostic> {
    let by_hand = arguments.script.as_deref().map(read).transpose()?;
    let mut subject = proof::subject(project, by_hand)?;
    subject.is_foreign &= !arguments.allow_no_pid1;
    subject.scenarios = select(&arguments.scenario, subject.scenarios)?;
    let script = arguments.script.as_deref().unwrap_or(&project.path);
    let mut about = proof::about(&subject, &project.table, script);
    if let Some(path) = &arguments.script {
        about.command.push("--script".to_owned());
        about.command.push(path.display().to_string());
    }
    Ok((subject, about))
}

/// The script at `path`, which lychgate has not made.
fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    Script::at(path).and_then(|_| bytes(path)).map_err(|why| {
        let message = unreadable::message(path, &why);
        Diagnostic::error(message).help("name a file with a script of a shell")
    })
}
