//! What a script inherits from whoever starts it: signals, users, variables, a
//! process 1 that is another one.

use std::fs;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;
use nix::unistd::geteuid;

use super::signals::{ready, stop};
use super::{MOMENT, plain, script, supervised};
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_at_length, expect, skip};

/// A script that becomes `program` with these options, and its own words behind
/// them. Nothing, with a note, if there is no such program.
fn starter(program: &str, options: &str) -> Option<Script> {
    // By its path, since busybox takes its own `env`.
    let Ok(path) = which::which(program) else {
        skip(&format!("what needs `{program}`, which is not on PATH"));
        return None;
    };
    let path = path.display();
    Some(Script::new(format!("exec {path} {options} \"$@\"\n")))
}

/// `inner` in `shell`, in the mode that is the parent of `php`, started by `outer`.
fn started_by(outer: &Script, inner: &Script, shell: &Installed) -> Sandbox {
    let sandbox = outer.sandbox(shell).env("ROLE", "supervised");
    let sandbox = sandbox.arg(shell.path()).args(shell.arguments());
    sandbox.arg(inner.path())
}

/// What the script says of a `php` that leaves with 7.
const SUPERVISED: &str = "\
test: mode supervised
test: supervised: starting
test: supervised: leaving with code 7
";

/// How often `php` got TERM.
fn terms(outcome: &Outcome) -> usize {
    let signals = outcome.signals("php");
    signals.filter(|it| *it == Signal::SIGTERM).count()
}

#[test]
fn under_another_init_nothing_changes() {
    let script = script();
    for (init, options) in [("tini", "--"), ("tini", "-s --"), ("dumb-init", "-c --")] {
        let Some(outer) = starter(init, options) else {
            continue;
        };
        each_shell(|shell| {
            let php = Behaviour::runs_until(Signal::SIGTERM).makes_orphans(3);
            let sandbox = started_by(&outer, &script, shell);
            let sandbox = sandbox.stand_in("php", php.with_code(7));
            let mut running = sandbox.start()?;
            ready(&mut running)?;
            let outcome = stop(running)?;
            expect(&outcome)
                .exited(7)
                .starts("php", 1)
                .stderr(SUPERVISED)
                .so("one TERM", terms(&outcome) == 1);
            Ok(())
        });
    }
}

#[test]
fn an_init_that_signals_the_whole_group_makes_it_two_terms() {
    let script = script();
    let Some(outer) = starter("dumb-init", "--") else {
        return;
    };
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).lingers(MOMENT / 4);
        let sandbox = started_by(&outer, &script, shell).stand_in("php", php.with_code(7));
        // Two that come in one moment are one for the program: every second time.
        for _ in 0..100 {
            let mut running = sandbox.start()?;
            ready(&mut running)?;
            let outcome = stop(running)?;
            expect(&outcome).exited(7).starts("php", 1);
            if terms(&outcome) == 2 {
                return Ok(());
            }
        }
        Err("it was always one".into())
    });
}

/// A program that fails once, and then has to be stopped.
const RESTARTED: &str = r#"
[entrypoint]
app = "test"
[modes.worker]
run     = ["php"]
stop    = { grace = "5s" }
restart = { delay = "1s", factor = 2, stable-after = "1m", limit = { exits = 5, within = "1m" } }
"#;

#[test]
fn a_user_without_a_name_and_nothing_to_write_on_are_enough() {
    let script = Script::new(emitted(RESTARTED));
    let php = Behaviour::exits(3).next(Behaviour::runs_until(Signal::SIGTERM).with_code(7));
    each_shell_at_length(|shell| {
        let sandbox = script.sandbox(shell).stand_in("php", php.clone());
        let sandbox = sandbox.read_only();
        let mut users = vec![sandbox.clone()];
        users.extend(geteuid().is_root().then(|| sandbox.uid(12345)));
        for sandbox in users {
            let mut running = match sandbox.start() {
                Ok(running) => running,
                Err(fault) => {
                    skip(&format!("a read-only root: {fault}"));
                    return Ok(());
                }
            };
            running.wait_for(&Condition::ready("php").times(2), BOUND)?;
            let outcome = stop(running)?;
            let said = outcome.stderr();
            // mksh and posh say themselves that they ended the clock of the grace.
            let of_script: Vec<&str> = said
                .lines()
                .filter(|line| line.trim_end() != "Terminated")
                .collect();
            let expected = ["test: worker: ended with code 3; starts again in 1 s"];
            expect(&outcome)
                .exited(7)
                .starts("php", 2)
                .stdout("")
                .so("no shell complains", of_script == expected);
        }
        Ok(())
    });
}

#[test]
fn nothing_is_left_behind_where_no_kernel_clears_up() {
    let script = Script::new(emitted(RESTARTED));
    // As the parent of a program, and in the pause.
    let program = Behaviour::runs_until(Signal::SIGTERM).lingers(MOMENT / 8);
    each_shell(|shell| {
        for (php, moment, code) in [
            (&program, Condition::ready("php"), 0),
            (&Behaviour::exits(3), Condition::stderr("starts again"), 143),
        ] {
            let sandbox = script.sandbox(shell).stand_in("php", php.clone());
            let mut running = sandbox.without_namespaces().start()?;
            running.wait_for(&moment, BOUND)?;
            let outcome = stop(running)?;
            // The clock of the grace runs out by itself in ksh93.
            let may_leave = shell.shell() == Shell::Ksh93 && code == 0;
            expect(&outcome)
                .exited(code)
                .so("nothing is left", outcome.left.is_empty() || may_leave);
        }
        Ok(())
    });
}

#[test]
fn a_proc_that_hides_the_processes_of_others_is_enough() {
    if !geteuid().is_root() {
        return skip("a /proc with hidepid, which needs root");
    }
    let script = script();
    let Some(user) = starter("setpriv", "--reuid 12345 --clear-groups") else {
        return;
    };
    let user = fs::read_to_string(user.path()).expect("it was written");
    let outer = Script::new(format!(
        "mount -o remount,hidepid=2 /proc || exit 99\n{user}"
    ));
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
        let sandbox = started_by(&outer, &script, shell).stand_in("php", php);
        let mut running = sandbox.start()?;
        ready(&mut running)?;
        let outcome = stop(running)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        expect(&outcome)
            .exited(7)
            .so("it is another user", start.uid == 12345);
        Ok(())
    });
}

#[test]
fn without_a_clock_a_crash_loop_ends_and_the_pauses_grow() {
    let script = Script::new(emitted(&RESTARTED.replace("exits = 5", "exits = 2")));
    let empty = script.folder().join("empty");
    fs::create_dir(&empty).expect("the folder is new");
    let path = script.program("php", "#!/bin/false\n");
    each_shell_at_length(|shell| {
        let sandbox = script.sandbox(shell).env("PATH", &path);
        match sandbox.bind(&empty, "/proc").run(BOUND) {
            Ok(outcome) => {
                let said = "starts again in 2 s\n\
                            test: worker: ended with code 1, more than 2 times in 60 s: giving up\n";
                expect(&outcome)
                    .exited(70)
                    .so(said, outcome.stderr().ends_with(said));
            }
            Err(fault) => skip(&format!("a missing /proc: {fault}")),
        }
        Ok(())
    });
}

#[test]
fn a_blocked_chld_keeps_two_shells_waiting() {
    let script = script();
    let Some(outer) = starter("env", "--block-signal=CHLD") else {
        return;
    };
    each_shell(|shell| {
        let sandbox = started_by(&outer, &script, shell);
        // Long enough for the shell to be in `wait` when it ends.
        let php = Behaviour::runs_for(MOMENT / 4).with_code(7);
        let mut running = sandbox.stand_in("php", php).start()?;
        running.wait_for(&Condition::gone("php"), BOUND)?;
        match shell.shell() {
            Shell::Dash | Shell::Busybox => {
                expect(&running.finish(MOMENT)?).ended(Status::TimedOut);
            }
            _ => drop(expect(&running.finish(BOUND)?).exited(7)),
        }
        Ok(())
    });
}

#[test]
fn a_blocked_term_is_not_heard_in_some_shells() {
    let script = script();
    let Some(outer) = starter("env", "--block-signal=TERM") else {
        return;
    };
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
        let sandbox = started_by(&outer, &script, shell);
        let mut running = sandbox.stand_in("php", php).start()?;
        ready(&mut running)?;
        running.signal(Signal::SIGTERM)?;
        match shell.shell() {
            Shell::Dash | Shell::Busybox | Shell::Bash | Shell::Posh => {
                expect(&running.finish(MOMENT)?).ended(Status::TimedOut);
            }
            _ => drop(expect(&running.finish(BOUND)?).exited(7)),
        }
        Ok(())
    });
}

#[test]
fn no_file_is_read_and_no_variable_run_at_the_start() {
    let script = script();
    let folder = script.folder();
    let startup = folder.join("startup");
    fs::write(&startup, "echo read >&2\n").expect("it is ours");
    for name in [
        ".zshenv",
        ".profile",
        ".kshrc",
        ".mkshrc",
        ".yashrc",
        ".yash_profile",
    ] {
        fs::copy(&startup, folder.join(name)).expect("it is ours");
    }
    each_shell(|shell| {
        for (sandbox, said) in [
            (plain(&script, shell), "test: mode plain\n"),
            (
                supervised(&script, shell),
                "test: mode supervised\ntest: supervised: starting\ntest: supervised: leaving with code 7\n",
            ),
        ] {
            let sandbox = ["ENV", "BASH_ENV"]
                .iter()
                .fold(sandbox, |sandbox, name| sandbox.env(name, &startup));
            let sandbox = ["HOME", "ZDOTDIR", "CDPATH"]
                .iter()
                .fold(sandbox, |sandbox, name| sandbox.env(name, folder));
            let sandbox = ["PS1", "PS4", "PROMPT_COMMAND", "MAILPATH", "EXINIT"]
                .iter()
                .fold(sandbox, |sandbox, name| {
                    sandbox.env(name, "$(echo run >&2)`echo run >&2`")
                });
            let outcome = sandbox.stand_in("php", Behaviour::exits(7)).run(BOUND)?;
            expect(&outcome).exited(7).stdout("").stderr(said);
        }
        Ok(())
    });
}

#[test]
fn bash_takes_functions_from_the_environment() {
    let script = script();
    each_shell(|shell| {
        let is_bash = shell.shell() == Shell::Bash;
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
        let sandbox = supervised(&script, shell).stand_in("php", php);
        let sandbox = sandbox.env("BASH_FUNC_printf%%", "() { echo theirs; }");
        let mut running = sandbox.start()?;
        ready(&mut running)?;
        let outcome = stop(running)?;
        expect(&outcome).exited(7).so(
            "it says something else",
            outcome.stderr().contains("theirs") == is_bash,
        );
        Ok(())
    });
}
