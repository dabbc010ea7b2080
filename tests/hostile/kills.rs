//! Scripts that kill what they can reach, and processes that hide from their end.

use std::time::{Duration, Instant};

use lychgate::sandbox::fault::Fault;
use lychgate::sandbox::outcome::Status;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::{PROMPT, assert_none_survives, marked};
use crate::support::{BOUND, Script, each_shell, each_shell_of, expect, skip};

const SOME: [Shell; 3] = [Shell::Dash, Shell::Busybox, Shell::Bash];

#[test]
fn a_foreign_script_is_never_run_without_namespaces() {
    let script = Script::new("exit 0\n");
    each_shell_of(&[Shell::Dash], |shell| {
        let sandbox = script.sandbox(shell).without_namespaces();
        assert!(!sandbox.run(BOUND)?.pid1);
        match sandbox.foreign().run(BOUND) {
            Ok(outcome) => assert!(outcome.pid1, "{outcome}"),
            Err(fault) => assert!(matches!(fault, Fault::Foreign { .. }), "{fault}"),
        }
        Ok(())
    });
}

/// Only as process 1: `kill -9 -1` of root would end this machine.
#[test]
fn process_1_kills_its_own_processes_and_no_others() {
    for kill in ["kill -9 $PPID", "kill -9 -1", "kill -9 0", "kill -TERM 0"] {
        let script = Script::new(format!(
            "[ \"$$\" = 1 ] || exit 9\ntrap '' TERM\nsetsid sleep 1000 & sleep 1000 &\n{kill}\nexit 5\n"
        ));
        each_shell(|shell| {
            match marked(&script, shell).foreign().run(BOUND) {
                Ok(outcome) => drop(expect(&outcome).exited(5)),
                Err(fault) => skip(&format!("a script that kills all it can: {fault}")),
            }
            Ok(())
        });
        assert_none_survives(&script);
    }
}

#[test]
fn a_script_that_kills_or_stops_its_parent_is_reported() {
    for signal in [Signal::SIGKILL, Signal::SIGTERM, Signal::SIGSTOP] {
        let name = signal.as_str().trim_start_matches("SIG");
        let script = Script::new(format!(
            "setsid sleep 1000 & sleep 1000 &\nkill -s {name} $PPID\nwhile :; do :; done\n"
        ));
        each_shell_of(&SOME, |shell| {
            let mut running = marked(&script, shell).without_namespaces().start()?;
            let start = Instant::now();
            let ends = running.ends_within(BOUND)?;
            assert!(ends && start.elapsed() < PROMPT, "{running}");
            // Nobody is signalled then.
            running.signal(Signal::SIGTERM)?;
            let outcome = running.finish(BOUND)?;
            assert_eq!(outcome.status, Status::ParentLost(signal));
            let said = format!("the script, not process 1, lost its parent to {signal}\n");
            assert!(outcome.to_string().starts_with(&said), "{outcome}");
            Ok(())
        });
        assert_none_survives(&script);
    }
}

#[test]
fn a_daemon_that_heeds_nothing_does_not_outlive_the_run() {
    let text = "setsid sh -c 'trap \"\" HUP INT TERM; (sleep 1000; :) & sleep 1000; :' &\nexit 0\n";
    let script = Script::new(text);
    each_shell(|shell| {
        expect(&marked(&script, shell).run(BOUND)?).exited(0);
        let outcome = marked(&script, shell).without_namespaces().run(BOUND)?;
        assert_eq!(outcome.status, Status::Exited(0));
        assert!(!outcome.left.is_empty(), "{outcome}");
        Ok(())
    });
    assert_none_survives(&script);
}

#[test]
fn a_script_that_stops_itself_is_ended_at_the_bound() {
    let script = Script::new("kill -STOP $$\nexit 6\n");
    each_shell_of(&SOME, |shell| {
        // The kernel stops no process 1.
        expect(&marked(&script, shell).run(BOUND)?).exited(6);
        let sandbox = marked(&script, shell).without_namespaces();
        let outcome = sandbox.run(Duration::from_millis(50))?;
        assert_eq!(outcome.status, Status::TimedOut);
        Ok(())
    });
    assert_none_survives(&script);
}
