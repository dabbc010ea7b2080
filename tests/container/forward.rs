//! Signals that stop or are passed on: the scripts of tables with `stop.accepts`
//! and `forward`.

use std::thread;
use std::time::Duration;

use lychgate::sandbox::outcome::Status;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::signals;
use super::stop::SETTLED;
use crate::emission::emitted;
use crate::support::{BOUND, PROMPT, Script, each_shell, expect, stop};

const TABLE: &str = "\
[entrypoint]
app = \"test\"
[modes.worker]
run     = [\"php\"]
stop    = { accepts = [\"QUIT\"] }
forward = [\"HUP\", \"USR1=USR2\", \"USR2=TERM\", \"WINCH\"]
restart = { delay = \"60s\" }
";

#[test]
fn a_signal_is_passed_on_as_the_table_says() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
    each_shell(|shell| {
        let mut running = script.sandbox(shell).stand_in("php", php.clone()).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        // The script has to see that the program is there as well.
        thread::sleep(SETTLED);
        let sent = [Signal::SIGHUP, Signal::SIGUSR1, Signal::SIGWINCH];
        for (index, signal) in sent.into_iter().enumerate() {
            running.signal(signal)?;
            // ksh93 sends CONT each time.
            let each = 1 + usize::from(shell.shell() == Shell::Ksh93);
            let got = Condition::signalled("php").times((index + 1) * each);
            if running.wait_for(&got, PROMPT).is_err() && shell.shell().may_miss_signals() {
                running.signal(signal)?;
            }
            running.wait_for(&got, BOUND)?;
        }
        let outcome = stop(running, Signal::SIGTERM)?;
        let mut got = signals(&outcome);
        got.dedup();
        let should = [
            Signal::SIGHUP,
            Signal::SIGUSR2,
            Signal::SIGWINCH,
            Signal::SIGTERM,
        ];
        expect(&outcome)
            .exited(7)
            .starts("php", 1)
            .so("these four, in order", got == should);
        Ok(())
    });
}

#[test]
fn a_signal_that_is_accepted_stops() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
    each_shell(|shell| {
        let mut running = script.sandbox(shell).stand_in("php", php.clone()).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGQUIT)?;
        expect(&outcome)
            .exited(7)
            .so("one TERM", signals(&outcome) == [Signal::SIGTERM]);
        Ok(())
    });
}

#[test]
fn in_the_pause_what_is_passed_on_does_nothing() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).stand_in("php", Behaviour::exits(3));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::stderr("starts again in 60 s"), BOUND)?;
        running.signal(Signal::SIGHUP)?;
        running.signal(Signal::SIGUSR1)?;
        running.signal(Signal::SIGUSR2)?;
        let ended = running.ends_within(Duration::from_millis(200))?;
        let outcome = stop(running, Signal::SIGQUIT)?;
        expect(&outcome)
            .ended(Status::Exited(131))
            .starts("php", 1)
            .so("the pause went on", !ended);
        Ok(())
    });
}

#[test]
fn control_without_the_table_the_signal_is_not_passed_on() {
    let without = TABLE.replace(
        "forward = [\"HUP\", \"USR1=USR2\", \"USR2=TERM\", \"WINCH\"]\n",
        "",
    );
    let script = Script::new(emitted(&without));
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM);
        let mut running = script.sandbox(shell).stand_in("php", php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        // The shell has no handler for it; an ordinary process would die of it.
        if !running.is_process_1() {
            return Ok(());
        }
        running.signal(Signal::SIGUSR1)?;
        running.ends_within(Duration::from_millis(100))?;
        let outcome = stop(running, Signal::SIGTERM)?;
        expect(&outcome).so("only TERM", signals(&outcome) == [Signal::SIGTERM]);
        Ok(())
    });
}
