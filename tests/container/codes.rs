//! Exit codes: all of them, and deaths by signals.

use std::error::Error;
use std::fs;
use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::control::{Care, without};
use super::{lychee, stop, worker};
use crate::support::{BOUND, Script, each_shell, each_shell_at_length, expect, require_all};

/// Every code under `tests/run`; without it those that a shell could take for
/// something else.
fn codes() -> Vec<u8> {
    if require_all() {
        (0..=255).collect()
    } else {
        vec![0, 1, 2, 64, 126, 127, 128, 129, 130, 137, 143, 255]
    }
}

#[test]
fn all_256_codes_pass_through_exec() {
    each_shell(|shell| {
        for code in codes() {
            let outcome = lychee(shell)
                .arg("server")
                .stand_in("server", Behaviour::exits(code))
                .run(BOUND)?;
            expect(&outcome).exited(code.into());
        }
        Ok(())
    });
}

#[test]
fn all_256_codes_are_seen_in_the_loop() {
    each_shell_at_length(|shell| {
        for code in codes() {
            let outcome = ended(&worker(shell).stand_in("php", Behaviour::exits(code)))?;
            let line = format!("Lychee: worker: ended with code {code}; starts again in 5 s\n");
            expect(&outcome)
                .exited(143)
                .so(&line, outcome.stderr().contains(&line));
        }
        Ok(())
    });
}

/// Runs a worker that ends, and stops the container in the pause after it.
fn ended(sandbox: &Sandbox) -> Result<Outcome, Box<dyn Error>> {
    let mut running = sandbox.start()?;
    running.wait_for(&Condition::stderr("starts again"), BOUND)?;
    stop(running, Signal::SIGTERM)
}

#[test]
fn all_256_codes_after_a_stop_are_the_container_s() {
    each_shell_at_length(|shell| {
        for code in codes() {
            let php = Behaviour::runs_until(Signal::SIGTERM)
                .lingers(Duration::from_millis(5))
                .with_code(code);
            let mut running = worker(shell).stand_in("php", php).start()?;
            running.wait_for(&Condition::ready("php"), BOUND)?;
            expect(&stop(running, Signal::SIGTERM)?).exited(code.into());
        }
        Ok(())
    });
}

#[test]
fn control_another_code_is_seen() {
    let script = without(&Care::ExitCode);
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(5);
        let sandbox = script.sandbox(shell).env("LYCHEE_MODE", "worker");
        let mut running = sandbox.stand_in("php", php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        expect(&stop(running, Signal::SIGTERM)?).exited(0);
        Ok(())
    });
}

/// Whether the default action of `signal` is to end a process.
fn is_deadly(signal: Signal) -> bool {
    !matches!(
        signal,
        Signal::SIGCHLD
            | Signal::SIGCONT
            | Signal::SIGSTOP
            | Signal::SIGTSTP
            | Signal::SIGTTIN
            | Signal::SIGTTOU
            | Signal::SIGURG
            | Signal::SIGWINCH
    )
}

#[test]
fn a_death_by_signal_n_is_128_and_n_in_the_log() {
    each_shell_at_length(|shell| {
        for signal in Signal::iterator().filter(|signal| is_deadly(*signal)) {
            let outcome = ended(&worker(shell).stand_in("php", Behaviour::dies_by(signal)))?;
            let line = format!(
                "worker: ended with code {}; starts again in 5 s\n",
                128 + signal as i32
            );
            let said = outcome.stderr().contains(&line);
            expect(&outcome).ended(Status::Exited(143)).so(&line, said);
        }
        Ok(())
    });
}

#[test]
fn a_death_by_a_real_time_signal_too_and_posh_dies_of_it() {
    let script = Script::new(fs::read(super::script()).expect("the golden script is there"));
    let path = script.program("php", "#!/bin/sh\nkill -\"$SIGNAL\" \"$$\"\n");
    each_shell(|shell| {
        for number in [34, 50, 64] {
            let sandbox = worker(shell).env("PATH", &path);
            let sandbox = sandbox.env("SIGNAL", number.to_string());
            if shell.shell() == Shell::Posh {
                expect(&sandbox.run(BOUND)?).ended(Status::Killed(Signal::SIGSEGV));
                continue;
            }
            let outcome = ended(&sandbox)?;
            let line = format!("worker: ended with code {};", 128 + number);
            let said = outcome.stderr().contains(&line);
            expect(&outcome).exited(143).so(&line, said);
        }
        Ok(())
    });
}
