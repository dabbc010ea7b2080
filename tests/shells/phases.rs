//! What a stop does in each phase of a container, as
//! `docs/explanation/process-1.md` says it.

use lychgate::sandbox::outcome::Status;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use nix::sys::signal::Signal;

use super::signals::{ready, stop};
use super::{MOMENT, TABLE, plain, script, supervised};
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, expect};

#[test]
fn a_program_without_a_handler_ends_only_if_supervised() {
    let script = script();
    let path = script.program("php", "#!/bin/sh\necho ready >&2\nexec sleep 1000\n");
    each_shell(|shell| {
        let mut running = supervised(&script, shell).env("PATH", &path).start()?;
        running.wait_for(&Condition::stderr("ready"), BOUND)?;
        expect(&stop(running)?).exited(143);

        let mut running = plain(&script, shell).env("PATH", &path).start()?;
        running.wait_for(&Condition::stderr("ready"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let outcome = running.finish(MOMENT)?;
        expect(&outcome).ended(if outcome.pid1 {
            Status::TimedOut
        } else {
            Status::Killed(Signal::SIGTERM)
        });
        Ok(())
    });
}

#[test]
fn term_during_the_checks_starts_nothing() {
    let table = format!("{TABLE}[env.NEEDED]\nmodes = [\"supervised\"]\nrequired = true\n");
    let text = String::from_utf8(emitted(&table)).expect("the table is ASCII");
    let call = "    lg_stay\n";
    assert_eq!(text.matches(call).count(), 1, "{text}");
    // Sent by the script itself, so that it comes right there.
    let script = Script::new(text.replace(call, "    lg_stay\n    kill -s TERM $$\n"));
    each_shell(|shell| {
        for (value, code) in [("there", 143), ("", 78)] {
            let sandbox = supervised(&script, shell).env("NEEDED", value);
            let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
            expect(&outcome).exited(code).starts("php", 0);
        }
        Ok(())
    });
}

#[test]
fn the_container_listens_to_the_stop_signal_of_its_mode() {
    let script = Script::new(emitted(&format!("{TABLE}stop = {{ signal = \"USR1\" }}\n")));
    each_shell(|shell| {
        for signal in [Signal::SIGUSR1, Signal::SIGTERM, Signal::SIGINT] {
            let php = Behaviour::runs_until(Signal::SIGUSR1).with_code(7);
            let sandbox = supervised(&script, shell).stand_in("php", php);
            let mut running = sandbox.start()?;
            ready(&mut running)?;
            // Again where the shell missed it, as mksh, ksh93 and posh may.
            for _ in 0..3 {
                running.signal(signal)?;
                if running.ends_within(MOMENT * 5)? {
                    break;
                }
            }
            let outcome = running.finish(BOUND)?;
            // ksh93 sends CONT after it.
            let mut signals = outcome.signals("php").filter(|it| *it != Signal::SIGCONT);
            let first = signals.next() == Some(Signal::SIGUSR1);
            let is_all = first && signals.next().is_none();
            expect(&outcome).exited(7).so("one USR1", is_all);
        }
        Ok(())
    });
}
