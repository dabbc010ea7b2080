//! Why a script is wrong: a short one for each cause, in one shell. That other faults
//! do not get a cause is its control.

use lychgate::prove::matrix::prove;
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::{Reason, Verdict};
use lychgate::shell::Shell;

use crate::emission::planned;
use crate::support::LYCHGATE;

/// A worker that is started again.
const WORKER: &str = "[entrypoint]\napp = \"App\"\n[modes.worker]\nrun = [\"queue\", \"work\"]\n\
                      restart = { on = \"always\", delay = \"1m\" }\n";
/// A program that is stopped by a parent, and not started again.
const JOB: &str = "[entrypoint]\napp = \"App\"\n[modes.job]\nrun = [\"queue\", \"work\"]\n\
                   supervise = true\n";
/// The same program does a step before.
const STEP: &str = "[entrypoint]\napp = \"App\"\n[modes.job]\nrun = [\"queue\", \"work\"]\n\
                    restart = { on = \"always\", delay = \"1m\" }\n\
                    [[steps]]\nname = \"build\"\nrun = [\"queue\", \"build\"]\n";
/// A program of the command line.
const WEB: &str = "[entrypoint]\napp = \"App\"\n[modes.web]\n";

/// Why `script`, without its first line, is wrong in `scenario` of `table`; nothing if
/// nobody knows.
#[track_caller]
fn reason(table: &str, scenario: &str, script: &str) -> Option<Reason> {
    let script = format!("#!/bin/sh\n{script}\n").into_bytes();
    let mut subject = Subject::by_hand(script, &planned(table));
    subject.scenarios.retain(|it| it.id == scenario);
    assert_eq!(subject.scenarios.len(), 1, "there is such a scenario");
    let shells = vec![Shell::Bash.find().expect("bash is everywhere")];
    let matrix =
        prove(&subject, shells, LYCHGATE.as_ref(), 1, |_, _, _| {}).expect("it can be run");
    match &matrix.rows[0].cells[0].verdict {
        Verdict::Refuted(misses) => misses[0].reason.clone(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn says(reason: Option<Reason>, line: usize, text: &str) {
    let reason = reason.expect("the cause is known");
    assert!(reason.text.contains(text), "{reason:?}");
    assert_eq!(reason.line, Some(line), "{reason:?}");
}

#[test]
fn started_again_after_the_stop() {
    let script =
        "trap 'kill -s TERM \"$child\"' TERM INT\nwhile :; do\nqueue work & child=$!\nwait\ndone";
    says(
        reason(WORKER, "worker/stop", script),
        4,
        "was started again after TERM",
    );
}

#[test]
fn a_trap_that_passes_each_signal_on() {
    let script = "trap 'kill -s TERM \"$child\"' TERM INT\nqueue work & child=$!\n\
                  while kill -0 \"$child\"; do wait \"$child\"; code=$?; done\nexit \"$code\"";
    says(
        reason(WORKER, "worker/stop-again", script),
        2,
        "ignore further ones",
    );
}

#[test]
fn a_trap_that_passes_nothing_on() {
    let script = "trap : TERM INT\nqueue work & child=$!\n\
                  while kill -0 \"$child\"; do wait \"$child\"; done";
    says(
        reason(WORKER, "worker/stop", script),
        2,
        "runs in the background, and never got TERM",
    );
    let script = "trap 'exit 0' TERM INT\nqueue work &\nwait";
    says(
        reason(WORKER, "worker/stop", script),
        2,
        "The script left at TERM with 0",
    );
}

#[test]
fn no_trap_for_this_signal() {
    let script = "trap 'exit 0' TERM\nqueue work";
    says(
        reason(WORKER, "worker/stop-INT", script),
        3,
        "no trap for INT",
    );
    // One that comes later is none, one that may name any signal may be one.
    let script = "queue work\ntrap 'exit 0' TERM";
    says(reason(WORKER, "worker/stop", script), 2, "no trap for TERM");
    let script = "for s in TERM INT; do trap 'exit 0' \"$s\"; done\nqueue work";
    says(
        reason(WORKER, "worker/stop", script),
        3,
        "runs in the foreground",
    );
}

#[test]
fn a_script_that_cannot_be_read_has_no_lines() {
    let script = "trap 'exit 0' TERM\ncat <<EOF\nEOF\nqueue work";
    let reason = reason(WORKER, "worker/stop", script).expect("what was seen is enough");
    assert!(reason.text.contains("runs in the foreground"), "{reason:?}");
    assert_eq!(reason.line, None);
}

#[test]
fn a_code_that_something_else_gives() {
    for (script, line, text) in [
        ("queue work || true", 2, "behind `||`"),
        ("queue work | cat", 2, "a pipe has the code"),
        (
            "case $0 in\n*) queue work ;;\nesac\necho ended",
            5,
            "another command comes after",
        ),
        ("queue work\nexit 3", 3, "with a code of its own"),
    ] {
        says(reason(JOB, "job/start", script), line, text);
    }
}

#[test]
fn a_stop_in_the_pause_has_a_code_of_its_own() {
    let script = "trap 'kill \"$child\"; exit 0' TERM INT\nqueue work\nsleep 60 & child=$!\nwait";
    let reason = reason(WORKER, "worker/stop-pause", script).expect("the cause is known");
    assert!(reason.text.contains("`exit 143`"), "{reason:?}");
}

#[test]
fn an_exec_without_words_goes_on() {
    let script = "exec \"$@\"\necho still here";
    says(
        reason(WEB, "web/no-command", script),
        2,
        "`exec` with no words does nothing",
    );
}

#[test]
fn a_program_that_is_not_there_is_quoted() {
    let script = "prepare || exit 3\nqueue work";
    says(
        reason(JOB, "job/start", script),
        2,
        "prepare: command not found",
    );
}

#[test]
fn the_last_words_of_a_script_that_left() {
    let script = "echo 'no database' >&2\nexit 3";
    says(
        reason(JOB, "job/start", script),
        3,
        "before it started `queue`. Its last words were: no database",
    );
}

#[test]
fn what_does_not_fit_has_no_reason() {
    assert_eq!(reason(JOB, "job/start", "queue work\nqueue work"), None);
}

#[test]
fn a_program_that_is_a_step_too_has_the_line_of_its_start() {
    let script = "queue build\ntrap 'kill \"$child\"; exit 143' TERM\n\
                  queue work & child=$!\nwait\nsleep 60";
    says(
        reason(STEP, "job/stop-pause", script),
        6,
        "TERM came in the pause",
    );
    says(
        reason(STEP, "job/stop", "queue build\nqueue work"),
        3,
        "no trap for TERM",
    );
}

#[test]
fn a_trap_is_there_before_its_program_in_the_same_line_and_for_functions() {
    let in_line = "trap 'exit 0' TERM; queue work";
    says(
        reason(JOB, "job/stop", in_line),
        2,
        "runs in the foreground",
    );
    let in_function = "run() { queue work; }\ntrap 'exit 0' TERM\nrun";
    says(
        reason(JOB, "job/stop", in_function),
        2,
        "runs in the foreground",
    );
}

#[test]
fn a_trap_that_leaves_does_not_send_what_others_send() {
    let script =
        "stop() { kill \"$child\"; wait; }\ntrap 'exit 0' TERM\nqueue work & child=$!\nwait";
    says(
        reason(JOB, "job/stop", script),
        3,
        "The script left at TERM with 0",
    );
}

#[test]
fn a_step_is_not_to_be_started_with_exec() {
    for (script, text) in [
        ("queue build\nqueue work", "no trap for TERM"),
        (
            "trap 'exit 143' TERM\nqueue build\nqueue work",
            "runs in the foreground",
        ),
    ] {
        let reason = reason(STEP, "job/step-build-stop", script).expect("the cause is known");
        assert!(reason.text.contains(text), "{reason:?}");
        assert!(!reason.text.contains("exec"), "{reason:?}");
    }
}

#[test]
fn a_script_that_cannot_be_read_has_no_trap_without_the_word() {
    let script = "[[ -z $NAME ]] && NAME=it\nqueue work &\nwait";
    let reason = reason(JOB, "job/stop", script).expect("what was seen is enough");
    assert!(reason.text.contains("no trap for TERM"), "{reason:?}");
    assert_eq!(reason.line, None);
}

#[test]
fn words_that_are_cut_on_their_way_or_in_a_part() {
    let on_the_way = "[ $# != 0 ] || exit 64\nset -- $@\nexec \"$@\"";
    says(reason(WEB, "web/words", on_the_way), 3, "cuts `$@`");
    let table = "[modes.job]\nrun = [\"queue\", \"--name=${NAME:-none}\"]\n";
    let in_part = "exec queue --name=${NAME:-none}";
    says(reason(table, "job/given-1", in_part), 2, "cuts `$NAME`");
    let unreadable = "[[ $# != 0 ]] || exit 64\nexec ${@}";
    let reason = reason(WEB, "web/words", unreadable).expect("what was seen is enough");
    assert!(reason.text.contains("Write `\"$@\"`"), "{reason:?}");
    assert_eq!(reason.line, None);
}

#[test]
fn a_program_that_lacks_other_words_has_no_cut_ones() {
    let script = "exec \"$1\" $2";
    assert_eq!(reason(WEB, "web/start", script), None);
}

#[test]
fn no_command_runs_without_words() {
    let script = "\"$@\" &\nwait";
    says(
        reason(WEB, "web/no-command", script),
        2,
        "With no words there is no command",
    );
}

#[test]
fn a_step_that_fails_has_the_code_of_the_table() {
    says(
        reason(
            STEP,
            "job/step-build-fails",
            "set -e\nqueue build\nqueue work",
        ),
        3,
        "`queue || exit 70`",
    );
}

#[test]
fn a_step_that_is_run_until_it_succeeds() {
    let script = "until queue build; do :; done\nexec queue work";
    says(
        reason(STEP, "job/step-build-fails", script),
        2,
        "the script ran it once more",
    );
    let table = format!("{JOB}[[steps]]\nname = \"ready\"\nrun = \"ready\"\nfail = \"warn\"\n");
    let script = "for i in 1 2 3; do\nready && break\ndone\nexit 1";
    says(
        reason(&table, "job/step-ready-fails", script),
        3,
        "the script ran it once more",
    );
}

#[test]
fn a_variable_that_the_script_takes_or_keeps() {
    let table = "[modes.job]\nrun = [\"queue\", \"work\"]\n[env.LEVEL]\ndefault = \"info\"\n";
    for (scenario, script, line, text) in [
        (
            "env/LEVEL-given",
            "export LEVEL=info\nexec queue work",
            2,
            "comes from outside",
        ),
        (
            "job/start",
            "LEVEL=info\nexec queue work",
            2,
            "`export LEVEL`",
        ),
        (
            "job/start",
            ":\nexport LEVEL=\"debug\"\nexec queue work",
            3,
            "the default `info`",
        ),
    ] {
        says(reason(table, scenario, script), line, text);
    }
    // A code that is lost too is no cause of it.
    let script = "export LEVEL=info\nqueue work\nexit 0";
    says(
        reason(table, "env/LEVEL-given", script),
        2,
        "comes from outside",
    );
}

#[test]
fn a_code_that_is_lost_in_the_trap_or_by_set_e() {
    let in_trap = "trap 'kill $child; wait $child' TERM INT\nqueue work & child=$!\nwait $child";
    says(
        reason(JOB, "job/stop", in_trap),
        2,
        "the trap waits for it, and its code is lost there",
    );
    let twice = "trap 'kill $child' TERM INT\nqueue work & child=$!\nwait $child\nwait $child";
    says(
        reason(JOB, "job/stop", &format!("set -e\n{twice}")),
        5,
        "`set -e` ends the script at the first one",
    );
    let once = "set -x\ntrap 'kill $child' TERM INT\nqueue work & child=$!\nwait $child";
    let reason = reason(JOB, "job/stop", once).expect("the cause is known");
    assert!(!reason.text.contains("set -e"), "{reason:?}");
}

#[test]
fn an_exec_in_a_subshell_makes_no_program_of_the_script() {
    let script = "[ $# != 0 ] || exit 64\n(exec \"$@\")";
    for scenario in ["web/start", "web/stop"] {
        says(reason(WEB, scenario, script), 3, "take it out of there");
    }
}
