//! `lychgate check`

use std::env;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::cli::Check;
use crate::commands::derived::{Derived, Kind};
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::{Stop, settle};
use crate::commands::{Verdict, engines, locate, proof, shells};
use crate::diagnostic::text::Text;
use crate::diagnostic::{Diagnostic, Reporter, reason};
use crate::emit::without_version;
use crate::lint::dialect::Dialect;
use crate::lint::engine::{Engine, Found};
use crate::lint::finding::Finding;
use crate::lint::look::{Settings, Terms, look};
use crate::lint::merge::merge;
use crate::lint::script::Script;
use crate::prove::report::Shells;

/// What is wrong with a file that is there.
const DIFFERS: &str = "differs from the table";

/// Checks every table that is named, or the one that is found.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Check, output: &mut Output) -> Result<Verdict, Stop> {
    let engines = engines::find(&arguments.require, output)?;
    let tables = tables(&arguments.tables, output)?;
    let shells = arguments
        .prove
        .then(|| shells::find(&[], &arguments.require));
    let shells = shells.transpose()?;
    let mut verdict = Verdict::Fine;
    for table in tables {
        // The others are checked too.
        let checked = check(&table, &engines, shells.as_ref(), output);
        verdict = verdict.max(settle(checked, output)?);
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

/// Checks the table at `table` with these engines, and proves its script in `shells`.
fn check(
    table: &Path,
    engines: &[Found],
    shells: Option<&Shells>,
    output: &mut Output,
) -> Result<Verdict, Stop> {
    let project = Project::load(table, output)?;
    let script = project.script();
    // What cannot be done keeps nobody from the rest.
    let compared = compare(table, &project.path, &script, output);
    let mut verdict = settle(compared, output)?;
    for kind in Kind::ALL {
        if let Some(named) = Derived::named(kind, &project, output) {
            let compared = named.and_then(|derived| compare_derived(table, &derived, output));
            verdict = verdict.max(settle(compared, output)?);
        }
    }
    let judged = judge(&project.path, &script, engines, output);
    verdict = verdict.max(settle(judged, output)?);
    if let Some(shells) = shells {
        verdict = verdict.max(proof::check(&project, shells, output)?);
    }
    Ok(verdict)
}

/// Shows what the engines say of `script`, which belongs to `path`.
fn judge(
    path: &Path,
    script: &[u8],
    engines: &[Found],
    output: &mut Output,
) -> Result<Verdict, Stop> {
    let file = temporary(script)?;
    let looked_at = Script {
        path: file.path().to_owned(),
        dialect: Dialect::Sh,
        size: script.len(),
    };
    let mut looked = look(&[looked_at], engines, Terms::new(Settings::None));
    for failure in &mut looked.failures {
        // The user knows the script by this name.
        failure.script = failure.script.take().map(|_| path.to_owned());
    }
    let verdict = engines::report(&looked.failures, output);
    let failed: Vec<Engine> = looked.failures.iter().map(|one| one.engine).collect();
    let found: Vec<Finding> = looked.findings.into_iter().flatten().collect();
    for engine in engines {
        if !failed.contains(&engine.engine()) {
            let line = format!("  {}: {}\n", engine.title(), count(engine, &found));
            if found.is_empty() {
                output.well(&line)?;
            } else {
                output.result(line.as_bytes())?;
            }
        }
    }
    if found.is_empty() {
        return Ok(verdict);
    }
    let source = String::from_utf8_lossy(script);
    let diagnostics = merge(found, &source);
    let mut text = Text::new(output.colour_of_results());
    output.result(text.file(path, &source, &diagnostics).as_bytes())?;
    Ok(verdict.max(Verdict::Findings))
}

/// How many of `all` findings are those of `engine`, in words.
fn count(engine: &Found, all: &[Finding]) -> String {
    let own = all.iter().filter(|one| one.engine == engine.engine());
    match own.count() {
        0 => "nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    }
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
fn compare(table: &Path, path: &Path, script: &[u8], output: &mut Output) -> Result<Verdict, Stop> {
    let name = path.display().to_string();
    let shipped = shipped(path).map_err(|error| {
        let message = format!("cannot read {name}: {}", reason(&error));
        let help = "`check` reads it to compare it: it must be a file that you may read";
        Diagnostic::error(message).help(help)
    })?;
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
        Some(shipped) => (DIFFERS, difference(shipped, script, &name)?),
    };
    drift(&name, what, "emit --write", table, output)?;
    output.result(&diff)?;
    Ok(Verdict::Findings)
}

/// Compares another file that the table names with what the table gives now. Line ends
/// do not count.
fn compare_derived(table: &Path, derived: &Derived, output: &mut Output) -> Result<Verdict, Stop> {
    let name = derived.path.display().to_string();
    let whole = match &derived.whole {
        Ok(whole) => without_cr(whole.text.as_bytes()),
        Err(refusal) => {
            derived.refuse(refusal, output);
            return Ok(Verdict::Findings);
        }
    };
    let command = format!("derive {} --write", derived.kind.name());
    let Some(now) = &derived.now else {
        drift(&name, "is not there", &command, table, output)?;
        return Ok(Verdict::Findings);
    };
    let now = without_cr(now.as_bytes());
    if now == whole {
        output.well(&format!("{name}: current\n"))?;
        return Ok(Verdict::Fine);
    }
    drift(&name, DIFFERS, &command, table, output)?;
    output.result(&difference(&now, &whole, &name)?)?;
    Ok(Verdict::Findings)
}

/// Says what is wrong with a file, and which command of lychgate mends it.
fn drift(
    name: &str,
    what: &str,
    command: &str,
    table: &Path,
    output: &mut Output,
) -> io::Result<()> {
    let table = table.display();
    let line = format!("{name}: {what}; run: lychgate {command} --table {table}\n");
    output.result(line.as_bytes())
}

/// What ships at `path`; nothing if nothing is there.
fn shipped(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        // Opening a pipe waits, and a device may have no end.
        Ok(file) if !file.is_file() && !file.is_dir() => {
            Err(io::Error::other("it is no regular file"))
        }
        Ok(_) => fs::read(path).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
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
