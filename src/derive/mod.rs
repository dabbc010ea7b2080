//! The plan as other files than the script.

mod compose;
mod document;
mod fault;
mod into;
mod service;
mod yaml;

pub use compose::{Compose, compose};
pub use fault::IntoFault;
pub use into::Edited;
