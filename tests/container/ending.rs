//! TERM at random moments around the end of the worker.

use std::collections::BTreeSet;
use std::error::Error;
use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::{signals, worker};
use crate::support::{BOUND, Chance, each_shell_at_length, expect, require_all};

/// How long the worker runs.
const LIFE: Duration = Duration::from_millis(2);

/// When TERM is sent again, for the shells that may miss one.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often TERM is sent in each shell.
fn rounds() -> usize {
    if require_all() { 200 } else { 30 }
}

/// TERM up to twice as long after the start as the worker lives.
fn around_the_end(sandbox: &Sandbox, chance: &mut Chance) -> Result<Outcome, Box<dyn Error>> {
    let mut running = sandbox.start()?;
    running.wait_for(&Condition::ready("php"), BOUND)?;
    chance.pause(2 * LIFE);
    for _ in 0..3 {
        running.signal(Signal::SIGTERM)?;
        if running.ends_within(PATIENCE)? {
            break;
        }
    }
    Ok(running.finish(BOUND)?)
}

/// Whether the container has the code of its worker, or that of a stop while none
/// ran. In ksh93 it may be 1 if the worker ends in the very moment.
fn is_known(shell: Shell, status: Status) -> bool {
    match status {
        Status::Exited(5 | 143) => true,
        Status::Exited(1) => shell == Shell::Ksh93,
        _ => false,
    }
}

#[test]
fn a_worker_that_ends_as_term_comes_is_not_started_again() {
    let php = Behaviour::runs_for(LIFE).with_code(5);
    each_shell_at_length(|shell| {
        let mut chance = Chance::new(3);
        let sandbox = worker(shell).stand_in("php", php.clone());
        let mut codes = BTreeSet::new();
        // A busy machine is late with most of them.
        for round in 0..10 * rounds() {
            if round >= rounds() && codes.len() > 1 {
                break;
            }
            let outcome = around_the_end(&sandbox, &mut chance)?;
            let code = is_known(shell.shell(), outcome.status);
            let is_once = signals(&outcome).len() <= 1;
            let seed = chance.seed();
            expect(&outcome)
                .starts("php", 1)
                .so(&format!("a known code (seed {seed})"), code)
                .so(&format!("one TERM at most (seed {seed})"), is_once);
            codes.insert(outcome.status.to_string());
        }
        if codes.len() < 2 {
            return Err(format!("the moments are all on one side: {codes:?}").into());
        }
        Ok(())
    });
}
