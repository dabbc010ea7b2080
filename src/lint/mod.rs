//! What others think of a script.
//!
//! [`discover`] finds the scripts, [`look`] lets the engines look at them, and
//! [`merge`] makes diagnostics of what they found.

mod bashism;
mod checkbashisms;
pub mod dialect;
pub mod discover;
pub mod engine;
pub mod failure;
pub mod finding;
pub mod look;
pub mod merge;
mod process;
pub mod script;
mod shellcheck;
mod shells;
