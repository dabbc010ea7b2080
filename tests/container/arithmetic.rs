//! The pauses between restarts, compared with what the plan says they are.
//!
//! The container has a clock of its own, which the program and `nap`, in place of
//! `sleep`, move on: years pass in a second. (`nap`, since busybox takes its own
//! `sleep`.)

use std::error::Error;
use std::fmt::Write;
use std::fs;

use lychgate::plan::{BackOff, Life, Limit, Phase, Restart, Supervision};
use lychgate::sandbox::outcome::Outcome;
use lychgate::shell::{Installed, Shell};
use lychgate::{plan, table};

use super::back_off::pauses;
use crate::emission::emitted;
use crate::support::{BOUND, Chance, Script, each_shell_at_length, each_shell_of, expect, skip};

/// Adds the next length of a run to the clock, and fails until there is none.
const PHP: &str = r#"#!/bin/sh
set -e
read -r run <"$STATE/runs" || exit 0
sed -i 1d "$STATE/runs"
nap "$run"
exit 1
"#;

/// Lets $1 seconds pass.
const NAP: &str = r#"#!/bin/sh
read -r up idle <"$STATE/uptime"
echo "$((${up%.*} + $1)).99 $idle" >"$STATE/uptime"
"#;

/// A table whose restart is `restart`.
fn table(restart: &str) -> String {
    format!(
        "[entrypoint]\napp = \"test\"\n[modes.worker]\nrun = [\"php\"]\nrestart = {{ on = \"failure\", {restart} }}\n"
    )
}

/// What a table can say of restarts.
const RESTARTS: [&str; 4] = [
    "delay = \"1s\", factor = 2, max-delay = \"1m\", stable-after = \"5m\"",
    "delay = \"3s\", factor = 3, max-delay = \"100s\"",
    "delay = \"5s\", limit = { exits = 4, within = \"1m\" }",
    "delay = \"7s\", factor = 10, max-delay = \"1h\", stable-after = \"10s\", limit = { exits = 4, within = \"5m\" }",
];

/// What the plan of `table` says of restarts.
fn restart(table: &str) -> Restart {
    let table = table::parse(table).expect("it was emitted");
    let plan = plan::resolve(&table, "lychgate.toml");
    let life = match plan.modes[0].phases.last() {
        Some(Phase::Run { life, .. }) => life.clone(),
        _ => panic!("a mode ends by running something"),
    };
    match life {
        Life::Supervise(Supervision { restart, .. }) => restart.expect("the table says it"),
        Life::Exec => panic!("a restart needs a parent"),
    }
}

/// The pauses after runs of these lengths, and whether the script gives up.
fn expected(restart: &Restart, runs: &[u32]) -> (Vec<u32>, bool) {
    let first = restart.delay;
    let (mut now, mut delay) = (0, first);
    let (mut pauses, mut ends) = (Vec::new(), Vec::new());
    for run in runs {
        now += run;
        ends.push(now);
        if let Some(Limit { exits, within, .. }) = restart.limit {
            let recent = ends.iter().filter(|end| now - **end < within);
            if recent.count() > exits.into() {
                return (pauses, true);
            }
        }
        if let Some(BackOff { stable_after, .. }) = restart.back_off
            && stable_after.is_some_and(|stable| *run >= stable)
        {
            delay = first;
        }
        pauses.push(delay);
        now += delay;
        if let Some(BackOff {
            factor, longest, ..
        }) = restart.back_off
        {
            delay = (delay * u32::from(factor)).min(longest);
        }
    }
    (pauses, false)
}

/// Runs of these lengths, then one that succeeds. Nothing, with a note, where no
/// file can be shown in place of the clock.
fn after(
    script: &Script,
    shell: &Installed,
    runs: &[u32],
) -> Result<Option<Outcome>, Box<dyn Error>> {
    let state = tempfile::tempdir()?;
    let clock = state.path().join("uptime");
    let mut text = String::new();
    for run in runs {
        writeln!(text, "{run}")?;
    }
    fs::write(state.path().join("runs"), text)?;
    fs::write(&clock, "100.99 50.50\n")?;
    let path = format!("{}:/usr/bin:/bin", script.folder().join("bin").display());
    let sandbox = script
        .sandbox(shell)
        .env("PATH", path)
        .env("STATE", state.path())
        .bind(&clock, "/proc/uptime");
    match sandbox.run(BOUND) {
        Ok(outcome) => Ok(Some(outcome)),
        Err(fault) => {
            skip(&format!("times that pass: {fault}"));
            Ok(None)
        }
    }
}

/// The script of `table`, with `nap` in place of `sleep`.
fn script(table: &str) -> Script {
    let text = String::from_utf8(emitted(table)).expect("the table is ASCII");
    let pause = "lg_run sleep ";
    assert_eq!(text.matches(pause).count(), 1, "{text}");
    let script = Script::new(text.replace(pause, "lg_run nap "));
    script.program("nap", NAP);
    script.program("php", PHP);
    script
}

/// Runs that are short, about as long as the times of the tables, and long.
fn lengths(chance: &mut Chance) -> Vec<u32> {
    const BOUNDS: [u32; 6] = [2, 2, 20, 400, 400, 100_000];
    let bounds = BOUNDS.iter().cycle().take(15);
    bounds.map(|bound| chance.below(*bound)).collect()
}

#[test]
fn the_pauses_are_those_of_the_plan() {
    for said in RESTARTS {
        let table = table(said);
        let script = script(&table);
        let restart = restart(&table);
        each_shell_at_length(|shell| {
            let mut chance = Chance::new(7);
            for _ in 0..2 {
                let runs = lengths(&mut chance);
                let (pauses_of_plan, gives_up) = expected(&restart, &runs);
                let Some(outcome) = after(&script, shell, &runs)? else {
                    return Ok(());
                };
                expect(&outcome).exited(if gives_up { 70 } else { 0 }).so(
                    &format!("{said}: {pauses_of_plan:?} after {runs:?}"),
                    pauses(&outcome) == pauses_of_plan,
                );
            }
            Ok(())
        });
    }
}

#[test]
fn control_another_plan_has_other_pauses() {
    let [one, other, ..] = RESTARTS;
    let script = script(&table(one));
    let other = restart(&table(other));
    each_shell_of(&[Shell::Dash], |shell| {
        let runs = [1, 1, 1, 400, 1];
        if let Some(outcome) = after(&script, shell, &runs)? {
            let (pauses_of_other, _) = expected(&other, &runs);
            let differ = pauses(&outcome) != pauses_of_other;
            expect(&outcome).exited(0).so("they differ", differ);
        }
        Ok(())
    });
}
