//! What the emitted scripts are and do.

pub(crate) mod case;
pub(crate) mod engines;
mod fixtures;

mod forks;
mod hostile;
pub(crate) mod play;
mod random;

use lychgate::diagnostic::text::{Colour, render_all};
use lychgate::{emit, plan, table};

/// The script that the table `source` gives when it stands beside it.
#[track_caller]
pub(crate) fn emitted(source: &str) -> Vec<u8> {
    match table::parse(source) {
        Ok(table) => emit::emit(&plan::resolve(&table, "lychgate.toml")),
        Err(diagnostics) => panic!(
            "{source}\n{}",
            render_all(&diagnostics, "lychgate.toml", source, Colour::Never)
        ),
    }
}
