//! The scenarios S-002-01 to S-002-04 of Lychee's worker mode.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::{STARTING, WORKER, lychee, stop, worker};
use crate::support::{BOUND, each_shell, expect};

#[test]
fn s_002_01_the_worker_mode_runs_the_queue_worker() {
    each_shell(|shell| {
        let sandbox = worker(shell).stand_in("php", Behaviour::runs_until(Signal::SIGTERM));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let seen = expect(&outcome)
            .exited(0)
            .stdout("")
            .stderr(&format!("{STARTING}Lychee: worker: leaving with code 0\n"))
            .starts("php", 1);
        let start = outcome.starts("php").next().ok_or("php was not started")?;
        seen.so("the worker has its words", start.arguments == WORKER);
        Ok(())
    });
}

#[test]
fn s_002_01_the_queues_and_the_time_come_from_the_environment() {
    each_shell(|shell| {
        let sandbox = worker(shell)
            .env("QUEUE_NAMES", "high,low priority")
            .env("WORKER_MAX_TIME", "60")
            .env("QUEUE_CONNECTION", "redis")
            .stand_in("php", Behaviour::runs_until(Signal::SIGTERM));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let seen = expect(&outcome).exited(0).stderr(
            "Lychee: mode worker\n\
             Lychee: QUEUE_CONNECTION is redis\n\
             Lychee: worker: starting\n\
             Lychee: worker: leaving with code 0\n",
        );
        let start = outcome.starts("php").next().ok_or("php was not started")?;
        let has = |word: &str| start.arguments.iter().any(|argument| argument == word);
        seen.so(
            "one word a value",
            has("--queue=high,low priority") && has("--max-time=60"),
        );
        Ok(())
    });
}

#[test]
fn s_002_02_the_web_mode_becomes_the_command_of_the_image() {
    each_shell(|shell| {
        let outcome = lychee(shell)
            .env("LYCHEE_MODE", "web")
            .args(["server", "--port", "8000"])
            .stand_in("server", Behaviour::exits(7))
            .run(BOUND)?;
        let seen = expect(&outcome)
            .exited(7)
            .stdout("")
            .stderr("Lychee: mode web\n")
            .starts("server", 1);
        let event = outcome.events_of("server").next().ok_or("no event")?;
        seen.so("it is process 1 itself", !outcome.pid1 || event.pid == 1);
        Ok(())
    });
}

#[test]
fn s_002_03_without_a_mode_it_is_the_web() {
    each_shell(|shell| {
        for sandbox in [lychee(shell), lychee(shell).env("LYCHEE_MODE", "")] {
            let outcome = sandbox
                .arg("server")
                .stand_in("server", Behaviour::exits(0))
                .run(BOUND)?;
            expect(&outcome)
                .exited(0)
                .stderr("Lychee: mode web\n")
                .starts("server", 1);
        }
        Ok(())
    });
}

#[test]
fn s_002_04_a_wrong_mode_is_refused_before_anything_else() {
    let cases = [
        ("invalid", "invalid"),
        ("WEB", "WEB"),
        (" web", " web"),
        ("web\n", "web?"),
        ("x\nLychee: mode web", "x?Lychee: mode web"),
        ("a\u{1b}[31mb\r", "a?[31mb?"),
        ("$(exit 3)`exit 3`*", "$(exit 3)`exit 3`*"),
        ("-n", "-n"),
        ("%s\\n", "%s\\n"),
        ("\u{9b}31m", "??31m"),
    ];
    each_shell(|shell| {
        for (mode, shown) in cases {
            let outcome = lychee(shell)
                .env("LC_ALL", "C.UTF-8")
                .env("LYCHEE_MODE", mode)
                .arg("server")
                .stand_in("server", Behaviour::exits(0))
                .stand_in("php", Behaviour::exits(0))
                .run(BOUND)?;
            expect(&outcome)
                .exited(1)
                .stdout("")
                .stderr(&format!(
                    "Lychee: Invalid LYCHEE_MODE: {shown}. Must be 'web' or 'worker'.\n"
                ))
                .starts("server", 0)
                .starts("php", 0);
        }
        Ok(())
    });
}

#[test]
fn a_mode_that_is_no_text_is_wrong_and_unset_in_yash() {
    each_shell(|shell| {
        let outcome = lychee(shell)
            .env("LC_ALL", "C.UTF-8")
            .env("LYCHEE_MODE", OsStr::from_bytes(b"\xff"))
            .arg("server")
            .stand_in("server", Behaviour::exits(0))
            .run(BOUND)?;
        if shell.shell() == Shell::Yash {
            expect(&outcome).exited(0).stderr("Lychee: mode web\n");
        } else {
            expect(&outcome)
                .exited(1)
                .stderr("Lychee: Invalid LYCHEE_MODE: ?. Must be 'web' or 'worker'.\n");
        }
        Ok(())
    });
}

#[test]
fn a_web_container_without_a_command_says_so() {
    each_shell(|shell| {
        for (words, way_out) in [
            (&[][..], "give the image a CMD"),
            (&[""], "give the image a CMD"),
            (&["-x"], "put a program before the options"),
            (&["--help"], "put a program before the options"),
        ] {
            let outcome = lychee(shell).args(words).run(BOUND)?;
            expect(&outcome).exited(64).stderr(&format!(
                "Lychee: mode web\nLychee: no command to run: {way_out}\n"
            ));
        }
        Ok(())
    });
}
