//! Standard descriptors that are closed, broken or full.

use lychgate::sandbox::outcome::Status;
use lychgate::sandbox::stand_in::{Behaviour, Event, EventKind, StdinKind};
use lychgate::sandbox::{Output, Stdin};
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::signals::{ready, stop};
use super::{TABLE, plain, script, supervised};
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_of, expect};

#[test]
fn a_supervised_program_has_the_stdin_of_the_container() {
    let careless = Script::new("php &\nwait\n");
    let script = script();
    let input = Stdin::Bytes(b"a line\nand more".to_vec());
    each_shell(|shell| {
        let php = Behaviour::exits(0).reads_stdin();
        let sandbox = supervised(&script, shell).stdin(input.clone());
        let outcome = sandbox.stand_in("php", php.clone()).run(BOUND)?;
        let is_whole = |event: &Event| match &event.kind {
            EventKind::Stdin(bytes) => bytes == b"a line\nand more",
            _ => false,
        };
        expect(&outcome)
            .exited(0)
            .so("it read all of it", outcome.events_of("php").any(is_whole));

        let sandbox = careless.sandbox(shell).stdin(input.clone());
        let outcome = sandbox.stand_in("php", php).run(BOUND)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let kind = match shell.shell() {
            Shell::Zsh => StdinKind::Pipe,
            _ => StdinKind::Null,
        };
        expect(&outcome).so("the control has what is known", start.stdin == kind);
        Ok(())
    });
}

#[test]
fn a_closed_stdin_stays_closed_or_becomes_dev_null() {
    let script = script();
    each_shell(|shell| {
        for (sandbox, kind) in [
            (plain(&script, shell), StdinKind::Closed),
            (supervised(&script, shell), StdinKind::Null),
        ] {
            let php = Behaviour::exits(5);
            let outcome = sandbox
                .stdin(Stdin::Closed)
                .stand_in("php", php)
                .run(BOUND)?;
            expect(&outcome).exited(5);
            let start = outcome.starts("php").next().ok_or("no start")?;
            let said = outcome.stderr();
            let mut lines = said.lines();
            expect(&outcome)
                .so("stdin is what is known", start.stdin == kind)
                .so(
                    "the shell itself does not complain",
                    lines.all(|line| line.starts_with("test: ")),
                );
        }
        Ok(())
    });
}

#[test]
fn a_log_that_cannot_be_written_is_lost_and_nothing_else() {
    let script = script();
    each_shell(|shell| {
        for output in [
            Output::Broken,
            Output::Closed,
            Output::File("/dev/full".into()),
        ] {
            let sandbox = plain(&script, shell).stderr(output.clone());
            let outcome = sandbox.stand_in("php", Behaviour::exits(6)).run(BOUND)?;
            let seen = expect(&outcome).exited(6).starts("php", 1);
            let start = outcome.starts("php").next().ok_or("no start")?;
            seen.so("PIPE is not ignored", start.ignored == 0);
            let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
            let sandbox = supervised(&script, shell).stderr(output);
            let mut running = sandbox.stand_in("php", php).start()?;
            ready(&mut running)?;
            expect(&stop(running)?).exited(7).starts("php", 1);
        }
        Ok(())
    });
}

#[test]
fn control_without_a_trap_a_broken_pipe_ends_the_script() {
    let text = String::from_utf8(emitted(TABLE)).expect("the table is ASCII");
    let trap = "  trap : PIPE\n";
    assert_eq!(text.matches(trap).count(), 1, "{text}");
    let script = Script::new(text.replace(trap, ""));
    // `printf` is another program in mksh and posh. PIPE does not end process 1.
    let shells = [
        Shell::Dash,
        Shell::Busybox,
        Shell::Bash,
        Shell::Yash,
        Shell::Zsh,
    ];
    each_shell_of(&shells, |shell| {
        let sandbox = plain(&script, shell).stderr(Output::Broken);
        let sandbox = sandbox.without_namespaces();
        let outcome = sandbox.stand_in("php", Behaviour::exits(6)).run(BOUND)?;
        expect(&outcome)
            .ended(Status::Killed(Signal::SIGPIPE))
            .starts("php", 0);
        Ok(())
    });
}
