//! The mode table: what it accepts, and what it says of everything else.

mod broken;
mod fuzz;
mod good;
mod load;
mod reference;
mod scenarios;

use lychgate::diagnostic::text::{Colour, render_all};
use lychgate::table::{self, Table};

/// The table that `source` holds; whatever is wrong with it fails the test.
#[track_caller]
fn accepted(source: &str) -> Table {
    match table::parse(source) {
        Ok(table) => table,
        Err(diagnostics) => {
            panic!(
                "{}",
                render_all(&diagnostics, "lychgate.toml", source, Colour::Never)
            )
        }
    }
}

/// What is said of `source`, which must be refused.
#[track_caller]
fn refused(path: &str, source: &str) -> String {
    match table::parse(source) {
        Ok(table) => panic!("accepted {path}: {table:?}"),
        Err(diagnostics) => render_all(&diagnostics, path, source, Colour::Never),
    }
}
