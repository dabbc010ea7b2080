//! The script run as process 1 of a sandbox.
//!
//! ```text
//! engine (this process)                      in new PID and mount namespaces
//!   Sandbox --spawns--> lychgate __sandbox
//!   Running -lifeline-> (guard, cleans up)
//!                         `- (stage, watches) --forks--> SHELL SCRIPT WORDS   (PID 1)
//!      <---- report -----------'                           `- php: a stand-in (PID 2)
//!      ^                                                        |
//!      '------------------------ events -----------------------'
//! ```
//!
//! * [`Sandbox`]: what is run, and under which conditions.
//! * [`running`]: a run under way; signals are sent and conditions waited for.
//! * [`outcome`]: what was seen, and how it is shown.
//! * [`stand_in`]: the programs that the script starts.
//! * [`fault`]: why a run could not be made.
//! * [`interrupt`]: Ctrl-C, which ends the runs first.
//!
//! A script that crashes, hangs, forks or writes without end or kills what it reaches
//! has an outcome as any other, and nothing that it started survives: the guard ends
//! all of it when the engine lets go of the lifeline, or dies. What it wrote to files
//! outside of the run's folder stays.

use std::ffi::OsStr;
use std::process::ExitCode;

pub mod arrivals;
pub mod clock;
pub mod fault;
pub mod interrupt;
pub mod outcome;
pub mod process_table;
pub mod running;
mod setting;
mod stage;
pub mod stand_in;
mod system;
pub(crate) mod temporary;

pub use setting::{Kind, Output, Sandbox, Stdin};
pub(crate) use system::closed_at_start;

/// Runs this process as a part of a sandbox, if that is what it was started for.
///
/// To be called first in `main`: a stand-in must be quick, and both parts must
/// find the process as the kernel made it. Gives the exit code of the process,
/// or nothing if it was started by a user. The first argument decides, never the
/// name of the executable, so a renamed lychgate stays lychgate.
#[must_use]
pub fn run_hidden_role() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let role = arguments.next()?;
    if role == OsStr::new(stage::ROLE) {
        Some(stage::run(arguments))
    } else if role == OsStr::new(stage::enter::ROLE) {
        Some(stage::enter::run(arguments))
    } else if role == OsStr::new(stand_in::ROLE) {
        Some(stand_in::run(arguments))
    } else {
        None
    }
}
