//! A network of a run's own, and a program that listens in it.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::fault::Fault;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use nix::sys::signal::Signal;

use super::as_a_user_without_rights;
use crate::support::{BOUND, LYCHGATE, Proof, Script, each_shell, expect, skip, stop};

/// Shows who listens, or is the program.
const SCRIPT: &str = "case ${1-} in\n  who) cat /proc/net/tcp ;;\n  *) exec server ;;\nesac\n";

/// Port 80 of every address, on which somebody listens, as the kernel shows it.
const LISTENS: &str = ": 00000000:0050 00000000:0000 0A ";

fn runs() -> Behaviour {
    Behaviour::runs_until(Signal::SIGTERM)
}

/// Who listens in `sandbox` while its program runs as `behaviour` says; nothing, said
/// aloud, where this machine has no namespaces.
fn who_listens(
    sandbox: Sandbox,
    behaviour: Behaviour,
) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let sandbox = sandbox.stand_in("server", behaviour);
    let mut running = match sandbox.start() {
        Err(Fault::NamespacesRefused { why }) => {
            skip(&format!("a network of its own: {why}"));
            return Ok(None);
        }
        started => started?,
    };
    running.wait_for(&Condition::ready("server"), BOUND)?;
    let answer = sandbox.beside(&running, None, ["who"], BOUND)?;
    assert_eq!(String::from_utf8_lossy(&answer.stderr), "");
    expect(&stop(running, Signal::SIGTERM)?).exited(0);
    Ok(Some(String::from_utf8(answer.stdout)?))
}

/// Runs in all shells at a time, each of which has the same port.
fn the_port_is_listened_on(uid: Option<u32>) {
    let script = Script::new(SCRIPT);
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).own_network();
        let sandbox = uid.map_or(sandbox.clone(), |uid| sandbox.uid(uid));
        let Some(who) = who_listens(sandbox.clone(), runs().listens(80))? else {
            return Ok(());
        };
        assert!(who.contains(LISTENS), "{who}");
        let nobody = who_listens(sandbox, runs())?.unwrap_or_default();
        assert!(!nobody.contains(" 0A "), "{nobody}");
        Ok(())
    });
}

#[test]
fn a_program_listens_where_nobody_else_does() {
    the_port_is_listened_on(None);
}

#[test]
fn a_user_without_rights_listens_too() {
    if as_a_user_without_rights("sandbox::network::a_user_without_rights_listens_too") {
        the_port_is_listened_on(None);
        the_port_is_listened_on(Some(12345));
    }
}

#[test]
fn the_ports_of_the_host_are_not_seen() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the host has a free port");
    let address = listener.local_addr().expect("it listens");
    let port = format!(":{:04X} 00000000:0000 0A ", address.port());
    let script = Script::new(SCRIPT);
    each_shell(|shell| {
        let sandbox = script.sandbox(shell);
        let Some(own) = who_listens(sandbox.clone().own_network(), runs())? else {
            return Ok(());
        };
        assert!(!own.contains(&port), "{own}");
        // The control: without a network of its own the run sees them.
        let host = who_listens(sandbox, runs())?.unwrap_or_default();
        assert!(host.contains(&port), "{host}");
        Ok(())
    });
}

#[test]
fn where_networks_are_refused_the_run_is_not_made() -> Proof {
    const REFUSE: &str = "echo 0 >/proc/sys/user/max_net_namespaces || exit 99; exec \"$@\"";
    let folder = tempfile::tempdir()?;
    let table = folder.path().join("lychgate.toml");
    std::fs::write(
        &table,
        "[modes.web]\nrun = [\"server\"]\nhealth = { tcp = \"80\" }\n",
    )?;
    let mut command = Command::new("unshare");
    command
        .args(["--user", "--map-root-user", "sh", "-c", REFUSE, "sh"])
        .args([
            Path::new(LYCHGATE),
            Path::new("prove"),
            Path::new("--table"),
        ])
        .arg(&table)
        .args(["--scenario", "web/health*", "--scenario", "web/start"]);
    let output = command.output()?;
    let (said, why) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    if output.status.code() == Some(99) || why.starts_with("unshare: ") {
        skip(&format!("a machine that refuses networks: {why}"));
        return Ok(());
    }
    assert!(
        said.contains("needs namespaces, refused here: "),
        "{said}{why}"
    );
    assert!(!said.contains("not as process 1"), "{said}{why}");
    assert_eq!(output.status.code(), Some(1), "{said}{why}");
    Ok(())
}
