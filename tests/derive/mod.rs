//! `lychgate derive`: other files than the script.

mod compose;
mod engine;
mod into;
mod random;

use lychgate::derive::Compose;
use lychgate::{derive, plan, table};

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

/// The services of a table.
fn services(table: &str) -> Compose {
    let table = table::parse(table).expect("the table is right");
    derive::compose(&plan::resolve(&table, "lychgate.toml")).expect("it has `[deploy]`")
}
