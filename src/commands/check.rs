//! `lychgate check`

use std::env;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::cli::Check;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::{Verdict, locate};
use crate::diagnostic::{Diagnostic, reason};
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
    let tables = match tables(&arguments.tables, output) {
        Ok(tables) => tables,
        Err(trouble) => {
            output.trouble(&trouble);
            return Ok(Verdict::Failed);
        }
    };
    let mut verdict = Verdict::Fine;
    for table in tables {
        verdict = verdict.max(check(&table, &engines, output)?);
    }
    Ok(verdict)
}

fn tables(given: &[PathBuf], output: &Output) -> Result<Vec<PathBuf>, Diagnostic> {
    if given.is_empty() {
        locate::table(None, "lychgate check TABLE", output).map(|table| vec![table])
    } else {
        Ok(given.to_vec())
    }
}

/// An engine that is there, with what reports call it.
struct Ready {
    engine: Found,
    title: String,
}

/// The engines of this machine; nothing if one that is required is missing.
fn engines(required: &[String], output: &Output) -> Option<Vec<Ready>> {
    let mut ready = Vec::new();
    let mut missing = Vec::new();
    let mut complete = true;
    for engine in Engine::all() {
        let name = engine.name();
        if let Some(engine) = engine.find() {
            let title = engine.to_string();
            output.done(&format!("found {title} at {}", engine.path().display()));
            ready.push(Ready { engine, title });
        } else if required.iter().any(|required| required == name) {
            let message = format!("{name} is required and not on PATH");
            let help = "install it, or leave it out of `--require`";
            output.trouble(&Diagnostic::error(message).help(help));
            complete = false;
        } else {
            missing.push(name);
        }
    }
    if complete && !missing.is_empty() {
        output.note(&format!(
            "not on PATH and not asked: {}",
            missing.join(", ")
        ));
    }
    complete.then_some(ready)
}

fn check(table: &Path, engines: &[Ready], output: &mut Output) -> io::Result<Verdict> {
    let Some(project) = Project::load(table, output) else {
        return Ok(Verdict::Failed);
    };
    let script = project.script();
    let mut verdict = compare(table, &project.path, &script, output)?;
    let file = match temporary(&script) {
        Ok(file) => file,
        Err(trouble) => {
            output.trouble(&trouble);
            return Ok(Verdict::Failed);
        }
    };
    for ready in engines {
        let looked = ready.engine.look_at(file.path());
        verdict = verdict.max(report(ready, looked, file.path(), &project.path, output)?);
    }
    Ok(verdict)
}

/// A file for the engines to read, gone when they have.
fn temporary(script: &[u8]) -> Result<NamedTempFile, Diagnostic> {
    let made = NamedTempFile::new().and_then(|mut file| {
        file.write_all(script)?;
        Ok(file)
    });
    made.map_err(|error| {
        let folder = env::temp_dir().display().to_string();
        let why = reason(&error);
        Diagnostic::error(format!("cannot write a temporary file in {folder}: {why}"))
            .help("name a folder where you may write with the variable `TMPDIR`")
    })
}

/// Compares the file that ships at `path` with `script`, which the table gives now.
fn compare(table: &Path, path: &Path, script: &[u8], output: &mut Output) -> io::Result<Verdict> {
    let name = path.display().to_string();
    let shipped = match fs::read(path) {
        Ok(shipped) => Some(shipped),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            let message = format!("cannot read {name}: {}", reason(&error));
            let help = "`check` reads it to compare it: it must be a file that you may read";
            output.trouble(&Diagnostic::error(message).help(help));
            return Ok(Verdict::Failed);
        }
    };
    if let Some(shipped) = &shipped
        && without_version(shipped) == without_version(script)
    {
        output.well(&format!("{name}: current\n"))?;
        if *shipped != script {
            output.note(&format!("{name} was made by another version of lychgate"));
        }
        if !can_be_run(path) {
            output.note(&format!(
                "{name} has no run bit, which an ENTRYPOINT needs: `chmod +x {name}`"
            ));
        }
        return Ok(Verdict::Fine);
    }
    let (what, diff) = match &shipped {
        None => ("is not there", Vec::new()),
        Some(shipped) if without_cr(shipped) == script => (
            "has CR LF line ends, with which no shell can run it",
            Vec::new(),
        ),
        Some(shipped) => (
            "differs from the table",
            difference(shipped, script, &name)?,
        ),
    };
    let remedy = format!("lychgate emit --write --table {}", table.display());
    output.result(format!("{name}: {what}; run: {remedy}\n").as_bytes())?;
    output.result(&diff)?;
    Ok(Verdict::Findings)
}

/// A unified diff from what ships to what the table gives.
fn difference(shipped: &[u8], script: &[u8], name: &str) -> io::Result<Vec<u8>> {
    let diff = TextDiff::from_lines(shipped, script);
    let mut unified = diff.unified_diff();
    unified.header(name, "what the table gives");
    let mut text = Vec::new();
    unified.to_writer(&mut text)?;
    Ok(text)
}

fn without_cr(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|&byte| byte != b'\r').collect()
}

fn can_be_run(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o111 != 0)
}

/// Shows what one engine found. Its own name for the file becomes the name that
/// the user knows.
fn report(
    Ready { engine, title }: &Ready,
    looked: io::Result<Vec<String>>,
    looked_at: &Path,
    name: &Path,
    output: &mut Output,
) -> io::Result<Verdict> {
    let found = match looked {
        Ok(found) => found,
        Err(error) => {
            let engine = engine.path().display();
            let message = format!("cannot run {engine}: {}", reason(&error));
            let help = "install it anew, or take it from PATH";
            output.trouble(&Diagnostic::error(message).help(help));
            return Ok(Verdict::Failed);
        }
    };
    if found.is_empty() {
        output.well(&format!("  {title}: nothing found\n"))?;
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
