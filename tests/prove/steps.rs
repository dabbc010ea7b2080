//! Scenarios of the table in which a step fails or takes its time.

use std::path::Path;

use lychgate::prove::matrix::prove;
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::{dash, only};
use crate::emission::planned;
use crate::support::LYCHGATE;

const TABLE: &str = r#"[entrypoint]
app = "App"

[modes.web]
run = ["server"]

[[steps]]
name = "migrate"
run  = ["migrate"]

[[scenarios]]
id       = "ends"
says     = "its code is the container's"
stand-in = { migrate = { exit = 1 } }
expect   = { exit = 70, starts = { migrate = 1 } }

[[scenarios]]
id       = "says"
says     = "the failure is said, and nothing follows"
stand-in = { migrate = { exit = 1 } }
expect   = { output = "failed with code 1", starts = { server = 0 } }
"#;

/// Steps of the program that is the mode's as well.
const ONE_PROGRAM: &str = r#"[entrypoint]
app = "App"

[modes.web]
run = ["php", "serve"]

[[steps]]
name    = "migrate"
run     = ["php", "migrate"]
timeout = "20s"

[[steps]]
name    = "warm"
run     = ["php", "warm"]
timeout = "30s"
fail    = "warn"

[[scenarios]]
id       = "first"
says     = "the first step runs when TERM comes"
signal   = { send = "TERM", at = "step" }
stand-in = { php = { runs = "10s", until = "TERM" } }
expect   = { exit = 143, starts = { php = 1 } }

[[scenarios]]
id       = "second"
says     = "the second step runs when TERM comes"
signal   = { send = "TERM", at = "step" }
stand-in = { php = [{ exit = 0 }, { until = "TERM" }] }
expect   = { exit = 143, starts = { php = 2 } }

[[scenarios]]
id       = "neither"
says     = "the program lasts, and no step does"
stand-in = { php = [{ runs = "50ms", times = 2 }, { until = "TERM", exit = 4 }] }
expect   = { absent = ["took more"], starts = { php = 3 } }

[[scenarios]]
id       = "too-long"
says     = "only the second step is too long, which is a warning"
stand-in = { php = [{ runs = "50ms" }, { until = "TERM" }] }
expect   = { output = "took more than 30 s", absent = ["took more than 20 s"], starts = { php = 3 } }

[[scenarios]]
id       = "too-slow"
says     = "the second step would end, but not in time"
signal   = { send = "TERM", at = "running" }
stand-in = { php = [{ exit = 0 }, { runs = "1h" }, { until = "TERM", exit = 4 }] }
expect   = { exit = 4, output = "took more than 30 s", starts = { php = 3 } }

[[scenarios]]
id       = "failed"
says     = "the first step fails, and nothing follows"
stand-in = { php = { exit = 3 } }
expect   = { output = "failed with code 3" }
"#;

/// The scenarios of `subject` with these names that are refuted, in dash.
fn refuted(subject: Subject, ids: &[&str]) -> Vec<String> {
    let Some(dash) = dash() else {
        return Vec::new();
    };
    let subject = only(subject, ids);
    let matrix = prove(&subject, vec![dash], Path::new(LYCHGATE), 4, |_, _, _| {});
    let rows = matrix.expect("the sandbox works here").rows.into_iter();
    let refuted = rows.filter(|row| matches!(row.cells[0].verdict, Verdict::Refuted(_)));
    refuted.map(|row| row.scenario.id).collect()
}

#[test]
fn nobody_waits_for_a_program_that_is_not_to_start() {
    let none: [&str; 0] = [];
    assert_eq!(
        refuted(Subject::of(&planned(TABLE)), &["ends", "says"]),
        none
    );
}

#[test]
fn a_program_that_starts_all_the_same_is_seen() {
    if dash().is_none() {
        return;
    }
    let script = b"#!/bin/sh\nmigrate || echo failed with code 1\nexec server\n".to_vec();
    let subject = Subject::by_hand(script, &planned(TABLE));
    assert_eq!(refuted(subject, &["ends", "says"]), ["ends", "says"]);
}

#[test]
fn each_start_of_a_program_is_that_of_its_step() {
    let ids = [
        "first", "second", "neither", "too-long", "too-slow", "failed",
    ];
    let none: [&str; 0] = [];
    assert_eq!(refuted(Subject::of(&planned(ONE_PROGRAM)), &ids), none);
}
