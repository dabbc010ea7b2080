//! A proof that is made and shown: by `prove`, and by `check --prove`.

use std::env;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::commands::progress::Progress;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::diagnostic::{Diagnostic, reason};
use crate::prove::matrix::{Matrix, prove};
use crate::prove::report::{About, Counts, Report, Shells, text};
use crate::prove::subject::Subject;
use crate::sandbox::fault::Fault;
use crate::sandbox::interrupt;

/// How many runs are under way for each processor: most of a run is waiting.
const RUNS: usize = 4;

/// What is to be proven of `project`: the script of its table, or one that was written
/// by hand.
///
/// # Errors
/// No scenario follows from the table.
pub(super) fn subject(project: &Project, by_hand: Option<Vec<u8>>) -> Result<Subject, Diagnostic> {
    let subject = match by_hand {
        None => Subject::of(&project.plan),
        Some(script) => Subject::by_hand(script, &project.plan),
    };
    if subject.scenarios.is_empty() {
        let message = "there is nothing to prove: no scenario follows from the table";
        return Err(Diagnostic::error(message).help("say one in the table: `[[scenarios]]`"));
    }
    Ok(subject)
}

/// What a report says of `subject`, which the user knows as `script`.
pub(super) fn about(subject: &Subject, table: &Path, script: &Path) -> About {
    let table = table.display().to_string();
    let command = ["lychgate", "prove", "--table", &table].map(str::to_owned);
    About {
        script: script.display().to_string(),
        source: String::from_utf8_lossy(&subject.script).into_owned(),
        command: command.to_vec(),
        table,
    }
}

/// Plays all of `subject`. Ctrl-C ends the runs first.
///
/// # Errors
/// It cannot be done, or a signal asks to end.
pub(super) fn play(
    subject: &Subject,
    shells: &Shells,
    jobs: Option<NonZeroUsize>,
    output: &Output,
) -> Result<Matrix, Stop> {
    let lychgate = env::current_exe().map_err(|error| {
        let message = format!("cannot tell where lychgate itself is: {}", reason(&error));
        Diagnostic::error(message).help("is /proc mounted?")
    })?;
    let installed: Vec<_> = shells
        .found
        .iter()
        .map(|one| one.installed.clone())
        .collect();
    let jobs = jobs.map_or_else(usual_jobs, NonZeroUsize::get);
    let cells = subject.scenarios.len() * installed.len();
    let progress = Progress::new(cells, output.is_quiet());
    let seen = |scenario: &_, shell, played: &_| progress.seen(scenario, shell, played);
    let proven = interrupt::catch().and_then(|()| prove(subject, installed, &lychgate, jobs, seen));
    // The bar is gone before anything else is said.
    drop(progress);
    proven.map_err(|fault| {
        let trouble = to_diagnostic(&fault);
        match fault {
            Fault::Interrupted(_) => {
                output.trouble(&trouble);
                Stop::Interrupted
            }
            _ => trouble.into(),
        }
    })
}

fn usual_jobs() -> usize {
    RUNS * thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Shows all of `report`, and with `--quiet` only what is wrong.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn show(report: &Report<'_>, is_well: bool, output: &mut Output) -> io::Result<()> {
    let style = output.style_of_results();
    output.well(&text::matrix(report, style))?;
    output.result(text::failures(report, style).as_bytes())?;
    let rest = text::rest(report, style);
    if is_well {
        output.well(&rest)
    } else {
        output.result(rest.as_bytes())
    }
}

/// Proves the script of `project`, and shows one line if all is well, else everything.
///
/// # Errors
/// Why it stops before that.
pub(super) fn check(
    project: &Project,
    shells: &Shells,
    output: &mut Output,
) -> Result<Verdict, Stop> {
    let subject = subject(project, None)?;
    let matrix = play(&subject, shells, None, output)?;
    let about = about(&subject, &project.table, &project.path);
    let report = Report {
        matrix: &matrix,
        about: &about,
        shells,
    };
    let verdict = verdict(&Counts::of(&report), false);
    if verdict == Verdict::Fine {
        output.well(&text::line(&report))?;
    } else {
        show(&report, false, output)?;
    }
    Ok(verdict)
}

/// What `counts` are to the exit code.
pub(super) fn verdict(counts: &Counts, allow_no_pid1: bool) -> Verdict {
    if counts.is_well(allow_no_pid1) {
        Verdict::Fine
    } else {
        Verdict::Findings
    }
}

/// Why a run could not be made, with the way out.
fn to_diagnostic(fault: &Fault) -> Diagnostic {
    let message = match fault {
        Fault::Io { doing, source } => format!("cannot {doing}: {}", reason(source)),
        other => other.to_string(),
    };
    Diagnostic::error(message).help(match fault {
        Fault::Io { .. } => "there must be room in `TMPDIR`, and you must be able to write there",
        Fault::NamespacesRefused { .. } | Fault::Foreign { .. } | Fault::Stage { .. } => {
            "run it as root, or where users may make namespaces"
        }
        Fault::Folder { .. } => "let `TMPDIR` name another folder",
        Fault::Interrupted(_) => "nothing is left of the runs; start it again",
        Fault::NotStarted | Fault::NoAnswer(_) => {
            "the machine may have too much to do: try `--jobs 1`"
        }
    })
}
