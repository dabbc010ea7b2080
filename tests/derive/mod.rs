//! Other files than the script.

mod dockerfile;
mod docs;

use lychgate::plan::{self, Plan};
use lychgate::table;

/// The plan of the table `source`, which stands in `lychgate.toml`.
#[track_caller]
fn plan_of(source: &str) -> Plan {
    let table = table::parse(source).expect("the table is right");
    plan::resolve(&table, "lychgate.toml")
}
