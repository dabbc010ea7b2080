//! The death of a program that has become process 1.

use std::path::Path;

use lychgate::prove::matrix::prove;
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::{only, shells};
use crate::emission::planned;
use crate::support::LYCHGATE;

const TABLE: &str = r#"[entrypoint]
app = "App"

[modes.web]
run = ["php", "serve"]

[[scenarios]]
id       = "crash"
says     = "the container has the code of its program's death"
stand-in = { php = { runs = "20ms", dies = "SEGV" } }
expect   = { exit = 139 }

[[scenarios]]
id       = "other"
says     = "which is no other one"
stand-in = { php = { runs = "20ms", dies = "SEGV" } }
expect   = { exit = 134 }
"#;

#[test]
fn a_crash_of_process_1_is_the_code_of_the_container() {
    let subject = only(Subject::of(&planned(TABLE)), &["crash", "other"]);
    let matrix = prove(&subject, shells(), Path::new(LYCHGATE), 4, |_, _, _| {});
    for row in matrix.expect("the sandbox works here").rows {
        for cell in row.cells {
            let is_proven = cell.verdict == Verdict::Proven;
            let id = &row.scenario.id;
            assert_eq!(is_proven, id == "crash", "{id}: {:?}", cell.outcome);
        }
    }
}
