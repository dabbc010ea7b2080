//! What the script does, proven: the bytes that ship, as process 1, in each shell.
//!
//! ```text
//! plan --derived--> Scenario --play, in a sandbox--> Played --judge--> Verdict
//!   `---- own -------^                                  a Cell of the Matrix --> report
//! ```
//!
//! * [`scenario`]: a run of the script, and what must come of it.
//! * [`container`]: what the container of a scenario is like.
//! * `derived`, `own`: the scenarios that follow from a plan, and those of the table.
//! * [`subject`]: a script, and the scenarios that it is held to.
//! * [`prospect`]: whether a scenario can be played in a shell, and with which script.
//! * [`matrix`]: each scenario in each shell, some at a time.
//! * [`verdict`]: what came of a scenario in a shell, and why it is not as it must be.
//! * [`report`]: what came of it all, for people and for programs.

pub mod container;
mod derived;
mod diagnosis;
mod judge;
pub mod matrix;
mod native;
mod oracle;
mod order;
mod own;
mod play;
pub mod prospect;
pub mod report;
pub mod scenario;
mod short;
mod step;
pub mod subject;
mod time_files;
mod utility;
pub mod verdict;
