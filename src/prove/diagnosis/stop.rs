//! What becomes of a signal that stops the container.

use std::time::Duration;

use super::case::{Case, Sent, reason};
use super::source::{Place, Source};
use super::start;
use crate::prove::scenario::Expectation;
use crate::prove::verdict::Reason;
use crate::sandbox::outcome::Status;

/// A script that has not ended by then goes on as if there had been no signal.
const SOON: Duration = Duration::from_secs(1);

/// The shell is process 1, and does not ask for the signal.
pub(super) fn no_trap(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = unheeded(case)?;
    if case.traps(program, sent) {
        return None;
    }
    let name = sent.name();
    let place = case.place(program);
    let way_out = if place.is_some_and(|place| place.exec) {
        start::OUTSIDE.to_owned()
    } else if case.is_step(program, sent) {
        format!(
            "Start `{program}` with `&`, `wait` for it, and set a trap that passes {name} on to \
             it and leaves with {}",
            sent.code()
        )
    } else {
        format!(
            "Start `{program}` with `exec`, or with `&` and set a trap that passes {name} on to it"
        )
    };
    let text = format!(
        "The shell is process 1 and has no trap for {name}, so that the kernel drops it. {way_out}."
    );
    Some(reason(text, place))
}

/// The trap waits until the program has ended.
pub(super) fn foreground(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = unheeded(case)?;
    let place = case.place(program);
    if case.ran_at(program, sent) != Some(true) || place.is_some_and(|place| place.background) {
        return None;
    }
    let name = sent.name();
    let where_it_runs = match place {
        Some(_) => "runs in the foreground",
        None => "runs in the foreground, or no trap sends it a signal",
    };
    let exec = if case.is_step(program, sent) {
        ""
    } else {
        "; or start it with `exec`"
    };
    let text = format!(
        "`{program}` {where_it_runs}, and never got {name}: a shell runs a trap only when its \
         foreground command has ended. Start it with `&` and `wait` for it, and let the trap \
         pass {name} on{exec}."
    );
    Some(reason(text, place))
}

/// The trap runs, and the program is not told.
pub(super) fn not_passed_on(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = unheeded(case)?;
    let place = case.place(program)?;
    if case.ran_at(program, sent) != Some(true) || !place.background {
        return None;
    }
    let name = sent.name();
    let text = format!(
        "`{program}` runs in the background, and never got {name}: let the trap `kill` it by \
         `$!`, and `wait` for its end."
    );
    Some(reason(text, trap(case, sent)))
}

/// The script leaves while its program still runs.
pub(super) fn left_early(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = (case.program()?, case.sent()?);
    let Status::Exited(code) = case.outcome.status else {
        return None;
    };
    let (pid, _) = case.start(program)?;
    if pid == 1 || case.ran_at(program, sent) != Some(true) || case.code(program).is_some() {
        return None;
    }
    let leaves = trap(case, sent).is_some_and(Place::leaves);
    if !leaves && case.source.as_ref().is_some_and(Source::kills) {
        return Some(interrupted(case, program, sent, code));
    }
    let text = format!(
        "The script left at {} with {code}, before `{program}` had ended. Let the trap `kill` \
         it by `$!`, and `wait` for its end.",
        sent.name()
    );
    Some(reason(text, trap(case, sent)))
}

/// The signal has ended `wait`, and the script took that for the program's end.
pub(super) fn interrupted(case: &Case<'_>, program: &str, sent: Sent, code: i32) -> Reason {
    let name = sent.name();
    let source = case.source.as_ref();
    let trap = trap(case, sent).filter(|trap| trap.does("wait"));
    let (cause, place) = if trap.is_some() {
        let cause = "the trap waits for it, and its code is lost there. Leave with it in the \
                     trap: `exit $?` behind its `wait`";
        (cause.to_owned(), trap)
    } else {
        let first = if source.is_some_and(Source::ends_at_errors) {
            ", and as `set -e` ends the script at the first one, write that as `wait || true`"
        } else {
            ""
        };
        let cause = format!(
            "{name} ends a `wait`, before the program has ended. `wait` once more after the \
             trap{first}"
        );
        (cause, source.and_then(|source| source.command("wait")))
    };
    let text =
        format!("The script left with {code} and not with the code of `{program}`: {cause}.");
    reason(text, place)
}

/// The script sleeps on in its pause.
pub(super) fn pause(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = unheeded(case)?;
    let sleep = case
        .source
        .as_ref()
        .and_then(|source| source.command("sleep"));
    if case.ran_at(program, sent) != Some(false) || sleep.is_some_and(|sleep| sleep.background) {
        return None;
    }
    let name = sent.name();
    let text = format!(
        "{name} came in the pause, and the script slept on: a shell runs a trap only when its \
         foreground command has ended. Start `sleep` with `&`, `wait` for it, and let the \
         trap end it."
    );
    Some(reason(text, sleep))
}

/// The program is started again though the container is to stop.
pub(super) fn again(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = (case.program()?, case.sent()?);
    let is = case.outcome.starts(program).count();
    let more = case
        .scenario
        .expected
        .iter()
        .any(|expected| match expected {
            Expectation::Starts(name, must) => name == program && is > *must,
            Expectation::Runs(command, must) => command[0] == program && is > *must,
            Expectation::Ran(commands) => {
                let must = commands.iter().filter(|command| command[0] == program);
                is > must.count()
            }
            _ => false,
        });
    if !more || case.starts_after(program, sent) == 0 {
        return None;
    }
    let text = format!(
        "`{program}` was started again after {}. Let the trap set a variable, and ask it \
         before each start.",
        sent.name()
    );
    Some(reason(text, case.place(program)))
}

/// The program gets more than one signal.
pub(super) fn repeated(case: &Case<'_>) -> Option<Reason> {
    let (program, sent) = (case.program()?, case.sent()?);
    let (must, got) = case.signals(program)?;
    if got.len() <= must.len() || !must.iter().all(|signal| got.contains(signal)) {
        return None;
    }
    let text = format!(
        "`{program}` got {} signals. Send it one, by its PID and not to the process group, \
         and ignore further ones in the trap: `trap '' TERM INT`.",
        got.len()
    );
    Some(reason(text, trap(case, sent)))
}

/// The program and the signal, where the program did not get it and the script went on.
fn unheeded<'c>(case: &'c Case<'_>) -> Option<(&'c str, Sent)> {
    let (program, sent) = (case.program()?, case.sent()?);
    let (pid, _) = case.start(program)?;
    let told = case.outcome.signals(program).next().is_some();
    let went_on = case.hung() || case.outcome.time_to_stop()? > SOON;
    (case.outcome.pid1 && pid != 1 && !told && went_on).then_some((program, sent))
}

/// The trap for the signal.
fn trap<'c>(case: &'c Case<'_>, sent: Sent) -> Option<&'c Place> {
    case.source.as_ref()?.trap(sent.name(), None)
}
