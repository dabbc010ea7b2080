//! The script that ships for Lychee, as process 1 in each shell.
//!
//! The bytes under test are those of the golden file; a control is the same
//! file with one care taken out.

mod arithmetic;
mod back_off;
mod codes;
mod control;
mod ending;
mod endurance;
mod environment;
mod forward;
mod gallery;
mod grace;
mod health;
mod health_kinds;
mod hooks;
mod log;
mod moments;
mod planned;
mod programs;
mod refusals;
mod steps;
mod stop;
mod verbs;
mod wait;
mod words;

use std::path::{Path, PathBuf};

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::Outcome;
use lychgate::shell::Installed;
use nix::sys::signal::Signal;

use crate::support::{LYCHGATE, PROMPT, stop};

/// The golden script.
fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/lychee/docker/scripts/entrypoint.sh")
}

/// The golden script in `shell`.
fn lychee(shell: &Installed) -> Sandbox {
    Sandbox::new(LYCHGATE, shell, script())
}

/// The signals that the worker got. ksh93 sends CONT after each TERM, so that a
/// program that is stopped gets it; that is left out.
fn signals(outcome: &Outcome) -> Vec<Signal> {
    let signals = outcome.signals("php");
    signals
        .filter(|signal| *signal != Signal::SIGCONT)
        .collect()
}

/// The golden script in `shell`, as a worker.
fn worker(shell: &Installed) -> Sandbox {
    lychee(shell).env("LYCHEE_MODE", "worker")
}
