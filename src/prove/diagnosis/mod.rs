//! Why a script does not do what it must, in words of who has to mend it.
//!
//! A cause is named only where what was seen fits it and no other: the signals and
//! starts of the programs, the codes, and the line of the script that starts them. A
//! script that cannot be read gives a cause without a line.

mod case;
mod code;
mod message;
mod reading;
mod source;
mod start;
mod step;
mod stop;
mod variable;
mod words;

use std::fs;
use std::path::Path;

use self::case::Case;
use self::source::Source;
use crate::prove::scenario::Scenario;
use crate::prove::verdict::{Miss, Reason};
use crate::sandbox::outcome::Outcome;

/// The causes, those first from which others follow.
const CAUSES: [fn(&Case<'_>) -> Option<Reason>; 17] = [
    message::unreadable,
    variable::changed,
    stop::no_trap,
    stop::foreground,
    stop::not_passed_on,
    stop::left_early,
    stop::pause,
    stop::again,
    stop::repeated,
    start::not_refused,
    message::not_found,
    start::not_process_one,
    words::cut,
    step::passed_on,
    step::retried,
    code::lost,
    start::ended_before,
];

/// Gives the first of `misses` its reason, if it can be told: the others follow from
/// it. `script` is what was played, and `seen` the path by which the shell knows it.
pub(super) fn diagnose(
    misses: &mut [Miss],
    scenario: &Scenario,
    outcome: &Outcome,
    script: &Path,
    seen: &Path,
) {
    let Some(first) = misses.first_mut() else {
        return;
    };
    // One that is gone by now has no lines either.
    let text = fs::read(script).unwrap_or_default();
    let case = Case {
        scenario,
        outcome,
        path: &seen.to_string_lossy(),
        text: &String::from_utf8_lossy(&text),
        source: Source::read(&text),
    };
    first.reason = CAUSES.iter().find_map(|cause| cause(&case));
}
