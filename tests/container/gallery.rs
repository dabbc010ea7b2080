//! The scripts of the gallery: each start leads to what its table means.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::{self, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::{Behaviour, Event};
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::emission::case::{Case, Outcome, cases};
use crate::emission::play::difference;
use crate::support::{BOUND, LYCHGATE, each_shell, expect, stop};

/// Programs that busybox has in itself and runs in place of those on `PATH`.
const APPLETS: [&str; 2] = ["crontab", "setpriv"];

/// A file of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The script of the table `name` in `shell`.
fn golden(name: &str, shell: &Installed) -> Sandbox {
    let script = project(&format!("golden/{name}/entrypoint.sh"));
    Sandbox::new(LYCHGATE, shell, script)
}

/// A working directory, in which Mautic is installed below `installed`.
fn directory() -> TempDir {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let installed = folder.path().join("installed");
    let made =
        fs::create_dir(&installed).and_then(|()| fs::write(installed.join("local.php"), "<?php"));
    made.expect("the folder is ours");
    folder
}

/// What came of a run, as a case says it.
fn as_case(run: &outcome::Outcome, case: &Case) -> Outcome {
    let text = |text: &OsString| text.to_string_lossy().into_owned();
    let mut outcome = Outcome {
        said: run.stderr().lines().map(str::to_owned).collect(),
        code: match run.status {
            Status::Exited(code) => code,
            _ => -1,
        },
        ..Outcome::default()
    };
    for event in &run.events {
        let Some(start) = event.start() else { continue };
        let arguments = start.arguments.iter().map(text);
        outcome.ran(
            std::iter::once(event.program.clone())
                .chain(arguments)
                .collect(),
        );
    }
    let last = run.events.iter().rev().find_map(Event::start);
    if let Some(last) = last {
        let entries = last.environment.iter().map(text);
        let entries = entries.filter_map(|entry| {
            let (name, value) = entry.split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        });
        outcome.added = difference(entries.collect(), &case.variables);
        outcome.added.remove("PATH");
    }
    outcome
}

/// Whether `shell` runs what `case` says, and no program of its own.
fn can_play(shell: &Installed, case: &Case) -> bool {
    let names = case.outcome.before.iter().filter_map(|it| it.first());
    let mut names = names.map(String::as_str);
    shell.shell() != Shell::Busybox || !names.any(|name| APPLETS.contains(&name))
}

/// Starts the script of `name` as its cases say.
fn plays(name: &str) {
    let text = fs::read_to_string(project(&format!("tests/fixtures/golden/{name}.cases")));
    let cases = cases(&text.expect("each of them has cases"));
    let all = cases.iter().flat_map(|case| {
        let before = case.outcome.before.iter();
        before
            .chain([&case.outcome.run])
            .filter_map(|command| command.first())
    });
    let programs: BTreeSet<&String> = all.collect();
    let directory = directory();
    each_shell(|shell| {
        let mut sandbox = golden(name, shell).directory(directory.path());
        for program in &programs {
            sandbox = sandbox.stand_in(program.as_str(), Behaviour::exits(0));
        }
        for case in cases.iter().filter(|case| can_play(shell, case)) {
            let with = |sandbox: Sandbox, (name, value)| sandbox.env(name, value);
            let sandbox = case.variables.iter().fold(sandbox.clone(), with);
            let run = sandbox.args(&case.words).run(BOUND)?;
            let (is, should) = (as_case(&run, case), &case.outcome);
            let what = format!("{name}.cases:{}: {should:?}\n    is {is:?}", case.line);
            expect(&run).so(&what, is == *should);
        }
        Ok(())
    });
}

#[test]
fn memcached_is_the_server_where_options_stand_alone() {
    plays("memcached");
}

#[test]
fn shop_is_what_the_first_word_or_its_role_says() {
    plays("shop");
}

#[test]
fn valkey_takes_options_from_a_variable() {
    plays("valkey");
}

#[test]
fn redash_is_thirteen_things() {
    plays("redash");
}

#[test]
fn mautic_is_what_its_role_says() {
    plays("mautic");
}

#[test]
fn ctfd_is_one_command_with_many_variables() {
    plays("ctfd");
}

#[test]
fn ctfd_with_a_key_in_a_file_needs_no_variable_for_it() {
    let folder = directory();
    fs::write(folder.path().join(".ctfd_secret_key"), "key").expect("the folder is ours");
    each_shell(|shell| {
        let sandbox = golden("ctfd", shell)
            .directory(folder.path())
            .env("WORKERS", "2");
        let sandbox = ["python", "flask", "gunicorn"]
            .into_iter()
            .fold(sandbox, |sandbox, program| {
                sandbox.stand_in(program, Behaviour::exits(0))
            });
        expect(&sandbox.run(BOUND)?).exited(0).starts("gunicorn", 1);
        Ok(())
    });
}

#[test]
fn ctfd_does_not_start_without_its_database() {
    each_shell(|shell| {
        let sandbox = golden("ctfd", shell)
            .stand_in("python", Behaviour::exits(1))
            .stand_in("flask", Behaviour::exits(0))
            .stand_in("gunicorn", Behaviour::exits(0));
        expect(&sandbox.run(BOUND)?)
            .exited(70)
            .starts("python", 1)
            .starts("flask", 0)
            .starts("gunicorn", 0);
        Ok(())
    });
}

#[test]
fn a_development_server_of_redash_can_be_stopped() {
    each_shell(|shell| {
        let python = Behaviour::runs_until(Signal::SIGTERM).with_code(3);
        let sandbox = golden("redash", shell).arg("dev_server");
        let mut running = sandbox.stand_in("python", python).start()?;
        running.wait_for(&Condition::ready("python"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        expect(&outcome).exited(3).starts("python", 1);
        Ok(())
    });
}
