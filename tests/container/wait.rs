//! What stands around the `wait` for the program: each case with the care that it
//! needs, and without.

use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::Status;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::control::{Care, with_term_before, without, without_program};
use super::{signals, stop};
use crate::support::{BOUND, Proof, Script, each_shell, each_shell_of, expect};

/// Long enough to see that something does not happen.
const MOMENT: Duration = Duration::from_millis(300);

/// `script` in `shell`, as a worker.
fn worker_of(script: &Script, shell: &Installed) -> Sandbox {
    script.sandbox(shell).env("LYCHEE_MODE", "worker")
}

/// A worker that stops at TERM, after a while, with this code.
fn php(code: u8) -> Behaviour {
    Behaviour::runs_until(Signal::SIGTERM)
        .lingers(Duration::from_millis(50))
        .with_code(code)
}

/// Stops a worker that leaves with `code` while the script waits for it: the code is
/// not the container's.
fn loses(script: &Script, shell: &Installed, code: u8) -> Proof {
    let sandbox = worker_of(script, shell).stand_in("php", php(code));
    let mut running = sandbox.start()?;
    running.wait_for(&Condition::ready("php"), BOUND)?;
    running.rests(BOUND)?;
    let outcome = stop(running, Signal::SIGTERM)?;
    let is_other = outcome.status != Status::Exited(code.into());
    expect(&outcome).so("the code is another", is_other);
    Ok(())
}

#[test]
fn control_without_another_wait_the_script_leaves_before_the_worker() {
    let script = without(&Care::WaitAgain);
    each_shell(|shell| loses(&script, shell, 9));
}

#[test]
fn control_without_a_look_a_worker_s_own_127_is_lost() {
    let script = without(&Care::Own127);
    each_shell(|shell| loses(&script, shell, 127));
}

/// Where `wait` has told that the program has ended, and with which code.
const AFTER_WAIT: &str = "    case $lg_status$lg_seen in\n";

#[test]
fn a_stop_after_the_worker_s_end_leaves_its_code() {
    let script = with_term_before(AFTER_WAIT, None);
    let control = with_term_before(AFTER_WAIT, Some(&Care::CodeBefore127));
    each_shell(|shell| {
        let php = Behaviour::exits(5);
        let sandbox = worker_of(&script, shell).stand_in("php", php.clone());
        expect(&sandbox.run(BOUND)?).exited(5);
        let sandbox = worker_of(&control, shell).stand_in("php", php);
        // dash and busybox remember the code for another `wait`.
        let code = match shell.shell() {
            Shell::Dash | Shell::Busybox => 5,
            _ => 127,
        };
        expect(&sandbox.run(BOUND)?).exited(code);
        Ok(())
    });
}

#[test]
fn control_without_the_same_numbers_ksh93_and_yash_have_their_own() {
    let script = without(&Care::SameNumbers);
    each_shell_of(&[Shell::Ksh93, Shell::Yash], |shell| {
        let php = Behaviour::dies_by(Signal::SIGUSR1);
        let mut running = worker_of(&script, shell).stand_in("php", php).start()?;
        running.wait_for(&Condition::stderr("starts again"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let said = outcome.stderr().contains("ended with code 138;");
        expect(&outcome).so("it says another number", !said);
        Ok(())
    });
}

/// Where the child has been made, and its PID is not known yet.
const AFTER_FORK: &str = "  lg_child=$! lg_look=0\n";
/// Where the program is about to be started.
const BEFORE_RUN: &str = "      lg_run php";

#[test]
fn a_stop_before_the_pid_is_known_is_passed_on() {
    let script = with_term_before(AFTER_FORK, None);
    let control = with_term_before(AFTER_FORK, Some(&Care::StopAfterFork));
    each_shell(|shell| {
        // It comes before the stand-in can tell, which dies of it.
        let sandbox = worker_of(&script, shell).stand_in("php", php(9));
        let outcome = sandbox.run(BOUND)?;
        let is_told = matches!(outcome.status, Status::Exited(143 | 9));
        expect(&outcome).so("the worker is told", is_told);
        let sandbox = worker_of(&control, shell).stand_in("php", php(9));
        expect(&sandbox.run(MOMENT)?)
            .ended(Status::TimedOut)
            .starts("php", 1);
        Ok(())
    });
}

#[test]
fn a_stop_before_the_start_starts_nothing() {
    let script = without_program(&with_term_before(BEFORE_RUN, None));
    let control = with_term_before(BEFORE_RUN, Some(&Care::StopBeforeFork));
    let control = without_program(&control);
    each_shell(|shell| {
        // A start would be told by 127.
        expect(&worker_of(&script, shell).run(BOUND)?).exited(143);
        // In zsh the copy that was to become the program obeys the signal itself.
        if shell.shell() != Shell::Zsh {
            expect(&worker_of(&control, shell).run(BOUND)?).exited(127);
        }
        Ok(())
    });
}

#[test]
fn control_without_exec_a_yash_stands_between() {
    let script = without(&Care::ExecInChild);
    each_shell_of(&[Shell::Yash], |shell| {
        let mut running = worker_of(&script, shell).stand_in("php", php(9)).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        expect(&outcome).so("the worker is not told", signals(&outcome).is_empty());
        Ok(())
    });
}

#[test]
fn control_without_its_trap_int_is_no_stop() {
    let script = without(&Care::Int);
    each_shell(|shell| {
        let mut running = worker_of(&script, shell).stand_in("php", php(9)).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGINT)?;
        let outcome = running.finish(MOMENT)?;
        // mksh passes INT on by itself.
        let is_told = signals(&outcome).contains(&Signal::SIGTERM);
        expect(&outcome).so("the worker is not told", !is_told);
        Ok(())
    });
}
