//! Pauses that grow: the scripts of tables with `factor`. What else they do is proven
//! with the tables of the gallery.

use lychgate::sandbox::outcome::Outcome;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use nix::sys::signal::Signal;

use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, expect};

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
