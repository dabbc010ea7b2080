//! How the program is started, or should not be.

use super::case::{Case, reason};
use super::message;
use super::source::Place;
use crate::prove::scenario::Expectation;
use crate::prove::verdict::Reason;
use crate::sandbox::outcome::Status;

/// The way out where `exec` does not make the script its program.
pub(super) const OUTSIDE: &str = "The `exec` makes a subshell or a part of a pipe the program, and \
                                  not the script: take it out of there";

/// A program was started where the table wants a refusal.
pub(super) fn not_refused(case: &Case<'_>) -> Option<Reason> {
    let refuses =
        |expected: &Expectation| matches!(expected, Expectation::Ran(all) if all.is_empty());
    if !case.scenario.expected.iter().any(refuses) {
        return None;
    }
    let given = case.scenario.start.words.first();
    let (program, place) = match (case.outcome.events.first(), given) {
        (Some(event), _) => (&event.program, case.place(&event.program)),
        (None, None) => return nothing_to_run(case),
        // What the command line names is not there in a container that must refuse it.
        (None, Some(name)) if message::misses(case, name) => (name, command_line(case)),
        (None, Some(_)) => return None,
    };
    match place.and_then(|place| place.otherwise) {
        Some(line) => Some(Reason {
            text: format!(
                "The pattern `*` takes what no other one takes, and starts `{program}`. Name \
                 each mode, and let `*)` leave with a message and a code of its own."
            ),
            line: Some(line),
        }),
        None => Some(reason(
            format!(
                "Nothing refuses this start before `{program}`. Look at what comes from \
                 outside first, and leave with a message and a code of its own."
            ),
            place,
        )),
    }
}

/// Where the command line is executed.
fn command_line<'c>(case: &'c Case<'_>) -> Option<&'c Place> {
    case.source.as_ref()?.command_line()
}

/// There are no words of which one could be the program, and the script goes on.
fn nothing_to_run(case: &Case<'_>) -> Option<Reason> {
    let place = command_line(case)?;
    let text = if place.exec {
        "`exec` with no words does nothing, and the script goes on behind it"
    } else {
        "With no words there is no command here, and the code is 0"
    };
    let way_out = "Refuse a command line without words before.";
    Some(reason(format!("{text}. {way_out}"), Some(place)))
}

/// A program that must take the place of the shell is its child.
pub(super) fn not_process_one(case: &Case<'_>) -> Option<Reason> {
    let program = case
        .scenario
        .expected
        .iter()
        .find_map(|expected| match expected {
            Expectation::ProcessOne(command, true) => command.first(),
            _ => None,
        })?;
    let (pid, _) = case.start(program)?;
    let place = case.place(program);
    if pid == 1 || !case.outcome.pid1 {
        return None;
    }
    let way_out = match place {
        Some(place) if place.exec => OUTSIDE,
        _ => "Start it with `exec`",
    };
    let text = format!(
        "`{program}` is a child of the shell, which stays process 1 and gets the signals \
         in its place. {way_out}."
    );
    Some(reason(text, place))
}

/// The script left before it started its program.
pub(super) fn ended_before(case: &Case<'_>) -> Option<Reason> {
    let program = case.program()?;
    let Status::Exited(code) = case.outcome.status else {
        return None;
    };
    if case.start(program).is_some() {
        return None;
    }
    let text = match case.outcome.stderr().lines().next_back() {
        Some(last) => format!("Its last words were: {}", last.escape_debug()),
        None => "It said nothing".to_owned(),
    };
    let place = case.source.as_ref().and_then(|source| source.exit(code));
    Some(reason(
        format!("The script left with {code} before it started `{program}`. {text}."),
        place,
    ))
}
