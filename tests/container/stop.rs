//! What becomes of TERM and INT.

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use lychgate::sandbox::outcome::Status;
use lychgate::sandbox::running::{Condition, Running};
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::control::{Care, golden, replaced, without, without_program};
use super::{PROMPT, lychee, signals, stop, worker};
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_at_length, each_shell_of, expect};

/// Long enough to see that something does not happen.
const MOMENT: Duration = Duration::from_millis(300);

/// Long enough for a child to have become its program, and to end it.
pub(super) const SETTLED: Duration = Duration::from_millis(200);

#[test]
fn more_signals_to_stop_change_nothing() {
    let php = Behaviour::runs_until(Signal::SIGTERM)
        .lingers(Duration::from_millis(60))
        .with_code(9);
    let got = Condition::signalled("php");
    each_shell(|shell| {
        let mut running = worker(shell).stand_in("php", php.clone()).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        if shell.shell().may_miss_signals() && running.wait_for(&got, PROMPT).is_err() {
            running.signal(Signal::SIGTERM)?;
        }
        running.wait_for(&got, BOUND)?;
        for _ in 0..5 {
            running.signal(Signal::SIGTERM)?;
            running.signal(Signal::SIGINT)?;
        }
        let outcome = running.finish(BOUND)?;
        expect(&outcome)
            .exited(9)
            .starts("php", 1)
            .so("one TERM", signals(&outcome) == [Signal::SIGTERM]);
        Ok(())
    });
}

#[test]
fn control_without_the_count_the_worker_gets_each_term() {
    let script = without(&Care::SendOnce);
    let php = Behaviour::runs_until(Signal::SIGTERM).lingers(Duration::from_millis(400));
    // ksh93 notices a second signal only when its child has ended.
    let shells = Shell::ALL
        .into_iter()
        .filter(|shell| *shell != Shell::Ksh93);
    each_shell_of(&shells.collect::<Vec<_>>(), |shell| {
        let sandbox = script
            .sandbox(shell)
            .env("LYCHEE_MODE", "worker")
            .stand_in("php", php.clone());
        // mksh and posh may notice one only when the worker ends.
        for _ in 0..10 {
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::ready("php"), BOUND)?;
            running.signal(Signal::SIGTERM)?;
            running.wait_for(&Condition::signalled("php"), BOUND)?;
            running.signal(Signal::SIGTERM)?;
            if signals(&running.finish(BOUND)?).len() == 2 {
                return Ok(());
            }
        }
        Err("the second TERM never came through".into())
    });
}

#[test]
fn control_without_the_end_of_the_loop_the_worker_is_started_again() {
    let script = without(&Care::NoRestart);
    let php = Behaviour::runs_until(Signal::SIGTERM);
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .env("LYCHEE_MODE", "worker")
            .stand_in("php", php.clone());
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        running.wait_for(&Condition::stderr("starts again in 5 s"), BOUND)?;
        expect(&running.finish(MOMENT)?).ended(Status::TimedOut);
        Ok(())
    });
}

#[test]
fn the_child_is_recognised_in_a_moment() {
    // busybox is its own `sleep`, at the address of the shell: looking for another
    // memory map alone would end no sooner than the looks do.
    each_shell_at_length(|shell| {
        let mut best = BOUND;
        for _ in 0..5 {
            let mut running = worker(shell).stand_in("php", Behaviour::exits(3)).start()?;
            running.wait_for(&Condition::stderr("starts again in 5 s"), BOUND)?;
            thread::sleep(SETTLED);
            let stop = Instant::now();
            running.signal(Signal::SIGTERM)?;
            running.ends_within(PROMPT)?;
            best = best.min(stop.elapsed());
            running.finish(BOUND)?;
        }
        if best > SETTLED {
            return Err(format!("the pause took {best:?} to end").into());
        }
        Ok(())
    });
}

#[test]
fn the_pause_ends_by_a_stop_whatever_stops_the_program() {
    // `sleep` ignores WINCH, the stop signal of Apache.
    let table = "
        [modes.server]
        run     = [\"apache2\"]
        stop    = { signal = \"WINCH\" }
        restart = { delay = \"60s\" }";
    let text = String::from_utf8(emitted(table)).expect("a script is a text");
    let control = Script::new(replaced(&text, "'') kill -s TERM ", "'') kill -s WINCH "));
    let script = Script::new(text);
    each_shell(|shell| {
        let server = Behaviour::exits(0).next(Behaviour::runs_until(Signal::SIGWINCH));
        let in_pause = |script: &Script| -> Result<Running, Box<dyn Error>> {
            let sandbox = script.sandbox(shell).stand_in("apache2", server.clone());
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::stderr("starts again in 60 s"), BOUND)?;
            Ok(running)
        };
        let outcome = stop(in_pause(&script)?, Signal::SIGTERM)?;
        expect(&outcome).exited(143).starts("apache2", 1);
        let mut running = in_pause(&control)?;
        thread::sleep(SETTLED);
        running.signal(Signal::SIGTERM)?;
        expect(&running.finish(MOMENT)?).ended(Status::TimedOut);
        Ok(())
    });
}

#[test]
fn control_a_sleep_in_the_foreground_keeps_the_stop_waiting() {
    let script = without(&Care::PauseInBackground);
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).env("LYCHEE_MODE", "worker");
        let mut running = sandbox.stand_in("php", Behaviour::exits(3)).start()?;
        running.wait_for(&Condition::stderr("starts again in 5 s"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let outcome = running.finish(MOMENT)?;
        // ksh93 alone leaves its foreground child for a trap.
        if shell.shell() != Shell::Ksh93 {
            expect(&outcome).ended(Status::TimedOut);
        }
        Ok(())
    });
}

#[test]
fn control_a_worker_in_the_foreground_never_hears_of_the_stop() {
    let script = without(&Care::WorkerInBackground);
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM);
        let sandbox = script.sandbox(shell).env("LYCHEE_MODE", "worker");
        let mut running = sandbox.stand_in("php", php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let outcome = running.finish(MOMENT)?;
        expect(&outcome).so("it did not get the signal", signals(&outcome).is_empty());
        Ok(())
    });
}

#[test]
fn a_worker_that_ends_is_started_again_until_the_stop() {
    let php = Behaviour::exits(0)
        .next(Behaviour::exits(1))
        .next(Behaviour::dies_by(Signal::SIGSEGV))
        .next(Behaviour::runs_until(Signal::SIGTERM));
    let script = without(&Care::LongPause);
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).env("LYCHEE_MODE", "worker");
        let mut running = sandbox.stand_in("php", php.clone()).start()?;
        running.wait_for(&Condition::ready("php").times(2), BOUND)?;
        running.wait_for(&Condition::started("php").times(4), BOUND)?;
        running.wait_for(&Condition::ready("php").times(3), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let said = outcome.stderr();
        let codes: Vec<&str> = said
            .lines()
            .filter_map(|line| line.strip_prefix("Lychee: worker: ended with code "))
            .filter_map(|rest| rest.strip_suffix("; starts again in 5 s"))
            .collect();
        expect(&outcome).exited(0).starts("php", 4);
        assert_eq!(codes, ["0", "1", "139"], "{outcome}");
        Ok(())
    });
}

#[test]
fn a_program_that_cannot_be_started_has_the_code_of_the_shell() {
    let worker = without_program(&Script::new(golden()));
    each_shell(|shell| {
        let outcome = lychee(shell).arg("no-such-program").run(BOUND)?;
        expect(&outcome).exited(127);
        let mut running = worker.sandbox(shell).env("LYCHEE_MODE", "worker").start()?;
        running.wait_for(&Condition::stderr("starts again"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let said = outcome.stderr();
        expect(&outcome).exited(143).so(
            "it says 127",
            said.contains("worker: ended with code 127; starts again"),
        );
        Ok(())
    });
}
