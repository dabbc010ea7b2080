//! The plan as other files than the script.

mod compose;
mod yaml;

pub use compose::compose;
