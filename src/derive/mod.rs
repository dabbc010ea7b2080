//! The plan as other files than the script.

mod compose;
mod service;
mod yaml;

pub use compose::{Compose, compose};
