//! TERM at random moments around the start of the worker.

use std::time::Duration;

use lychgate::prove::outcome::{Outcome, Status};
use lychgate::prove::running::Condition;
use lychgate::prove::sandbox::Sandbox;
use lychgate::prove::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::control::{Care, without};
use super::{PROMPT, signals, worker};
use crate::support::{BOUND, Chance, each_shell, expect, note, require_all};

/// How often TERM is sent in each shell.
fn rounds() -> usize {
    if require_all() { 150 } else { 30 }
}

/// How TERM at one moment ended.
enum Fate {
    /// The worker was not running yet.
    Before,
    /// It got TERM, once, and its code is the container's.
    Delivered,
    /// Nothing stopped.
    Lost,
}

fn fate(outcome: &Outcome) -> Fate {
    match (outcome.status, signals(outcome).as_slice()) {
        (Status::TimedOut, []) => Fate::Lost,
        (Status::Exited(143), []) => Fate::Before,
        (Status::Exited(7), [Signal::SIGTERM]) => Fate::Delivered,
        _ => panic!("neither stopped nor lost\n{outcome}"),
    }
}

fn at_a_moment(
    sandbox: &Sandbox,
    chance: &mut Chance,
    bound: Duration,
) -> Result<Outcome, Box<dyn std::error::Error>> {
    let mut running = sandbox.start()?;
    running.wait_for(&Condition::stderr("worker: starting"), BOUND)?;
    chance.pause(bound);
    running.signal(Signal::SIGTERM)?;
    Ok(running.finish(PROMPT)?)
}

/// The losses in 1000 that a shell may have: mksh, posh and ksh93 look for signals
/// and then go to sleep without a lock. They lose about 5; a bound of 10 would fail
/// one run in ten by chance alone. Without the care it is 100 in mksh.
fn known_losses(shell: Shell) -> usize {
    match shell {
        Shell::Mksh | Shell::Posh | Shell::Ksh93 => 30,
        _ => 0,
    }
}

#[test]
fn a_term_around_the_start_is_not_lost() {
    each_shell(|shell| {
        let mut chance = Chance::new(1);
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
        let sandbox = worker(shell).stand_in("php", php);
        let mut lost = 0;
        for _ in 0..rounds() {
            let outcome = at_a_moment(&sandbox, &mut chance, Duration::from_millis(4))?;
            expect(&outcome).so("at most one start", outcome.starts("php").count() <= 1);
            if matches!(fate(&outcome), Fate::Lost) {
                lost += 1;
                note(&format!(
                    "{}: a TERM was lost (seed {})",
                    shell.shell(),
                    chance.seed()
                ));
            }
        }
        let allowed = (rounds() * known_losses(shell.shell())).div_ceil(1000);
        if lost > allowed {
            return Err(format!("{lost} of {} lost", rounds()).into());
        }
        Ok(())
    });
}

#[test]
fn control_without_the_look_at_the_child_it_is() {
    let script = without(&Care::ForkWindow);
    for shell in [Shell::Dash, Shell::Busybox, Shell::Mksh] {
        crate::support::each_shell_of(&[shell], |shell| {
            let mut chance = Chance::new(2);
            let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
            let sandbox = script
                .sandbox(shell)
                .env("LYCHEE_MODE", "worker")
                .stand_in("php", php);
            for _ in 0..400 {
                let mut running = sandbox.start()?;
                running.wait_for(&Condition::stderr("worker: starting"), BOUND)?;
                chance.pause(Duration::from_millis(1));
                running.signal(Signal::SIGTERM)?;
                let outcome = running.finish(Duration::from_millis(400))?;
                if matches!(fate(&outcome), Fate::Lost) {
                    return Ok(());
                }
            }
            Err("no TERM was lost in 400".into())
        });
    }
}
