//! What is said of the engines themselves: which are missing, and which fail.

use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::diagnostic::{Diagnostic, reason};
use crate::lint::engine::{Engine, Found};
use crate::lint::failure::{Failure, Why};

/// The engines of this machine.
///
/// # Errors
/// Those that are required and missing.
pub(super) fn find(required: &[String], output: &Output) -> Result<Vec<Found>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    let mut trouble = Vec::new();
    for engine in Engine::all() {
        let name = engine.name();
        if let Some(engine) = engine.find() {
            if output.is_verbose() {
                let path = engine.path().display();
                output.done(&format!("found {} at {path}", engine.title()));
            }
            found.push(engine);
        } else if required.iter().any(|required| required == name) {
            let message = format!("{name} is required and not on PATH");
            let help = "install it, or leave it out of `--require`";
            trouble.push(Diagnostic::error(message).help(help));
        } else {
            missing.push(name);
        }
    }
    if !trouble.is_empty() {
        return Err(trouble);
    }
    if !missing.is_empty() {
        output.note(&format!(
            "not on PATH and not asked: {}",
            missing.join(", ")
        ));
    }
    Ok(found)
}

/// Says which engines gave no answer.
pub(super) fn report(failures: &[Failure], output: &Output) -> Verdict {
    for failure in failures {
        output.trouble(&to_diagnostic(failure));
    }
    if failures.is_empty() {
        Verdict::Fine
    } else {
        Verdict::Failed
    }
}

fn to_diagnostic(failure: &Failure) -> Diagnostic {
    let engine = failure.engine;
    let about = match &failure.script {
        Some(script) => format!("{}: {engine}", script.display()),
        None => engine.to_string(),
    };
    let (message, help) = match &failure.why {
        Why::Start(error) => (
            format!("cannot run {engine}: {}", reason(error)),
            "install it anew, or take it from PATH",
        ),
        Why::TooLate(limit) => (
            format!("{about} did not end within {} s", limit.as_secs()),
            "try it alone on this script: it may hang",
        ),
        Why::TooMuch(limit) => (
            format!("{about} said more than {} MiB", limit >> 20),
            "is the script one? try the engine alone on it",
        ),
        Why::Signal(signal) => (
            format!("{about} was ended by signal {signal}"),
            "try it alone on this script: it may crash",
        ),
        Why::Failed(code, said) if said.is_empty() => (
            format!("{about} failed with code {code}"),
            "try it alone on this script",
        ),
        Why::Failed(code, said) => (
            format!("{about} failed with code {code}: {said}"),
            "try it alone on this script",
        ),
        Why::Refused(said) => (
            format!("{engine} does not understand the call: {said}"),
            "install a newer one",
        ),
        Why::Garbage => (
            format!("{about} gave no answer that can be read"),
            "is it the program of this name? install it anew",
        ),
        Why::GivenUp(1) => (
            format!("{engine} fails too often and was not asked about 1 script"),
            "see why it fails on the scripts above",
        ),
        Why::GivenUp(scripts) => (
            format!("{engine} fails too often and was not asked about {scripts} scripts"),
            "see why it fails on the scripts above",
        ),
    };
    Diagnostic::error(message).help(help)
}
