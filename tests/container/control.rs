//! Controls: the golden script with one care taken out. What depends on that
//! care must fail then, or its test shows nothing.

use std::fs;

use crate::support::Script;

/// Something that the script takes care of.
pub(super) enum Care {
    /// The worker gets the stop signal once.
    SendOnce,
    /// The signal waits until the child has become the program. That takes less time
    /// than writing the state, which is taken out as well.
    ForkWindow,
    /// The worker is a child in the background.
    WorkerInBackground,
    /// The pause is a child in the background.
    PauseInBackground,
    /// The pause has 5 seconds; no care, but the time that a test has.
    LongPause,
    /// The code is the worker's.
    ExitCode,
    /// The words stay as they are.
    Quotes,
    /// A stop ends the loop.
    NoRestart,
}

/// The golden script without `care`.
///
/// # Panics
/// The line is not in the script: this control controls nothing any more.
pub(super) fn without(care: &Care) -> Script {
    let (line, instead) = match care {
        Care::SendOnce => ("lg_sent = lg_sent + 1", "lg_sent = 1"),
        Care::ForkWindow => ("&& lg_is_copy", "&& false"),
        Care::WorkerInBackground => ("      lg_run php", "      php"),
        Care::PauseInBackground => ("      lg_run sleep 5", "      sleep 5"),
        Care::LongPause => ("lg_run sleep 5", "lg_run sleep 0"),
        Care::ExitCode => ("exit \"$lg_code\"", "exit 0"),
        Care::Quotes => ("    exec \"$@\"\n", "    exec $@\n"),
        Care::NoRestart => ("?*) break ;;", "?*) lg_stopped='' ;;"),
    };
    let mut golden = fs::read_to_string(super::script()).expect("the golden script is there");
    if matches!(care, Care::ForkWindow) {
        golden = golden.replace("lg_note \"$lg_child\"", ":");
    }
    assert_eq!(
        golden.matches(line).count(),
        1,
        "`{line}` once in the script"
    );
    Script::new(golden.replace(line, instead))
}
