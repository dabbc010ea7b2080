//! What others think of a script.

pub mod engine;
