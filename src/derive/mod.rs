//! The plan as other files than the script.

mod compose;
mod dockerfile;
mod yaml;

pub use compose::compose;
pub use dockerfile::dockerfile;
