//! The moment between the fork and the program, where little can be seen of it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use lychgate::prove::running::{Condition, Running};
use lychgate::shell::{Installed, Shell};

use super::signals::stop;
use super::{script, supervised};
use crate::support::{BOUND, Proof, Script, each_shell, expect, note};

/// A `PATH` on which `php` is a script of the same shell, that catches URG too.
fn same_shell(script: &Script, shell: &Installed) -> Result<String, std::io::Error> {
    let folder = script.folder().join(format!("bin-{}", shell.shell()));
    fs::create_dir_all(&folder)?;
    let applet = match shell.shell() {
        Shell::Busybox => " sh",
        _ => "",
    };
    let path = shell.path().display();
    let text = format!(
        "#!{path}{applet}\ntrap 'exit 7' TERM\ntrap : URG\nprintf 'ready\\n' >&2\n\
         while :; do sleep 0.02; done\n"
    );
    let file = folder.join("php");
    fs::write(&file, text)?;
    fs::set_permissions(&file, Permissions::from_mode(0o755))?;
    Ok(format!("{}:/usr/bin:/bin", folder.display()))
}

/// Stops a `php` that is ready. Its own code tells that it got TERM.
fn gets_term(mut running: Running) -> Proof {
    running.wait_for(&Condition::stderr("ready"), BOUND)?;
    expect(&stop(running)?).exited(7);
    Ok(())
}

#[test]
fn without_random_addresses_a_script_of_the_same_shell_gets_its_term() {
    if !Path::new("/usr/bin/setarch").exists() {
        return note("skipped fixed addresses: there is no setarch");
    }
    let inner = script();
    let outer = Script::new("exec setarch -R \"$@\"\n");
    each_shell(|shell| {
        let sandbox = outer
            .sandbox(shell)
            .env("ROLE", "supervised")
            .env("PATH", same_shell(&inner, shell)?)
            .arg(shell.path())
            .args(shell.arguments())
            .arg(inner.path());
        gets_term(sandbox.start()?)
    });
}

#[test]
fn without_proc_a_program_that_runs_gets_its_term() {
    let script = script();
    let empty = script.folder().join("empty");
    fs::create_dir(&empty).expect("the folder is new");
    each_shell(|shell| {
        let sandbox = supervised(&script, shell).env("PATH", same_shell(&script, shell)?);
        match sandbox.bind(&empty, "/proc").start() {
            Ok(running) => gets_term(running),
            Err(fault) => {
                note(&format!("a missing /proc was not tried: {fault}"));
                Ok(())
            }
        }
    });
}
