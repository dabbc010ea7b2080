//! What becomes of a step that fails.

use super::case::{Case, reason};
use crate::prove::scenario::{Expectation, SLEEP};
use crate::prove::verdict::Reason;
use crate::sandbox::outcome::Status;

/// The step that failed is run once more.
pub(super) fn retried(case: &Case<'_>) -> Option<Reason> {
    let events = case.outcome.events.iter();
    let starts: Vec<_> = events
        .filter_map(|event| Some((event, event.start()?)))
        .filter(|(event, _)| event.program != SLEEP)
        .collect();
    let again = starts.windows(2).find(|pair| {
        let [(first, one), (second, other)] = pair else {
            return false;
        };
        first.program == second.program
            && one.arguments == other.arguments
            && case.code_of(first.pid).is_some_and(|code| code != 0)
    })?;
    let (event, start) = again[0];
    // The program of the mode may be started again.
    if case.sent().is_some() || case.is_wanted(&event.program, &start.arguments) {
        return None;
    }
    let program = &event.program;
    let text = format!(
        "`{program}` failed, and the script ran it once more. A step of the table is run once: \
         let a program of its own try again and again, and make that the step."
    );
    let place = case.source.as_ref();
    let place = place.and_then(|source| source.start(program, &start.arguments));
    Some(reason(text, place))
}

/// The code of the step that failed is that of the container.
pub(super) fn passed_on(case: &Case<'_>) -> Option<Reason> {
    let Status::Exited(is) = case.outcome.status else {
        return None;
    };
    let mut expected = case.scenario.expected.iter();
    let commands = expected.find_map(|one| match one {
        Expectation::Ran(commands) => Some(commands),
        _ => None,
    })?;
    let must = case.code_wanted()?;
    let step = commands.last()?.first()?;
    if case.sent().is_some() || is == must || is == 0 || case.code(step) != Some(is) {
        return None;
    }
    let text = format!(
        "`{step}` failed with {is}, which the script made its own code. A step that fails has \
         one code, `exit.step` of the table: leave with {must}, as in `{step} || exit {must}`."
    );
    Some(reason(text, case.place(step)))
}
