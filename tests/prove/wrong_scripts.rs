//! Scripts that were written by hand: one is right, each other one has a fault, which
//! is seen where it is and nowhere else, and named with its line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::{Reason, Verdict};
use lychgate::shell::{Installed, Shell};

use super::shells;
use crate::emission::planned;
use crate::support::{LYCHGATE, note};

/// A script is wrong in these scenarios, in all shells but these; and why it is.
struct Wrong<'w> {
    scenarios: &'static [&'static str],
    but: &'w [Shell],
    line: Option<usize>,
    says: &'static str,
}

/// What comes of `script` beside `table` in every shell that is there, in the scenarios
/// that are wanted.
fn proven(
    script: impl AsRef<Path>,
    table: impl AsRef<Path>,
    wanted: impl Fn(&str) -> bool,
) -> Matrix {
    let read = |path: &Path| fs::read_to_string(path).expect("it is a file of the project");
    let script_text = read(script.as_ref()).into_bytes();
    let mut subject = Subject::by_hand(script_text, &planned(&read(table.as_ref())));
    subject.scenarios.retain(|scenario| wanted(&scenario.id));
    prove(&subject, shells(), Path::new(LYCHGATE), 8, |_, _, _| {}).expect("the sandbox works here")
}

/// The cells that are not as they must be, with the reason of the first miss.
fn refuted(matrix: &Matrix) -> BTreeMap<(&str, &'static str), Option<&Reason>> {
    let mut refuted = BTreeMap::new();
    for row in &matrix.rows {
        for (cell, shell) in row.cells.iter().zip(&matrix.shells) {
            if let Verdict::Refuted(misses) = &cell.verdict {
                let place = (row.scenario.id.as_str(), shell.shell().name());
                refuted.insert(place, misses[0].reason.as_ref());
            }
        }
    }
    refuted
}

/// Proves the script `name` of the fixtures, which is wrong in this and nothing else.
#[track_caller]
fn is_wrong(name: &str, all: &[Wrong<'_>]) {
    let folder = Path::new("tests/fixtures/prove");
    let matrix = proven(folder.join(name), folder.join("lychgate.toml"), |_| true);
    let mut left = refuted(&matrix);
    for wrong in all {
        for scenario in wrong.scenarios {
            for shell in matrix.shells.iter().map(Installed::shell) {
                if wrong.but.contains(&shell) {
                    continue;
                }
                let Some(reason) = left.remove(&(*scenario, shell.name())) else {
                    panic!("{name}: {scenario} is not refuted in {shell}");
                };
                let Some(reason) = reason else {
                    panic!("{name}: {scenario} has no reason in {shell}");
                };
                assert!(
                    reason.text.contains(wrong.says),
                    "{scenario}, {shell}: {reason:?}"
                );
                assert_eq!(reason.line, wrong.line, "{scenario}, {shell}: {reason:?}");
            }
        }
    }
    assert!(left.is_empty(), "{name}: {left:#?}");
}

#[test]
fn the_right_one_is_proven_in_every_shell() {
    is_wrong("good.sh", &[]);
}

/// The stops while the program runs, and the end of other scenarios by such a stop.
const STOPS: &[&str] = &["worker/start", "worker/stop", "worker/stop-again"];
/// The same, where pauses pass at once: busybox and ksh93 have a `sleep` of their own.
const RESTARTS: &[&str] = &["worker/restart", "worker/restart-success"];
const OWN_SLEEP: &[Shell] = &[Shell::Busybox, Shell::Ksh93];

#[test]
fn a_program_in_the_foreground_never_gets_the_signal() {
    let stops = |scenarios, but, says| Wrong {
        scenarios,
        but,
        line: Some(23),
        says,
    };
    let others: Vec<Shell> = Shell::ALL
        .into_iter()
        .filter(|it| *it != Shell::Ksh93)
        .collect();
    is_wrong(
        "foreground.sh",
        &[
            stops(STOPS, &[], "runs in the foreground, and never got TERM"),
            stops(
                &["worker/stop-INT"],
                &[],
                "runs in the foreground, and never got INT",
            ),
            stops(
                RESTARTS,
                OWN_SLEEP,
                "runs in the foreground, and never got TERM",
            ),
            Wrong {
                scenarios: &["worker/stop-pause"],
                but: &[Shell::Ksh93],
                line: Some(25),
                says: "the script slept on",
            },
            // The signal ends the `sleep` that ksh93 has in itself, and then the loop.
            Wrong {
                scenarios: &["worker/stop-pause"],
                but: &others,
                line: None,
                says: "came in the pause, and the script left with",
            },
        ],
    );
}

#[test]
fn a_program_without_exec_is_no_process_1() {
    is_wrong(
        "no-exec.sh",
        &[
            Wrong {
                scenarios: &["choice/default", "web/start", "web/words"],
                but: &[],
                line: Some(22),
                says: "Start it with `exec`",
            },
            Wrong {
                scenarios: &["web/stop"],
                but: &[],
                line: Some(22),
                says: "has no trap for TERM",
            },
        ],
    );
}

#[test]
fn a_sleep_in_the_foreground_keeps_the_stop_waiting() {
    is_wrong(
        "sleep.sh",
        // A signal ends the `sleep` that ksh93 has in itself.
        &[Wrong {
            scenarios: &["worker/stop-pause"],
            but: &[Shell::Ksh93],
            line: Some(40),
            says: "the script slept on",
        }],
    );
}

#[test]
fn a_wait_that_the_signal_ends_loses_the_code() {
    let lost = |scenarios, but, says| Wrong {
        scenarios,
        but,
        line: Some(32),
        says,
    };
    // The `wait` of zsh goes on after the trap.
    let with_own_sleep: &[Shell] = &[Shell::Zsh, Shell::Busybox, Shell::Ksh93];
    is_wrong(
        "lost-code.sh",
        &[
            lost(STOPS, &[Shell::Zsh], "TERM ends a `wait`"),
            lost(&["worker/stop-INT"], &[Shell::Zsh], "INT ends a `wait`"),
            lost(RESTARTS, with_own_sleep, "TERM ends a `wait`"),
        ],
    );
}

#[test]
fn what_only_bash_knows_is_quoted_from_the_other_shells() {
    const EVERYTHING: &[&str] = &[
        "choice/default",
        "choice/forged-MODE",
        "choice/wrong-MODE",
        "web/no-command",
        "web/start",
        "web/stop",
        "web/words",
        "worker/start",
        "worker/stop",
        "worker/stop-INT",
        "worker/stop-again",
        "worker/stop-pause",
    ];
    let unread = |scenarios, but, line| Wrong {
        scenarios,
        but,
        line: Some(line),
        says: "The shell cannot read the script: ",
    };
    let busybox: Vec<Shell> = Shell::ALL
        .into_iter()
        .filter(|it| *it != Shell::Busybox)
        .collect();
    is_wrong(
        "bashism.sh",
        &[
            unread(EVERYTHING, &[Shell::Bash, Shell::Busybox], 5),
            // It counts the line that it has read last.
            unread(EVERYTHING, &busybox, 6),
            unread(RESTARTS, &[Shell::Bash, Shell::Busybox, Shell::Ksh93], 5),
        ],
    );
}

#[test]
fn a_default_that_takes_everything_refuses_nothing() {
    is_wrong(
        "no-refusal.sh",
        &[Wrong {
            scenarios: &["choice/wrong-MODE", "choice/forged-MODE"],
            but: &[],
            line: Some(20),
            says: "The pattern `*` takes what no other one takes",
        }],
    );
}

#[test]
fn words_without_quotes_are_cut() {
    is_wrong(
        "unquoted.sh",
        &[Wrong {
            scenarios: &["web/words"],
            but: &[],
            line: Some(22),
            says: "Write `\"$@\"`",
        }],
    );
}

#[test]
fn the_script_that_projects_write_by_hand() {
    if shells().len() < Shell::ALL.len() {
        return note("skipped a snapshot, for which all shells are needed");
    }
    // It knows no other mode.
    let worker = |id: &str| id.starts_with("worker/");
    let matrix = proven(
        "tests/bench/upstream.sh",
        "golden/lychee/lychgate.toml",
        worker,
    );
    let mut causes: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for ((scenario, shell), reason) in refuted(&matrix) {
        let said = reason.map_or("no reason".to_owned(), |Reason { text, line }| match line {
            Some(line) => format!("line {line}: {text}"),
            None => text.clone(),
        });
        causes.entry((scenario, said)).or_default().push(shell);
    }
    let lines = causes
        .iter()
        .map(|((scenario, said), shells)| format!("{scenario} ({})\n  {said}\n", shells.join(" ")));
    assert_snapshot!(lines.collect::<String>());
}
