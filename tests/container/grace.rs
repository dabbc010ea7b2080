//! A limited time to end: the script of a table with `grace`.

use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::control::replaced;
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_at_length, each_shell_of, expect};

const TABLE: &str = "\
[entrypoint]
app = \"test\"
[modes.worker]
run       = [\"php\"]
supervise = true
stop      = { grace = \"1s\" }
";

fn sandbox(script: &Script, shell: &Installed, php: &Behaviour) -> Sandbox {
    script.sandbox(shell).stand_in("php", php.clone())
}

#[test]
fn a_program_that_does_not_end_is_killed_after_the_grace() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::ignores_signals();
    each_shell_at_length(|shell| {
        let mut running = sandbox(&script, shell, &php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        // More signals neither shorten nor lengthen the time.
        for signal in [Signal::SIGTERM, Signal::SIGTERM, Signal::SIGINT] {
            running.signal(signal)?;
        }
        let outcome = running.finish(BOUND)?;
        let time = outcome.time_to_stop().unwrap_or_default();
        let second = Duration::from_millis(900)..Duration::from_millis(1900);
        expect(&outcome)
            .exited(137)
            .so("one TERM", super::signals(&outcome) == [Signal::SIGTERM])
            .so("it took a second", second.contains(&time))
            .so(
                "it says so",
                outcome
                    .stderr()
                    .contains("test: still running after 1 s: killed\n"),
            );
        Ok(())
    });
}

#[test]
fn a_program_that_ends_in_time_is_not_kept_waiting() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::runs_until(Signal::SIGTERM)
        .lingers(Duration::from_millis(50))
        .with_code(3);
    each_shell(|shell| {
        let outcome = {
            let mut running = sandbox(&script, shell, &php).start()?;
            running.wait_for(&Condition::ready("php"), BOUND)?;
            super::stop(running, Signal::SIGTERM)?
        };
        let time = outcome.time_to_stop().unwrap_or_default();
        expect(&outcome)
            .exited(3)
            .so("it ended at once", time < Duration::from_millis(900))
            .so("nobody was killed", !outcome.stderr().contains("killed"));
        Ok(())
    });
}

#[test]
fn the_clock_of_the_grace_ends_with_the_program() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::runs_until(Signal::SIGTERM).lingers(Duration::from_millis(50));
    // ksh93 may not learn the clock's PID in time; it runs out by itself then.
    let shells = Shell::ALL
        .into_iter()
        .filter(|shell| *shell != Shell::Ksh93);
    each_shell_of(&shells.collect::<Vec<_>>(), |shell| {
        let sandbox = sandbox(&script, shell, &php).without_namespaces();
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = super::stop(running, Signal::SIGTERM)?;
        let clocks = outcome.left.iter().filter(|name| *name == "sleep").count();
        expect(&outcome)
            .exited(0)
            .so("no clock is left", clocks == 0);
        Ok(())
    });
}

#[test]
fn control_without_the_end_of_the_clock_it_stays() {
    let text = String::from_utf8(emitted(TABLE)).expect("the table is ASCII");
    let end = "  case $lg_timer in ?*) kill -s TERM \"$lg_timer\" 2>/dev/null || : ;; esac\n";
    let script = Script::new(replaced(&text, end, ""));
    let php = Behaviour::runs_until(Signal::SIGTERM).lingers(Duration::from_millis(50));
    each_shell(|shell| {
        let sandbox = sandbox(&script, shell, &php).without_namespaces();
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = super::stop(running, Signal::SIGTERM)?;
        expect(&outcome).so("something is left", !outcome.left.is_empty());
        Ok(())
    });
}

#[test]
fn control_without_a_grace_it_goes_on() {
    let script = Script::new(emitted(
        &TABLE.replace("stop      = { grace = \"1s\" }\n", ""),
    ));
    let php = Behaviour::ignores_signals();
    each_shell_at_length(|shell| {
        let mut running = sandbox(&script, shell, &php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let ended = running.ends_within(Duration::from_millis(1500))?;
        let outcome = running.finish(Duration::ZERO)?;
        expect(&outcome).so("it still runs", !ended);
        Ok(())
    });
}
