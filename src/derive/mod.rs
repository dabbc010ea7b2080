//! The plan as other files than the script.

mod compose;
mod dockerfile;
mod docs;
mod document;
mod fault;
mod into;
mod service;
mod yaml;

pub use compose::{Compose, compose};
pub use dockerfile::{dockerfile, put_into_dockerfile};
pub use docs::{docs, is_docs};
pub use fault::IntoFault;
pub use into::Edited;

use crate::plan::Plan;

/// The name of the table of `plan`, without its folder.
fn table(plan: &Plan) -> &str {
    plan.table.rsplit('/').next().unwrap_or(&plan.table)
}
