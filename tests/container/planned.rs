//! Planned ends and pauses by chance: the scripts of tables with
//! `restart.recycle` and `restart.jitter`.

use std::collections::BTreeSet;

use lychgate::sandbox::outcome::Outcome;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::back_off::pauses;
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_of, expect, stop};

/// The shells whose `sleep` can be a stand-in: busybox has its own.
fn patient() -> Vec<Shell> {
    let shells = Shell::ALL.into_iter();
    shells.filter(|shell| *shell != Shell::Busybox).collect()
}

/// A run of `table` in each shell, in which `php` ends as it is told and then
/// runs until TERM, at its `last` start.
fn run(table: &str, php: &Behaviour, last: usize, look: impl Fn(&Outcome) + Sync) {
    let script = Script::new(emitted(table));
    each_shell_of(&patient(), |shell| {
        let sandbox = script
            .sandbox(shell)
            .stand_in("php", php.clone())
            .stand_in("sleep", Behaviour::exits(0));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php").times(last), BOUND)?;
        look(&stop(running, Signal::SIGTERM)?);
        Ok(())
    });
}

#[test]
fn a_planned_end_makes_the_pause_short_and_is_not_counted() {
    let table = "
        [modes.worker]
        run     = [\"php\"]
        restart = { delay = \"1s\", factor = 2, recycle = [0, 3], limit = { exits = 2, within = \"1h\" } }";
    let php = Behaviour::exits(1)
        .next(Behaviour::exits(1))
        .next(Behaviour::exits(0))
        .next(Behaviour::exits(3))
        .next(Behaviour::runs_until(Signal::SIGTERM));
    run(table, &php, 5, |outcome| {
        let planned = outcome
            .stderr()
            .matches("as planned; starts again in 1 s")
            .count();
        expect(outcome)
            .exited(0)
            .so("two were planned", planned == 2)
            .so("1, 2, then 1 and 1", pauses(outcome) == [1, 2, 1, 1]);
    });
}

#[test]
fn only_a_planned_end_is_followed_by_a_start_if_the_table_says_so() {
    let table = "
        [modes.worker]
        run     = [\"php\"]
        restart = { on = \"never\", delay = \"1s\", recycle = [3] }";
    let script = Script::new(emitted(table));
    each_shell_of(&patient(), |shell| {
        let php = Behaviour::exits(3).next(Behaviour::exits(4));
        let outcome = script
            .sandbox(shell)
            .stand_in("php", php)
            .stand_in("sleep", Behaviour::exits(0))
            .run(BOUND)?;
        expect(&outcome).exited(4).starts("php", 2);
        Ok(())
    });
}

#[test]
fn success_ends_the_mode_unless_it_was_planned() {
    for (codes, code, starts) in [("[3]", 0, 2), ("[0, 3]", 5, 3)] {
        let table = format!(
            "[modes.worker]\nrun = [\"php\"]\n\
             restart = {{ on = \"failure\", limit = {{ exits = 1, within = \"1h\" }}, \
             recycle = {codes} }}\n\
             [entrypoint]\nexit = {{ loop = 5 }}\n"
        );
        let script = Script::new(emitted(&table));
        let php = Behaviour::exits(3)
            .next(Behaviour::exits(0))
            .next(Behaviour::exits(1));
        each_shell_of(&patient(), |shell| {
            let outcome = script
                .sandbox(shell)
                .stand_in("php", php.clone())
                .stand_in("sleep", Behaviour::exits(0))
                .run(BOUND)?;
            let starts = if code == 0 { starts } else { starts + 1 };
            expect(&outcome).exited(code).starts("php", starts);
            Ok(())
        });
    }
}

#[test]
fn chance_adds_to_the_pause_and_differs() {
    let table = "
        [modes.worker]
        run     = [\"php\"]
        restart = { delay = \"10s\", jitter = \"1h\" }";
    let script = Script::new(emitted(table));
    let php = Behaviour::exits(1);
    each_shell(|shell| {
        let mut seen = BTreeSet::new();
        // The same as the one before it by chance once in 3600: four are all the same
        // once in 46,000,000,000.
        for _ in 0..4 {
            if seen.len() == 2 {
                break;
            }
            let sandbox = script.sandbox(shell).stand_in("php", php.clone());
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::stderr(" s\n"), BOUND)?;
            let outcome = stop(running, Signal::SIGTERM)?;
            let mut pauses = pauses(&outcome);
            // zsh may write a line twice if a signal comes in the midst of it.
            pauses.dedup();
            let within = pauses.iter().all(|pause| (10..=3610).contains(pause));
            expect(&outcome).so("within its bounds", within && pauses.len() == 1);
            seen.extend(pauses);
        }
        if seen.len() == 2 {
            Ok(())
        } else {
            Err("always the same".into())
        }
    });
}
