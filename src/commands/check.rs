//! `lychgate check`

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::cli::Check;
use crate::commands::output::{Output, reason};
use crate::commands::project::Project;
use crate::commands::{Verdict, engines, locate};
use crate::diagnostic::Reporter;
use crate::diagnostic::text::Text;
use crate::emit::without_version;
use crate::lint::dialect::Dialect;
use crate::lint::engine::Found;
use crate::lint::look::{Settings, Terms, look};
use crate::lint::merge::merge;
use crate::lint::script::Script;

/// Checks every table that is named, or the one that is found.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Check, output: &mut Output) -> io::Result<Verdict> {
    let Some(engines) = engines::find(&arguments.require, output) else {
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
        locate::table(None, "lychgate check FILE").map(|table| vec![table])
    } else {
        Ok(given.to_vec())
    }
}

fn check(table: &Path, engines: &[Found], output: &mut Output) -> io::Result<Verdict> {
    let Some(project) = Project::load(table, output) else {
        return Ok(Verdict::Failed);
    };
    let compared = compare(table, &project, output)?;
    Ok(compared.max(judge(&project, engines, output)?))
}

/// Shows what the engines say of the script as the table has it now.
fn judge(project: &Project, engines: &[Found], output: &mut Output) -> io::Result<Verdict> {
    let mut file = NamedTempFile::new()?;
    file.write_all(&project.script)?;
    file.flush()?;
    let script = Script {
        path: file.path().to_owned(),
        dialect: Dialect::Sh,
        size: project.script.len(),
    };
    let mut looked = look(&[script], engines, Terms::new(Settings::None));
    for failure in &mut looked.failures {
        // The user knows the script by this name.
        failure.script = failure.script.take().map(|_| project.path.clone());
    }
    let mut verdict = engines::report(&looked.failures, output);
    let found = looked.findings.into_iter().flatten().collect::<Vec<_>>();
    for engine in engines {
        let mut failed = looked.failures.iter();
        if failed.any(|failure| failure.engine == engine.engine()) {
            continue;
        }
        let own = found.iter().filter(|one| one.engine == engine.engine());
        let count = match own.count() {
            0 => "nothing found".to_owned(),
            1 => "1 finding".to_owned(),
            count => format!("{count} findings"),
        };
        output.result(format!("  {}: {count}\n", engine.title()).as_bytes())?;
    }
    if found.is_empty() {
        return Ok(verdict);
    }
    verdict = verdict.max(Verdict::Findings);
    let source = String::from_utf8_lossy(&project.script);
    let diagnostics = merge(found, &source);
    let mut text = Text::new(output.colour_of_results());
    output.result(text.file(&project.path, &source, &diagnostics).as_bytes())?;
    Ok(verdict)
}

/// Compares the file that ships with what the table gives now.
fn compare(table: &Path, project: &Project, output: &mut Output) -> io::Result<Verdict> {
    let name = project.path.display().to_string();
    let shipped = match fs::read(&project.path) {
        Ok(shipped) => Some(shipped),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            output.trouble(&format!("cannot read {name}: {}", reason(&error)));
            return Ok(Verdict::Failed);
        }
    };
    if let Some(shipped) = &shipped
        && without_version(shipped) == without_version(&project.script)
    {
        output.result(format!("{name}: current\n").as_bytes())?;
        if *shipped != project.script {
            output.note(&format!("{name} was made by another version of lychgate"));
        }
        if !can_be_run(&project.path) {
            output.note(&format!(
                "{name} has no run bit, so it cannot be an ENTRYPOINT"
            ));
        }
        return Ok(Verdict::Fine);
    }
    let (what, diff) = match &shipped {
        None => ("is not there", Vec::new()),
        Some(shipped) if without_cr(shipped) == project.script => (
            "has CR LF line ends, with which no shell can run it",
            Vec::new(),
        ),
        Some(shipped) => (
            "differs from the table",
            difference(shipped, &project.script, &name)?,
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
