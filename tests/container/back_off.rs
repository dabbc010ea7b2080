//! Pauses that grow and restarts that come to an end: the scripts of tables with
//! `factor` and `limit`.

use std::error::Error;
use std::fs;
use std::time::Duration;

use lychgate::sandbox::outcome::Outcome;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Installed;
use nix::sys::signal::Signal;

use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, expect, note};

const TABLE: &str = "\
[entrypoint]
app = \"test\"
[modes.worker]
run     = [\"php\"]
restart = { delay = \"1s\", factor = 2, max-delay = \"3s\", stable-after = \"1m\" }
";

/// The seconds of the pauses that the log tells.
pub(super) fn pauses(outcome: &Outcome) -> Vec<u32> {
    outcome
        .stderr()
        .lines()
        .filter_map(|line| line.split_once("; starts again in "))
        .map(|(_, rest)| rest)
        .filter_map(|rest| rest.strip_suffix(" s"))
        .filter_map(|seconds| seconds.parse().ok())
        .collect()
}

/// A run of `script` in which a minute passes, for this container alone, while
/// `php` runs for the given time; stopped in the run after that. Nothing, with a
/// note, where no file can be shown in place of the clock.
fn with_a_minute_in_run(
    run: usize,
    script: &Script,
    shell: &Installed,
    php: &Behaviour,
) -> Result<Option<Outcome>, Box<dyn Error>> {
    let clock = script.folder().join(format!("uptime-{}", shell.shell()));
    fs::write(&clock, "100.25 50.50\n")?;
    let sandbox = script
        .sandbox(shell)
        .bind(&clock, "/proc/uptime")
        .stand_in("php", php.clone())
        .stand_in("sleep", Behaviour::exits(0));
    let mut running = match sandbox.start() {
        Ok(running) => running,
        Err(fault) => {
            note(&format!("a minute was not made to pass: {fault}"));
            return Ok(None);
        }
    };
    running.wait_for(&Condition::ready("php").times(run), BOUND)?;
    fs::write(&clock, "160.30 50.50\n")?;
    running.wait_for(&Condition::ready("php").times(run + 1), BOUND)?;
    super::stop(running, Signal::SIGTERM).map(Some)
}

#[test]
fn each_pause_is_longer_up_to_a_limit() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        // busybox has its own `sleep` and takes the real time.
        let sandbox = script
            .sandbox(shell)
            .stand_in("php", Behaviour::exits(1))
            .stand_in("sleep", Behaviour::exits(0));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::stderr("starts again in 3 s").times(1), BOUND)?;
        let outcome = super::stop(running, Signal::SIGTERM)?;
        expect(&outcome).so("1, 2, 3", pauses(&outcome).starts_with(&[1, 2, 3]));
        Ok(())
    });
}

#[test]
fn a_stable_run_makes_the_pause_short_again() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::exits(1)
        .next(Behaviour::runs_for(Duration::from_millis(500)))
        .next(Behaviour::runs_until(Signal::SIGTERM));
    each_shell(|shell| {
        let Some(outcome) = with_a_minute_in_run(2, &script, shell, &php)? else {
            return Ok(());
        };
        expect(&outcome).so("1 and 1", pauses(&outcome) == [1, 1]);
        Ok(())
    });
}

#[test]
fn control_a_run_that_is_not_stable_lets_it_grow() {
    let script = Script::new(emitted(TABLE));
    let php = Behaviour::exits(1)
        .next(Behaviour::exits(1))
        .next(Behaviour::runs_until(Signal::SIGTERM));
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .stand_in("php", php.clone())
            .stand_in("sleep", Behaviour::exits(0));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php").times(3), BOUND)?;
        let outcome = super::stop(running, Signal::SIGTERM)?;
        expect(&outcome).so("1 and 2", pauses(&outcome) == [1, 2]);
        Ok(())
    });
}

/// A table in which a program may end twice in a minute.
const LIMITED: &str = "\
[entrypoint]
app = \"test\"
[modes.worker]
run     = [\"php\"]
restart = { delay = \"1s\", limit = { exits = 2, within = \"1m\" } }
";

#[test]
fn a_crash_loop_ends_the_container() {
    let script = Script::new(emitted(LIMITED));
    each_shell(|shell| {
        let outcome = script
            .sandbox(shell)
            .stand_in("php", Behaviour::exits(1))
            .stand_in("sleep", Behaviour::exits(0))
            .run(BOUND)?;
        let said = "test: worker: ended with code 1, more than 2 times in 60 s: giving up\n";
        expect(&outcome)
            .exited(70)
            .starts("php", 3)
            .so("it says so", outcome.stderr().ends_with(said));
        Ok(())
    });
}

#[test]
fn exits_of_long_ago_do_not_count() {
    let script = Script::new(emitted(LIMITED));
    let php = Behaviour::exits(1)
        .next(Behaviour::exits(1))
        .next(Behaviour::runs_for(Duration::from_millis(500)))
        .next(Behaviour::runs_until(Signal::SIGTERM));
    each_shell(|shell| {
        if let Some(outcome) = with_a_minute_in_run(3, &script, shell, &php)? {
            expect(&outcome).exited(0);
        }
        Ok(())
    });
}
