//! The environment that the program gets.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::{lychee, stop, worker};
use crate::support::{BOUND, each_shell, expect};

/// What a shell sets by itself, as `docs/shells.md` lists it.
pub(super) fn added_by(shell: Shell) -> &'static [&'static str] {
    match shell {
        Shell::Dash | Shell::Yash => &["PWD"],
        Shell::Busybox => &["PWD", "SHLVL"],
        Shell::Bash => &["PWD", "SHLVL", "_", "OLDPWD"],
        Shell::Mksh => &["_"],
        Shell::Ksh93 => &["PWD", "SHLVL", "_", "A__z"],
        Shell::Zsh => &["PWD", "SHLVL", "_", "LOGNAME", "OLDPWD"],
        Shell::Posh => &[],
    }
}

/// Values by their names.
pub(super) type Variables = BTreeMap<OsString, OsString>;

/// The variables of `environment`.
pub(super) fn variables(environment: &[OsString]) -> Variables {
    environment
        .iter()
        .map(|entry| {
            let bytes = entry.as_bytes();
            let at = bytes.iter().position(|&b| b == b'=').unwrap_or(bytes.len());
            let value = bytes.get(at + 1..).unwrap_or_default();
            (
                OsStr::from_bytes(&bytes[..at]).to_owned(),
                OsStr::from_bytes(value).to_owned(),
            )
        })
        .collect()
}

/// Variables with names of a shell and values that break careless scripts.
pub(super) fn odd() -> Variables {
    let mut odd: Variables = (1..=255u8)
        .map(|byte| {
            (
                format!("BYTE_{byte}").into(),
                OsString::from_vec(vec![b'x', byte, b'y']),
            )
        })
        .collect();
    for (name, value) in [
        ("EMPTY", ""),
        ("_", "kept only by some"),
        ("lower", "a"),
        ("_x1", " lead and trail "),
        ("LINES_", "a\nb\n\n"),
        ("QUOTES", "'\"`$(exit 1)\\"),
        ("HOME", "/nowhere at all"),
        ("LYCHEE", "*"),
        ("status", "s"),
        ("text", "t"),
    ] {
        odd.insert(name.into(), value.into());
    }
    odd.insert("ALL".into(), OsString::from_vec((1..=255).collect()));
    odd.insert("LONG".into(), "x".repeat(100_000).into());
    odd.remove(OsStr::new("_"));
    odd
}

fn compare(shell: Shell, given: &Variables, got: &Variables) -> Result<(), String> {
    for (name, value) in given {
        if got.get(name) != Some(value) {
            let got = got
                .get(name)
                .map(|value| value.to_string_lossy().chars().take(60).collect::<String>());
            return Err(format!("{} is {got:?}", name.to_string_lossy()));
        }
    }
    let more: Vec<String> = got
        .keys()
        .filter(|name| !given.contains_key(*name))
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !added_by(shell).contains(&name.as_str()))
        .collect();
    if more.is_empty() {
        Ok(())
    } else {
        Err(format!("more than was given: {more:?}"))
    }
}

#[test]
fn a_plain_mode_passes_it_on_as_it_is() {
    each_shell(|shell| {
        let mut given = odd();
        given.insert("LYCHEE_MODE".into(), "web".into());
        let mut sandbox = lychee(shell).arg("server");
        for (name, value) in &given {
            sandbox = sandbox.env(name, value);
        }
        let outcome = sandbox.stand_in("server", Behaviour::exits(0)).run(BOUND)?;
        expect(&outcome).exited(0).starts("server", 1);
        let start = outcome.starts("server").next().ok_or("no start")?;
        let mut got = variables(&start.environment);
        got.remove(OsStr::new("PATH"));
        Ok(compare(shell.shell(), &given, &got)?)
    });
}

#[test]
fn a_supervised_mode_adds_its_defaults_and_nothing_else() {
    each_shell(|shell| {
        let mut given = odd();
        given.insert("LYCHEE_MODE".into(), "worker".into());
        let mut sandbox = lychee(shell);
        for (name, value) in &given {
            sandbox = sandbox.env(name, value);
        }
        let php = Behaviour::runs_until(Signal::SIGTERM);
        let mut running = sandbox.stand_in("php", php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let mut got = variables(&start.environment);
        got.remove(OsStr::new("PATH"));
        given.insert("QUEUE_NAMES".into(), "default".into());
        given.insert("WORKER_MAX_TIME".into(), "3600".into());
        compare(shell.shell(), &given, &got)?;
        let clean =
            start.ignored & !ignored_in_background(shell.shell()) == 0 && start.blocked == 0;
        expect(&outcome)
            .so(
                "no signal is blocked, none ignored but as documented",
                clean,
            )
            .so("no descriptor more", start.descriptors == [0, 1, 2]);
        Ok(())
    });
}

/// INT and QUIT, which a shell ignores for a program in the background.
fn ignored_in_background(shell: Shell) -> u64 {
    match shell {
        Shell::Posh => 0,
        _ => 1 << 1 | 1 << 2,
    }
}

#[test]
fn an_empty_queue_connection_stays_empty_for_the_program() {
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM);
        let sandbox = worker(shell).env("QUEUE_CONNECTION", "");
        let mut running = sandbox.stand_in("php", php).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let got = variables(&start.environment);
        let kept = got
            .get(OsStr::new("QUEUE_CONNECTION"))
            .is_some_and(|v| v.is_empty());
        expect(&outcome).exited(0).so("it is empty", kept);
        Ok(())
    });
}
