//! The order in which texts are written, to whichever output.

use std::path::Path;

use lychgate::prove::matrix::prove;
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::{only, shells};
use crate::emission::planned;
use crate::support::LYCHGATE;

/// The script logs to stderr, and programs print to stdout.
const TABLE: &str = r#"[entrypoint]
app = "App"

[modes.job]
run       = ["job"]
supervise = true
stop      = { after = ["tidy"] }

[[steps]]
name = "migrate"
run  = ["migrate"]
fail = "warn"

[[scenarios]]
id       = "order"
says     = "what is logged and what is printed take turns"
stand-in = { migrate = { prints = "migrating\n", exit = 1 }, job = { prints = "busy\n", exit = 3 }, tidy = { prints = "tidied\n", exit = 4 } }
expect   = { order = ["migrating", "failed with code 1", "busy", "tidied", "ended with code 4"] }
"#;

#[test]
fn texts_have_their_order_across_both_outputs() {
    let subject = only(Subject::of(&planned(TABLE)), &["order"]);
    let matrix = prove(&subject, shells(), Path::new(LYCHGATE), 4, |_, _, _| {});
    for row in matrix.expect("the sandbox works here").rows {
        for cell in row.cells {
            assert_eq!(cell.verdict, Verdict::Proven, "{:?}", cell.outcome);
        }
    }
}
