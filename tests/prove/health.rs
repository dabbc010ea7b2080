//! Health by a port: both answers are proven, and a script that gives one always is not.

use std::path::Path;

use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::dash;
use crate::emission::planned;
use crate::support::{LYCHGATE, skip};

/// A port that only root may listen on elsewhere.
const TABLE: &str = r#"[modes.web]
run     = ["server"]
health  = { tcp = "80" }
restart = { delay = "1s", limit = { exits = 2, within = "1m", then = "unhealthy" } }

[[scenarios]]
id     = "serves"
says   = "it is healthy"
expect = { health = "healthy" }

[[scenarios]]
id       = "serves-again"
says     = "it is healthy after a restart"
stand-in = { server = [{ exit = 3 }, { until = "TERM" }] }
expect   = { health = "healthy" }
"#;

/// What comes in dash of the scenarios in which health by a port is asked, when `from`
/// is `to` in the script.
fn proven(from: &str, to: &str) -> Option<Matrix> {
    let dash = dash()?;
    let mut subject = Subject::of(&planned(TABLE));
    subject
        .scenarios
        .retain(|scenario| scenario.image.own_network);
    let script = String::from_utf8(subject.script).expect("the table has text only");
    assert!(script.contains(from), "{script}");
    subject.script = script.replace(from, to).into_bytes();
    let matrix = prove(&subject, vec![dash], Path::new(LYCHGATE), 8, |_, _, _| {});
    let matrix = matrix.expect("the sandbox works here");
    let cells = matrix.rows.iter().flat_map(|row| &row.cells);
    for cell in cells {
        if let Verdict::NotRun(why) = &cell.verdict {
            skip(&format!("health by a port: {why}"));
            return None;
        }
    }
    Some(matrix)
}

fn refuted(matrix: &Matrix) -> Vec<&str> {
    let rows = matrix.rows.iter();
    let refuted = rows.filter(|row| row.cells[0].verdict != Verdict::Proven);
    refuted.map(|row| row.scenario.id.as_str()).collect()
}

#[test]
fn somebody_listens_or_nobody_does() {
    let Some(matrix) = proven("", "") else { return };
    let played: Vec<&str> = matrix
        .rows
        .iter()
        .map(|row| row.scenario.id.as_str())
        .collect();
    assert_eq!(
        played,
        [
            "serves",
            "serves-again",
            "web/crash-loop",
            "web/crash-loop-over",
            "web/crash-loop-just",
            "web/health-tcp-listens",
            "web/health-tcp",
        ]
    );
    assert_eq!(refuted(&matrix), [""; 0], "{matrix:#?}");
}

#[test]
fn a_script_that_overlooks_who_listens_is_wrong() {
    let Some(matrix) = proven(" -ne \"$1\"", " -eq \"$1\"") else {
        return;
    };
    let wrong = [
        "serves",
        "serves-again",
        "web/crash-loop",
        "web/crash-loop-over",
        "web/health-tcp-listens",
    ];
    assert_eq!(refuted(&matrix), wrong);
}

#[test]
fn a_script_that_does_not_look_is_wrong() {
    let (from, to) = ("lg_answer unhealthy \"$lg_mode: nobody", ": \"nobody");
    let Some(matrix) = proven(from, to) else {
        return;
    };
    assert_eq!(refuted(&matrix), ["web/health-tcp"]);
}
