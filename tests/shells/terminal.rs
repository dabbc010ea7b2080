//! A container with a terminal, as `docker run -it` makes it.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::{Condition, Running};
use lychgate::sandbox::stand_in::{Behaviour, Event, EventKind, StdinKind};
use lychgate::shell::{Installed, Shell};
use nix::fcntl::OFlag;
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::signal::Signal;

use super::script;
use super::signals::ready;
use crate::support::{BOUND, PROMPT, Script, each_shell, expect, skip};

/// How long a program takes to stop.
const LINGERS: Duration = Duration::from_millis(30);

/// Makes $1 the terminal of process 1, as the first one that it opens, and becomes
/// the other words.
const LOGIN: &str = "tty=$1\nshift\nexec \"$@\" <>\"$tty\"\n";

/// A terminal, from where a person sits, and the name of the other end.
fn terminal() -> nix::Result<(PtyMaster, String)> {
    let keys = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY)?;
    grantpt(&keys)?;
    unlockpt(&keys)?;
    let path = ptsname_r(&keys)?;
    Ok((keys, path))
}

/// The script of the supervised mode in `shell`, at the terminal at `path`.
fn at_terminal(path: &str, login: &Script, inner: &Script, shell: &Installed) -> Option<Sandbox> {
    // zsh would not take the terminal, so it is always dash that does.
    let Some(dash) = Shell::Dash.find() else {
        skip("terminals, which need dash");
        return None;
    };
    let sandbox = login.sandbox(&dash).env("ROLE", "supervised").arg(path);
    let sandbox = sandbox.arg(shell.path()).args(shell.arguments());
    Some(sandbox.arg(inner.path()))
}

/// Types Ctrl-C, and again where the shell misses it.
fn interrupt(mut keys: PtyMaster, mut running: Running) -> Result<Outcome, Box<dyn Error>> {
    for _ in 0..3 {
        keys.write_all(b"\x03")?;
        if running.ends_within(PROMPT)? {
            break;
        }
    }
    Ok(running.finish(BOUND)?)
}

#[test]
fn a_supervised_program_has_the_terminal() {
    let (script, login) = (script(), Script::new(LOGIN));
    each_shell(|shell| {
        let (mut keys, path) = terminal()?;
        let Some(sandbox) = at_terminal(&path, &login, &script, shell) else {
            return Ok(());
        };
        let php = Behaviour::exits(7).reads_stdin();
        let mut running = sandbox.stand_in("php", php).start()?;
        running.wait_for(&Condition::started("php"), BOUND)?;
        keys.write_all(b"a line\n\x04")?;
        let outcome = running.finish(BOUND)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let has_read = |event: &Event| event.kind == EventKind::Stdin(b"a line\n".to_vec());
        expect(&outcome)
            .exited(7)
            .so("stdin is a terminal", start.stdin == StdinKind::Other)
            .so("it read the line", outcome.events_of("php").any(has_read));
        Ok(())
    });
}

#[test]
fn ctrl_c_is_one_term_for_the_program() {
    let (script, login) = (script(), Script::new(LOGIN));
    each_shell(|shell| {
        for _ in 0..5 {
            let (keys, path) = terminal()?;
            let Some(sandbox) = at_terminal(&path, &login, &script, shell) else {
                return Ok(());
            };
            let php = Behaviour::runs_until(Signal::SIGTERM).lingers(LINGERS);
            let mut running = sandbox.stand_in("php", php.with_code(7)).start()?;
            ready(&mut running)?;
            let outcome = interrupt(keys, running)?;
            let signals = outcome.signals("php");
            let terms = signals.filter(|it| *it == Signal::SIGTERM).count();
            expect(&outcome)
                .exited(7)
                .starts("php", 1)
                .so("one TERM", terms == 1);
        }
        Ok(())
    });
}

#[test]
fn a_program_that_answers_ctrl_c_itself_may_lose_its_code() {
    let (script, login) = (script(), Script::new(LOGIN));
    each_shell(|shell| {
        let allowed: &[i32] = match shell.shell() {
            Shell::Ksh93 => &[7, 130, 1],
            _ => &[7, 130],
        };
        for _ in 0..10 {
            let (keys, path) = terminal()?;
            let Some(sandbox) = at_terminal(&path, &login, &script, shell) else {
                return Ok(());
            };
            let php = Behaviour::runs_until(Signal::SIGTERM).or_until(Signal::SIGINT);
            let mut running = sandbox.stand_in("php", php.with_code(7)).start()?;
            ready(&mut running)?;
            let outcome = interrupt(keys, running)?;
            let known = |code: &i32| outcome.status == Status::Exited(*code);
            expect(&outcome)
                .starts("php", 1)
                .so("a known code", allowed.iter().any(known));
        }
        Ok(())
    });
}
