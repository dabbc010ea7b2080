//! What the emitted scripts are and do.

pub(crate) mod case;
pub(crate) mod engines;
pub(crate) mod fixtures;

mod forks;
mod hostile;
pub(crate) mod play;
pub(crate) mod random;

use lychgate::diagnostic::text::{Colour, render_all};
use lychgate::plan::{self, Plan};
use lychgate::{emit, table};

/// The script that the table `source` gives when it stands beside it.
#[track_caller]
pub(crate) fn emitted(source: &str) -> Vec<u8> {
    emit::emit(&planned(source))
}

/// The plan that the table `source` gives when it stands beside its script.
#[track_caller]
pub(crate) fn planned(source: &str) -> Plan {
    match table::parse(source) {
        Ok(table) => plan::resolve(&table, "lychgate.toml"),
        Err(diagnostics) => panic!(
            "{source}\n{}",
            render_all(&diagnostics, "lychgate.toml", source, Colour::Never)
        ),
    }
}
