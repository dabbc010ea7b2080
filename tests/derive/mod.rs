//! `lychgate derive`: other files than the script.

mod compose;
mod dockerfile;
mod docs;
mod engine;
mod file;
mod into;
mod random;

use lychgate::derive::Compose;
use lychgate::plan::{self, Plan};
use lychgate::{derive, table};

/// Two modes, to which `[deploy]` is added.
const TABLE: &str = "\
[entrypoint]
select = [\"arg\", \"env:ROLE\"]
default = \"web\"

[modes.web]

[modes.worker]
run    = [\"/work\"]
stop   = { grace = \"50s\" }
supervise = true
health = { alive = true }
";

/// The plan of the table `source`, which stands in `lychgate.toml`.
#[track_caller]
fn plan_of(source: &str) -> Plan {
    let table = table::parse(source).expect("the table is right");
    plan::resolve(&table, "lychgate.toml")
}

/// The services of a table.
#[track_caller]
fn services(table: &str) -> Compose {
    derive::compose(&plan_of(table)).expect("it has `[deploy]`")
}
