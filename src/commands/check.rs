//! `lychgate check`

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::cli::Check;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::{Verdict, locate};
use crate::emit::without_version;
use crate::lint::engine::{Engine, Found};

/// Checks every table that is named, or the one that is found.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Check, output: &mut Output) -> io::Result<Verdict> {
    let Some(engines) = engines(&arguments.require, output) else {
        return Ok(Verdict::Failed);
    };
    let tables = match tables(&arguments.tables) {
        Ok(tables) => tables,
        Err(message) => {
            output.trouble(&message);
            return Ok(Verdict::Failed);
        }
    };
    let mut verdict = Verdict::Fine;
    for table in tables {
        verdict = verdict.max(check(&table, &engines, output)?);
    }
    Ok(verdict)
}

fn tables(given: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    if given.is_empty() {
        locate::table(None).map(|table| vec![table])
    } else {
        Ok(given.to_vec())
    }
}

/// An engine that is there, with what reports call it.
struct Ready {
    engine: Found,
    title: String,
}

/// The engines of this machine; nothing if one that is required is missing or
/// unknown.
fn engines(required: &[String], output: &Output) -> Option<Vec<Ready>> {
    let mut complete = true;
    for name in required {
        if !Engine::all().any(|engine| engine.name() == name) {
            let known: Vec<&str> = Engine::all().map(Engine::name).collect();
            output.trouble(&format!(
                "no engine is called `{name}`\nhelp: the engines are {}",
                known.join(", ")
            ));
            complete = false;
        }
    }
    let mut ready = Vec::new();
    for engine in Engine::all() {
        match engine.find() {
            Some(found) => ready.push(Ready {
                title: found.to_string(),
                engine: found,
            }),
            None if required.iter().any(|name| name == engine.name()) => {
                output.trouble(&format!("`{}` is required and not on PATH", engine.name()));
                complete = false;
            }
            None => output.note(&format!(
                "{} is not on PATH and was not asked",
                engine.name()
            )),
        }
    }
    complete.then_some(ready)
}

fn check(table: &Path, engines: &[Ready], output: &mut Output) -> io::Result<Verdict> {
    let Some(project) = Project::load(table, output) else {
        return Ok(Verdict::Failed);
    };
    let drift = compare(&project, output)?;
    let mut verdict = drift;
    let mut file = NamedTempFile::new()?;
    file.write_all(&project.script)?;
    file.flush()?;
    for ready in engines {
        let looked = ready.engine.look_at(file.path());
        verdict = verdict.max(report(
            &ready.title,
            looked,
            file.path(),
            &project.path,
            output,
        )?);
    }
    Ok(verdict)
}

/// Compares the file that ships with what the table gives now.
fn compare(project: &Project, output: &mut Output) -> io::Result<Verdict> {
    let name = project.path.display().to_string();
    let shipped = match fs::read(&project.path) {
        Ok(shipped) => shipped,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            output
                .result(format!("{name}: is not there; run: lychgate emit --write\n").as_bytes())?;
            return Ok(Verdict::Findings);
        }
        Err(error) => {
            output.trouble(&format!("cannot read {name}: {error}"));
            return Ok(Verdict::Failed);
        }
    };
    if shipped == project.script {
        output.result(format!("{name}: current\n").as_bytes())?;
        return Ok(Verdict::Fine);
    }
    if without_version(&shipped) == without_version(&project.script) {
        output.result(format!("{name}: current\n").as_bytes())?;
        output.note(&format!("{name} was made by another version of lychgate"));
        return Ok(Verdict::Fine);
    }
    output.result(
        format!("{name}: differs from the table; run: lychgate emit --write\n").as_bytes(),
    )?;
    let diff = TextDiff::from_lines(shipped.as_slice(), project.script.as_slice());
    let mut unified = diff.unified_diff();
    unified.header(&name, "what the table gives");
    let mut text = Vec::new();
    unified.to_writer(&mut text)?;
    output.result(&text)?;
    Ok(Verdict::Findings)
}

/// Shows what one engine found. Its own name for the file becomes the name that
/// the user knows.
fn report(
    title: &str,
    looked: io::Result<Vec<String>>,
    looked_at: &Path,
    name: &Path,
    output: &mut Output,
) -> io::Result<Verdict> {
    let found = match looked {
        Ok(found) => found,
        Err(error) => {
            output.trouble(&format!("cannot run {title}: {error}"));
            return Ok(Verdict::Failed);
        }
    };
    if found.is_empty() {
        output.result(format!("  {title}: nothing found\n").as_bytes())?;
        return Ok(Verdict::Fine);
    }
    output.result(format!("  {title}:\n").as_bytes())?;
    let looked_at = looked_at.display().to_string();
    let name = name.display().to_string();
    for line in found {
        output.result(format!("    {}\n", line.replace(&looked_at, &name)).as_bytes())?;
    }
    Ok(Verdict::Findings)
}
