//! Programs that are not as the parent of a program would like them.

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use lychgate::sandbox::process_table::Process;
use lychgate::sandbox::running::{Condition, Running};
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::signals;
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, expect};

/// Long enough to see that something does not happen.
const MOMENT: Duration = Duration::from_millis(200);

/// The code of a program that leaves with 7 after it was stopped: zsh keeps the
/// number of the stop.
fn code_after_a_stop(shell: Shell) -> i32 {
    match shell {
        Shell::Zsh => 147,
        _ => 7,
    }
}

/// A program that is started once.
fn script() -> Script {
    Script::new(emitted(
        "[modes.worker]\nrun       = [\"php\"]\nsupervise = true\n",
    ))
}

#[test]
fn a_program_that_becomes_a_daemon_has_ended() {
    let script = script();
    let php = Behaviour::ignores_signals().daemonizes().with_code(9);
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).stand_in("php", php.clone());
        expect(&sandbox.run(BOUND)?).exited(0).starts("php", 1);
        // No kernel ends the daemon where the script is not process 1.
        let outcome = sandbox.without_namespaces().run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .so("the daemon lives on", outcome.left.len() == 1);
        Ok(())
    });
}

/// Stops `php` while the script waits for it. Gives its PID.
fn stop_it(running: &mut Running) -> Result<Pid, Box<dyn Error>> {
    running.wait_for(&Condition::ready("php"), BOUND)?;
    // A zsh that does not wait yet takes a stop for the end.
    thread::sleep(MOMENT);
    let processes = running.processes();
    let php = processes.iter().find(|it| it.parent == running.pid());
    let pid = Pid::from_raw(php.ok_or("no child")?.pid);
    kill(pid, Signal::SIGSTOP)?;
    let start = Instant::now();
    let is_stopped = |it: &Process| it.pid == pid.as_raw() && it.state == 'T';
    while !running.processes().iter().any(is_stopped) {
        assert!(start.elapsed() < BOUND, "it does not stop\n{running}");
    }
    Ok(pid)
}

#[test]
fn a_program_that_is_stopped_has_not_ended() {
    let script = script();
    let php = Behaviour::runs_for(3 * MOMENT).with_code(7);
    each_shell(|shell| {
        let mut running = script.sandbox(shell).stand_in("php", php.clone()).start()?;
        let pid = stop_it(&mut running)?;
        let ended = running.ends_within(MOMENT)?;
        if !ended {
            kill(pid, Signal::SIGCONT)?;
        }
        let outcome = running.finish(BOUND)?;
        expect(&outcome)
            .so("the script waits", !ended)
            .exited(code_after_a_stop(shell.shell()))
            .starts("php", 1);
        Ok(())
    });
}

#[test]
fn a_program_that_is_stopped_gets_term_when_it_goes_on() {
    let script = script();
    let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
    each_shell(|shell| {
        let mut running = script.sandbox(shell).stand_in("php", php.clone()).start()?;
        let pid = stop_it(&mut running)?;
        running.signal(Signal::SIGTERM)?;
        let ended = running.ends_within(MOMENT)?;
        if !ended {
            kill(pid, Signal::SIGCONT)?;
        }
        let outcome = running.finish(BOUND)?;
        // ksh93 and zsh let it go on themselves.
        let shell = shell.shell();
        let lets_go_on = matches!(shell, Shell::Ksh93 | Shell::Zsh);
        expect(&outcome)
            .exited(code_after_a_stop(shell))
            .so("who lets it go on", ended == lets_go_on)
            .so("one TERM", signals(&outcome) == [Signal::SIGTERM]);
        Ok(())
    });
}
