//! What becomes of the program's exit code.

use super::case::Case;
use super::source::{Code, Place, Source};
use super::stop;
use crate::prove::verdict::Reason;
use crate::sandbox::outcome::Status;

/// The container has another code than the program.
pub(super) fn lost(case: &Case<'_>) -> Option<Reason> {
    let must = case.code_wanted()?;
    let Status::Exited(is) = case.outcome.status else {
        return None;
    };
    let program = case.program()?;
    if is == must {
        return None;
    }
    in_pause(case, program, must, is)
        .or_else(|| interrupted(case, program, is))
        .or_else(|| replaced(case, program, must, is))
}

/// The signal has ended the pause, and the code says nothing of it.
fn in_pause(case: &Case<'_>, program: &str, must: i32, is: i32) -> Option<Reason> {
    let sent = case.sent()?;
    if must != sent.code() || case.ran_at(program, sent) != Some(false) {
        return None;
    }
    let text = format!(
        "{} came in the pause, and the script left with {is}. Leave with {must}, the code of \
         what the signal ends: `exit {must}`.",
        sent.name()
    );
    Some(Reason { text, line: None })
}

/// The signal has ended `wait`, which gives 128 and its number then; 1 in ksh93.
fn interrupted(case: &Case<'_>, program: &str, is: i32) -> Option<Reason> {
    let sent = case.sent()?;
    let waits = |source: &Source| source.command("wait").is_some();
    if !case.source.as_ref().is_none_or(waits) || is != sent.code() && is != 1 {
        return None;
    }
    case.outcome.signals(program).next()?;
    Some(stop::interrupted(case, program, sent, is))
}

/// The program ended with the right code, and the script left with another.
fn replaced(case: &Case<'_>, program: &str, must: i32, is: i32) -> Option<Reason> {
    if case.code(program) != Some(must) {
        return None;
    }
    let source = case.source.as_ref();
    let because = |text: String, line| {
        Some(Reason {
            text: format!("`{program}` ended with {must}, and the script with {is}: {text}"),
            line,
        })
    };
    if let Some(exit) = source.and_then(|source| source.exit(is)) {
        return because(
            format!("it leaves with a code of its own. Leave with the one of `{program}`."),
            Some(exit.line),
        );
    }
    let place = case.place(program)?;
    let Place { line, next, .. } = *place;
    if place.code == Code::Excused {
        let text = "what comes behind `||` gives the code. Leave it out, or keep the code in it.";
        return because(text.to_owned(), Some(line));
    }
    if place.code == Code::Piped {
        let text = "a pipe has the code of its last command. Start the program outside of it.";
        return because(text.to_owned(), Some(line));
    }
    because(
        "another command comes after it. Keep the code (`code=$?`), and leave with it.".to_owned(),
        Some(next?),
    )
}
