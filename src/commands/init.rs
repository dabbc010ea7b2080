//! `lychgate init`

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use crate::cli::Init;
use crate::commands::file::WriteFault;
use crate::commands::locate::TABLE;
use crate::commands::output::Output;
use crate::commands::stop::Stop;
use crate::commands::{Verdict, file, questions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::dockerfile::{self, Image};
use crate::draft::{self, Answers, Draft, ModeAnswer, SCHEMA, draft};
use crate::table::{self, SCRIPT};

/// The Dockerfiles that need not be named.
const DOCKERFILES: [&str; 2] = ["Dockerfile", "Containerfile"];

/// Everyone may read the table; its owner may change it.
const MODE: u32 = 0o644;

/// Writes a table to start from.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Init, output: &Output) -> Result<Verdict, Stop> {
    let target = arguments.output.as_deref().unwrap_or(Path::new(TABLE));
    if target.symlink_metadata().is_ok() {
        return Err(taken(target).into());
    }
    let (name, image) = image(arguments.dockerfile.as_deref(), output)?;
    let mut answers = said(arguments, &image);
    questions::refused(&answers, &image)?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        questions::ask(&mut answers, arguments, &image, output)?;
    }
    let draft = draft(&answers, &image);
    let with_schema = write(target, &draft.table)?;
    let source = name.map_or_else(String::new, |path| format!(", from {}", path.display()));
    let table = target.display();
    let schema = if with_schema {
        format!(", and {SCHEMA} for editors beside it")
    } else {
        format!("; {SCHEMA} beside it stays as it is")
    };
    output.note(&format!("wrote {table}{source}{schema}"));
    output.advice(&next(target, &draft));
    let script = target.with_file_name(SCRIPT);
    if script.exists() {
        output.note(&format!(
            "{} is there already, and `lychgate emit --write` replaces it",
            script.display()
        ));
    }
    Ok(Verdict::Fine)
}

/// What the flags say, and for the rest what is usual.
fn said(arguments: &Init, image: &Image) -> Answers {
    let modes = arguments.mode.iter().map(|mode| {
        let (name, command) = match mode.split_once('=') {
            Some((name, command)) => (name, Some(command.to_owned())),
            None => (mode.as_str(), None),
        };
        ModeAnswer {
            name: name.to_owned(),
            command,
        }
    });
    let mut modes: Vec<ModeAnswer> = modes.collect();
    if modes.is_empty() {
        modes.push(ModeAnswer {
            name: draft::MODE.to_owned(),
            command: None,
        });
    }
    Answers {
        app: arguments.app.clone().or_else(|| app(image)),
        modes,
        select: arguments.select.clone(),
        default: arguments.default.clone(),
    }
}

/// The name of the image, else of the folder, if it can stand in messages.
fn app(image: &Image) -> Option<String> {
    let folder = || Some(env::current_dir().ok()?.file_name()?.to_str()?.to_owned());
    let is_line = |name: &String| !name.is_empty() && !name.contains(char::is_control);
    let title = image.title.clone().filter(is_line);
    title.or_else(|| folder().filter(is_line))
}

/// The image of the Dockerfile `given`, or of the one here, with its name. One that
/// nobody has named may be wrong.
fn image(given: Option<&Path>, output: &Output) -> Result<(Option<PathBuf>, Image), Stop> {
    let here = || DOCKERFILES.iter().map(Path::new).find(|path| path.exists());
    let Some(path) = given.or_else(here) else {
        return Ok((None, Image::default()));
    };
    let mut source = String::new();
    let image = dockerfile::read(path).and_then(|text| {
        source = text;
        dockerfile::parse(&source)
    });
    match image {
        Ok(image) => Ok((Some(path.to_owned()), image)),
        Err(mut diagnostic) => {
            let result = if given.is_some() {
                Err(Stop::Told)
            } else {
                diagnostic.severity = Severity::Warning;
                Ok((None, Image::default()))
            };
            output.diagnostics(&[diagnostic], &path.display().to_string(), &source);
            result
        }
    }
}

/// Writes the table and, unless there is one, the schema that it names: both or
/// neither. Gives whether the schema was written.
///
/// # Errors
/// Why it cannot.
fn write(target: &Path, table: &str) -> Result<bool, Diagnostic> {
    file::create(target, table.as_bytes(), MODE).map_err(|fault| match fault {
        WriteFault::Taken => taken(target),
        fault => fault.to_diagnostic(target),
    })?;
    let schema = target.with_file_name(SCHEMA);
    match file::create(&schema, table::json_schema().as_bytes(), MODE) {
        Ok(()) => Ok(true),
        Err(WriteFault::Taken) => Ok(false),
        Err(fault) => {
            // That there is no schema is what the user is told.
            let _left = fs::remove_file(target);
            Err(fault.to_diagnostic(&schema))
        }
    }
}

fn taken(path: &Path) -> Diagnostic {
    let help = "name another file: `lychgate init --output FILE`";
    WriteFault::Taken.to_diagnostic(path).help(help)
}

/// What the user does next.
fn next(target: &Path, draft: &Draft) -> String {
    let name = target.display().to_string();
    let (emit, check) = if name == TABLE {
        (String::new(), String::new())
    } else {
        let word = shell_words::quote(&name);
        (format!(" --table {word}"), format!(" {word}"))
    };
    let lines: Vec<String> = draft
        .dockerfile
        .iter()
        .map(|it| format!("  {it}\n"))
        .collect();
    format!(
        "next:\n  lychgate emit --write{emit}\n  lychgate check{check}\n\
         in the Dockerfile:\n{}",
        lines.concat()
    )
}
