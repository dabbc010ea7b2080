//! What is said of the engines themselves: which are missing, and which fail.

use crate::commands::Verdict;
use crate::commands::output::{Output, reason};
use crate::lint::engine::{Engine, Found};
use crate::lint::failure::{Failure, Why};

/// The engines of this machine; nothing if one that is required is missing.
pub(super) fn find(required: &[String], output: &Output) -> Option<Vec<Found>> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    let mut complete = true;
    for engine in Engine::all() {
        let name = engine.name();
        if let Some(engine) = engine.find() {
            found.push(engine);
        } else if required.iter().any(|required| required == name) {
            output.trouble(&format!("{name} is required and not on PATH"));
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
    complete.then_some(found)
}

/// Says which engines gave no answer.
pub(super) fn report(failures: &[Failure], output: &Output) -> Verdict {
    for failure in failures {
        output.trouble(&words(failure));
    }
    if failures.is_empty() {
        Verdict::Fine
    } else {
        Verdict::Failed
    }
}

fn words(failure: &Failure) -> String {
    let engine = failure.engine;
    let about = match &failure.script {
        Some(script) => format!("{}: {engine}", script.display()),
        None => engine.to_string(),
    };
    match &failure.why {
        Why::Start(error) => format!("cannot run {engine}: {}", reason(error)),
        Why::TooLate(limit) => format!("{about} did not end within {} s", limit.as_secs()),
        Why::TooMuch(limit) => format!("{about} said more than {} MiB", limit >> 20),
        Why::Signal(signal) => format!("{about} was ended by signal {signal}"),
        Why::Failed(code, said) if said.is_empty() => format!("{about} failed with code {code}"),
        Why::Failed(code, said) => format!("{about} failed with code {code}: {said}"),
        Why::Refused(said) => {
            format!("{engine} does not understand the call: {said}\nhelp: install a newer one")
        }
        Why::Garbage => format!("{about} gave no answer that can be read"),
        Why::GivenUp(1) => format!("{engine} fails too often and was not asked about 1 script"),
        Why::GivenUp(scripts) => {
            format!("{engine} fails too often and was not asked about {scripts} scripts")
        }
    }
}
