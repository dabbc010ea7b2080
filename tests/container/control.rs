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
    /// The script waits again after a signal.
    WaitAgain,
    /// A 127 of `wait` leaves the code before it.
    CodeBefore127,
    /// A program may leave with 127 itself.
    Own127,
    /// Deaths by signal have the same numbers in each shell.
    SameNumbers,
    /// Nothing is started after a stop.
    StopBeforeFork,
    /// A stop that came before the PID was known is passed on.
    StopAfterFork,
    /// The child is the program, with no shell in between.
    ExecInChild,
    /// INT is a stop.
    Int,
}

/// The line or lines of `care`, and what stands there without it.
fn lines(care: &Care) -> (&'static str, &'static str) {
    match care {
        Care::SendOnce => ("lg_sent = lg_sent + 1", "lg_sent = 1"),
        Care::ForkWindow => ("&& lg_is_copy", "&& false"),
        Care::WorkerInBackground => ("      lg_run php", "      php"),
        Care::PauseInBackground => ("      lg_run sleep 5", "      sleep 5"),
        Care::LongPause => ("lg_run sleep 5", "lg_run sleep 0"),
        Care::ExitCode => ("exit \"$lg_code\"", "exit 0"),
        Care::Quotes => ("    exec \"$@\"\n", "    exec $@\n"),
        Care::NoRestart => ("?*) break ;;", "?*) lg_stopped='' ;;"),
        Care::WaitAgain => ("::* | :1:147) break", "*) break"),
        Care::CodeBefore127 => ("127 | -1*) ;;", "never) ;;"),
        Care::Own127 => ("[ ! -d \"/proc/$lg_pid\" ] || lg_seen=1", ":"),
        Care::SameNumbers => (
            "  [ \"$lg_code\" -le 384 ] || lg_code=$((lg_code - 256))
  [ \"$lg_code\" -le 256 ] || lg_code=$((lg_code - 128))
",
            "",
        ),
        Care::StopBeforeFork => (
            "  case $lg_stopped in ?*) lg_code=$lg_stopped && return ;; esac\n",
            "",
        ),
        Care::StopAfterFork => (
            "  case $lg_stopped in ?*) lg_stop \"$lg_stopped\" ;; esac\n",
            "",
        ),
        Care::ExecInChild => ("(exec \"$@\" <&3 3<&-) &", "\"$@\" <&3 3<&- &"),
        Care::Int => ("  trap 'lg_stop 130' INT\n", ""),
    }
}

/// The golden script without `care`.
///
/// # Panics
/// The line is not in the script: this control controls nothing any more.
pub(super) fn without(care: &Care) -> Script {
    let (line, instead) = lines(care);
    let script = replaced(&golden(), line, instead);
    Script::new(match care {
        Care::ForkWindow => replaced(&script, "lg_note \"$lg_child\"", ":"),
        _ => script,
    })
}

/// The golden script that sends itself TERM before `line`, the first time that it
/// comes there, without `care` if one is given: no other way hits that moment each time.
///
/// # Panics
/// As [`without`].
pub(super) fn with_term_before(line: &str, care: Option<&Care>) -> Script {
    let term = format!("case $lg_stopped in '') kill -s TERM $$ ;; esac\n{line}");
    let text = replaced(&golden(), line, &term);
    Script::new(match care.map(lines) {
        None => text,
        Some((line, instead)) => replaced(&text, line, instead),
    })
}

pub(super) fn golden() -> String {
    fs::read_to_string(super::script()).expect("the golden script is there")
}

/// The same script, whose worker is a program that no image has.
pub(super) fn without_program(script: &Script) -> Script {
    let text = fs::read_to_string(script.path()).expect("it was written");
    Script::new(replaced(&text, "lg_run php ", "lg_run no-such-program "))
}

/// `text` with `instead` in place of `line`.
///
/// # Panics
/// The line is not there, or more than once.
pub(super) fn replaced(text: &str, line: &str, instead: &str) -> String {
    let times = text.matches(line).count();
    assert_eq!(times, 1, "`{line}` once in the script");
    text.replace(line, instead)
}
