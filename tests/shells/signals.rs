//! Signals, and what `wait` says of them.

use std::error::Error;
use std::time::Duration;

use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::{Condition, Running};
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::{MOMENT, script, supervised};
use crate::support::{self, BOUND, PROMPT, each_shell, each_shell_at_length, expect};

/// Waits until `php` runs.
pub(super) fn ready(running: &mut Running) -> Result<(), Box<dyn Error>> {
    Ok(running.wait_for(&Condition::ready("php"), BOUND)?)
}

/// The shells that may miss the end of a child at the moment of a signal.
fn may_miss(shell: Shell) -> bool {
    matches!(shell, Shell::Mksh | Shell::Ksh93 | Shell::Posh | Shell::Zsh)
}

/// Stops a container by TERM.
pub(super) fn stop(running: Running) -> Result<Outcome, Box<dyn Error>> {
    support::stop(running, Signal::SIGTERM)
}

#[test]
fn what_is_ignored_at_the_start_stays_ignored() {
    let script = script();
    each_shell_at_length(|shell| {
        for signal in [Signal::SIGTERM, Signal::SIGINT] {
            let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
            let sandbox = supervised(&script, shell).stand_in("php", php);
            let mut running = sandbox.ignore(signal).start()?;
            ready(&mut running)?;
            running.signal(signal)?;
            // zsh alone takes a trap for a signal that came ignored.
            let (bound, status) = match shell.shell() {
                Shell::Zsh => (BOUND, Status::Exited(7)),
                _ => (MOMENT, Status::TimedOut),
            };
            let outcome = running.finish(bound)?;
            let said = format!(
                "test: {} was ignored at the start: it stops nothing\n",
                name(signal)
            );
            let says = outcome.stderr().contains(&said);
            expect(&outcome)
                .ended(status)
                .so("it says so", says == (shell.shell() != Shell::Zsh));
        }
        Ok(())
    });
}

/// The name without `SIG`.
fn name(signal: Signal) -> &'static str {
    signal.as_str().trim_start_matches("SIG")
}

#[test]
fn int_and_quit_are_ignored_in_the_background_by_most_shells() {
    let script = script();
    each_shell(|shell| {
        let sandbox = supervised(&script, shell).stand_in("php", Behaviour::exits(0));
        let outcome = sandbox.run(BOUND)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let bit = |signal: Signal| 1_u64 << (signal as i32 - 1);
        let known = match shell.shell() {
            Shell::Bash | Shell::Posh => 0,
            Shell::Mksh => bit(Signal::SIGQUIT),
            _ => bit(Signal::SIGINT) | bit(Signal::SIGQUIT),
        };
        expect(&outcome)
            .exited(0)
            .so("what is ignored", start.ignored == known);
        Ok(())
    });
}

#[test]
fn ksh93_sends_cont_after_term() {
    let script = script();
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).lingers(Duration::from_millis(50));
        let sandbox = supervised(&script, shell).stand_in("php", php);
        let mut running = sandbox.start()?;
        ready(&mut running)?;
        let outcome = stop(running)?;
        expect(&outcome).exited(0).signals(
            "php",
            match shell.shell() {
                Shell::Ksh93 => &[Signal::SIGTERM, Signal::SIGCONT],
                _ => &[Signal::SIGTERM],
            },
        );
        Ok(())
    });
}

#[test]
fn an_answer_of_127_at_once_may_become_the_code_of_the_interrupted_wait() {
    let script = script();
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(127);
        let sandbox = supervised(&script, shell).stand_in("php", php);
        let allowed: &[i32] = match shell.shell() {
            Shell::Ksh93 => &[127, 1],
            _ => &[127, 143],
        };
        for _ in 0..20 {
            let mut running = sandbox.start()?;
            ready(&mut running)?;
            let outcome = stop(running)?;
            let known = |code: &i32| outcome.status == Status::Exited(*code);
            expect(&outcome).so("a known code", allowed.iter().any(known));
        }
        Ok(())
    });
}

#[test]
fn a_program_that_ends_in_the_moment_of_the_signal() {
    let script = script();
    let path = script.program("php", "#!/bin/sh\nkill -s TERM \"$PPID\"\nexit 5\n");
    each_shell_at_length(|shell| {
        // TERM may come back to the program before it has ended, so that is 143.
        let allowed: &[i32] = match shell.shell() {
            Shell::Ksh93 => &[5, 143, 1],
            _ => &[5, 143],
        };
        for _ in 0..20 {
            let mut running = supervised(&script, shell).env("PATH", &path).start()?;
            if !running.ends_within(PROMPT)? && may_miss(shell.shell()) {
                running.signal(Signal::SIGTERM)?;
            }
            let outcome = running.finish(BOUND)?;
            let known = |code: &i32| outcome.status == Status::Exited(*code);
            expect(&outcome).so("a known code", allowed.iter().any(known));
        }
        Ok(())
    });
}

/// What a shell says when a child died by this signal, without the end of the line.
fn obituary(shell: Shell, signal: Signal) -> Option<&'static str> {
    match (shell, signal) {
        (Shell::Yash | Shell::Zsh, _) | (Shell::Bash, Signal::SIGTERM) => None,
        (Shell::Ksh93 | Shell::Posh, Signal::SIGSEGV) => Some("Memory fault"),
        (_, Signal::SIGSEGV) => Some("Segmentation fault"),
        (_, Signal::SIGKILL) => Some("Killed"),
        _ => Some("Terminated"),
    }
}

#[test]
fn some_shells_say_themselves_that_a_child_died() {
    let script = script();
    each_shell(|shell| {
        for signal in [Signal::SIGTERM, Signal::SIGKILL, Signal::SIGSEGV] {
            let php = Behaviour::dies_by(signal);
            let sandbox = supervised(&script, shell).stand_in("php", php);
            let outcome = sandbox.run(BOUND)?;
            let said = outcome.stderr();
            let of_shell: Vec<&str> = said
                .lines()
                .filter(|line| !line.starts_with("test: "))
                .collect();
            let is_known = match (of_shell.as_slice(), obituary(shell.shell(), signal)) {
                // Nothing either if the child had ended before it was waited for.
                ([], _) => true,
                ([line], Some(word)) => line.contains(word),
                _ => false,
            };
            expect(&outcome)
                .exited(128 + signal as i32)
                .so("it says what is known", is_known);
        }
        Ok(())
    });
}
