//! A stop as an operator does it.

use std::error::Error;
use std::time::Duration;

use lychgate::sandbox::outcome::Outcome;
use lychgate::sandbox::running::Running;
use nix::sys::signal::Signal;

use super::BOUND;

/// How long a stop may take that a shell has not missed.
pub(crate) const PROMPT: Duration = Duration::from_secs(3);

/// Stops a container, and again where the shell missed the signal: mksh, ksh93
/// and posh do so in about 5 of 1000.
pub(crate) fn stop(mut running: Running, signal: Signal) -> Result<Outcome, Box<dyn Error>> {
    for _ in 0..3 {
        running.signal(signal)?;
        if running.ends_within(PROMPT)? {
            break;
        }
    }
    Ok(running.finish(BOUND)?)
}
