//! What the script does, proven: the bytes that ship, as process 1, in each shell.
//!
//! ```text
//! plan --derived--> Scenario --play, in a sandbox--> Played --judge--> Verdict
//!   `---- own -------^                                  a Cell of the Matrix --> report
//! ```
//!
//! * [`scenario`]: a run of the script, and what must come of it.
//! * [`derived`]: the scenarios that follow from a plan.
//! * [`matrix`]: each scenario in each shell, some at a time.
//! * [`verdict`]: what came of a scenario in a shell, and why it is not as it must be.

mod container;
pub mod derived;
mod diagnosis;
mod judge;
pub mod matrix;
mod play;
pub mod scenario;
pub mod verdict;
