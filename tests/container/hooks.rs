//! Commands around a stop: the scripts of tables with `stop.before` and
//! `stop.after`.

use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::{Behaviour, EventKind};
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::signals;
use crate::emission::emitted;
use crate::support::{
    BOUND, Script, each_shell, each_shell_at_length, each_shell_of, expect, stop,
};

const TABLE: &str = "\
[entrypoint]
app = \"test\"
log = \"plain\"
[modes.worker]
run  = [\"php\"]
stop = { before = [\"drain\", \"the queue\"], after = [\"deregister\", \"${HOST_ID}\"] }
";

/// A sandbox in which `php` ends by TERM with code 7.
fn sandbox(script: &Script, shell: &Installed) -> Sandbox {
    let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
    script
        .sandbox(shell)
        .env("HOST_ID", "a b")
        .stand_in("php", php)
        .stand_in("drain", Behaviour::runs_for(Duration::from_millis(60)))
        .stand_in("deregister", Behaviour::exits(0))
}

/// The programs in the order in which they started and ended.
fn order(outcome: &Outcome) -> Vec<&str> {
    let programs = ["php", "drain", "deregister"];
    let is_edge = |kind: &EventKind| matches!(kind, EventKind::Start(_) | EventKind::Exit(_));
    let edges = outcome.events.iter().filter(|event| is_edge(&event.kind));
    edges
        .filter_map(|event| programs.into_iter().find(|name| *name == event.program))
        .collect()
}

#[test]
fn the_program_is_told_after_the_first_command_and_the_last_follows_its_end() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let mut running = sandbox(&script, shell).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let words = |program| outcome.starts(program).next().map(|start| &start.arguments);
        let life = ["php", "drain", "drain", "php", "deregister", "deregister"];
        expect(&outcome)
            .exited(7)
            .so("one TERM", signals(&outcome) == [Signal::SIGTERM])
            .so("in that order", order(&outcome) == life)
            .so(
                "its words",
                words("drain").is_some_and(|words| words == &["the queue"]),
            )
            .so(
                "a value",
                words("deregister").is_some_and(|words| words == &["a b"]),
            );
        Ok(())
    });
}

#[test]
fn a_command_is_a_program_also_where_the_shell_has_one_of_its_name() {
    let table = TABLE.replace("drain", "exit").replace("deregister", "exit");
    let script = Script::new(emitted(&table));
    each_shell(|shell| {
        if shell.shell().executes_its_own() {
            return Ok(());
        }
        let mut running = sandbox(&script, shell)
            .stand_in("exit", Behaviour::exits(0))
            .start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        expect(&outcome)
            .exited(7)
            .so("both commands", outcome.starts("exit").count() == 2);
        Ok(())
    });
}

#[test]
fn more_signals_change_nothing() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let mut running = sandbox(&script, shell)
            .stand_in("deregister", Behaviour::runs_for(Duration::from_millis(60)))
            .start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        for _ in 0..3 {
            running.signal(Signal::SIGTERM)?;
        }
        running.wait_for(&Condition::ready("drain"), BOUND)?;
        running.signal(Signal::SIGINT)?;
        running.wait_for(&Condition::ready("deregister"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let outcome = running.finish(BOUND)?;
        expect(&outcome)
            .exited(7)
            .starts("drain", 1)
            .starts("deregister", 1)
            .so("one TERM", signals(&outcome) == [Signal::SIGTERM])
            .so("the commands get none", {
                let of = |program| outcome.signals(program).next().is_none();
                of("drain") && of("deregister")
            });
        Ok(())
    });
}

#[test]
fn a_command_that_fails_is_said_and_changes_nothing() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let mut running = sandbox(&script, shell)
            .stand_in("drain", Behaviour::exits(3))
            .stand_in("deregister", Behaviour::exits(4))
            .start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let said = outcome.stderr();
        expect(&outcome)
            .exited(7)
            .so("one TERM", signals(&outcome) == [Signal::SIGTERM])
            .so("3", said.contains("test: stop.before: ended with code 3\n"))
            .so("4", said.contains("test: stop.after: ended with code 4\n"));
        Ok(())
    });
}

#[test]
fn the_last_command_follows_an_end_of_its_own_too() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let outcome = sandbox(&script, shell)
            .stand_in("php", Behaviour::exits(5))
            .run(BOUND)?;
        expect(&outcome)
            .exited(5)
            .starts("drain", 0)
            .starts("deregister", 1);
        Ok(())
    });
}

#[test]
fn a_program_that_ends_first_ends_the_first_command() {
    let script = Script::new(emitted(TABLE));
    // ksh93 may not learn the command's PID in time.
    let shells = Shell::ALL
        .into_iter()
        .filter(|shell| *shell != Shell::Ksh93);
    each_shell_of(&shells.collect::<Vec<_>>(), |shell| {
        let sandbox = sandbox(&script, shell)
            .stand_in("php", Behaviour::runs_for(Duration::from_millis(300)))
            .stand_in("drain", Behaviour::runs_until(Signal::SIGTERM))
            .without_namespaces();
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        running.wait_for(&Condition::ready("drain"), BOUND)?;
        let outcome = running.finish(BOUND)?;
        let ended = outcome
            .signals("drain")
            .any(|signal| signal == Signal::SIGTERM);
        expect(&outcome)
            .exited(0)
            .so("it was told to end", ended)
            .so("nothing is left", outcome.left.is_empty());
        Ok(())
    });
}

#[test]
fn the_grace_counts_from_the_stop() {
    let with_grace = TABLE.replace("stop = {", "stop = { grace = \"1s\",");
    let script = Script::new(emitted(&with_grace));
    each_shell_at_length(|shell| {
        let drain = Behaviour::ignores_signals();
        let mut running = sandbox(&script, shell).stand_in("drain", drain).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        expect(&outcome)
            .ended(Status::Exited(137))
            .starts("deregister", 1)
            .so("php was never told", signals(&outcome).is_empty());
        Ok(())
    });
}

#[test]
fn the_words_of_a_command_are_not_those_of_the_program() {
    let table = TABLE
        .replace("[\"php\"]", "[\"php\", \"${A:-'a'}\"]")
        .replace("\"the queue\"", "\"${B:-'b'}\"");
    let script = Script::new(emitted(&table));
    each_shell(|shell| {
        let mut running = sandbox(&script, shell).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let words = |program| outcome.starts(program).next().map(|start| &start.arguments);
        expect(&outcome)
            .exited(7)
            .so("its own", words("php") == Some(&vec!["'a'".into()]))
            .so("its own too", words("drain") == Some(&vec!["'b'".into()]));
        Ok(())
    });
}
