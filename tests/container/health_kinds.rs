//! What health can ask besides whether the program is alive.

use std::fs::{self, File};
use std::net::TcpListener;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use nix::sys::signal::Signal;

use super::health::Asked;
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell};

/// A script of one mode with this health, and a default.
fn script(health: &str) -> Script {
    Script::new(emitted(&format!(
        "[entrypoint]\napp = \"test\"\n[modes.web]\nrun = [\"php\"]\nhealth = {health}\n\
         [env.PLACE]\ndefault = \"1\"\n[env.UNUSED]\nrequired = true\n"
    )))
}

#[test]
fn a_port_on_which_nobody_listens_is_unhealthy() {
    let script = script("{ tcp = \"${PLACE}\" }");
    // One after the other: a listener that closes may hide another one.
    let turn = Mutex::new(());
    each_shell(|shell| {
        let _turn = turn.lock();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let sandbox = script
            .sandbox(shell)
            .env("UNUSED", "x")
            .env("PLACE", port.to_string())
            .stand_in("php", Behaviour::runs_until(Signal::SIGTERM));
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        let (code, said) = asked.ask()?;
        assert!(code == 0 && said.starts_with("healthy: web has"), "{said}");
        drop(listener);
        let nobody = format!("unhealthy: web: nobody listens on port {port}\n");
        assert_eq!(asked.ask()?, (1, nobody));
        Ok(())
    });
}

#[test]
fn a_port_that_is_no_number_is_unhealthy() {
    let script = script("{ tcp = \"${PLACE}\" }");
    each_shell(|shell| {
        for port in [
            "http",
            "a[$(touch x)]",
            "80 81",
            "-1",
            "999999",
            "080",
            "$((1))",
            "*",
        ] {
            let sandbox = script
                .sandbox(shell)
                .env("UNUSED", "x")
                .env("PLACE", port)
                .stand_in("php", Behaviour::runs_until(Signal::SIGTERM));
            let Some(mut asked) = Asked::start(sandbox)? else {
                return Ok(());
            };
            asked.running.wait_for(&Condition::ready("php"), BOUND)?;
            let said = "unhealthy: web: its port is not a number\n".to_owned();
            assert_eq!(asked.ask()?, (1, said), "{port}");
        }
        Ok(())
    });
}

#[test]
fn a_file_that_was_not_changed_for_long_is_unhealthy() {
    let script = script("{ file = { path = \"${PLACE}\", fresh-for = \"60s\" } }");
    each_shell(|shell| {
        let beat = script
            .folder()
            .join(format!("a \u{1b}beat '{}", shell.shell()));
        let sandbox = script
            .sandbox(shell)
            .env("UNUSED", "x")
            .env("PLACE", &beat)
            .stand_in("php", Behaviour::runs_until(Signal::SIGTERM));
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        let shown = beat.display().to_string().replace('\u{1b}', "?");
        let absent = format!("unhealthy: web: there is no {shown}\n");
        assert_eq!(asked.ask()?, (1, absent));
        fs::write(&beat, "")?;
        assert_eq!(asked.ask()?.0, 0);
        File::options()
            .write(true)
            .open(&beat)?
            .set_modified(SystemTime::now() - Duration::from_secs(100))?;
        let (code, said) = asked.ask()?;
        let start = format!("unhealthy: web: {shown} was changed 10");
        assert!(code == 1 && said.starts_with(&start), "{said}");
        assert!(said.ends_with(" s ago, 60 s is the limit\n"), "{said}");
        Ok(())
    });
}

#[test]
fn a_command_answers_by_its_code_with_the_variables_of_the_mode() {
    let script = script("{ run = [\"probe\", \"a b\", \"${PLACE}\"] }");
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .env("UNUSED", "x")
            .stand_in("php", Behaviour::runs_until(Signal::SIGTERM))
            .stand_in("probe", Behaviour::exits(0).next(Behaviour::exits(3)));
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        assert_eq!(asked.ask()?.0, 0);
        assert_eq!(asked.ask()?.0, 3);
        let outcome = super::stop(asked.running, Signal::SIGTERM)?;
        for start in outcome.starts("probe") {
            assert_eq!(start.arguments, ["a b", "1"]);
            assert_eq!(start.variable("PLACE"), Some(&b"1"[..]));
        }
        assert_eq!(outcome.starts("probe").count(), 2);
        Ok(())
    });
}
