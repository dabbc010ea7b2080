//! The moment between the fork and the program, where little can be seen of it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use lychgate::sandbox::running::{Condition, Running};
use lychgate::shell::{Installed, Shell};

use super::signals::stop;
use super::{script, supervised};
use crate::support::{BOUND, Proof, Script, each_shell, expect, skip};

/// A `PATH` on which `php` is a script that begins with `first`.
fn programs(script: &Script, shell: &Installed, first: &str) -> Result<String, std::io::Error> {
    let folder = script.folder().join(format!("bin-{}", shell.shell()));
    fs::create_dir_all(&folder)?;
    let text =
        format!("{first}trap 'exit 7' TERM\nprintf 'ready\\n' >&2\nwhile :; do sleep 0.02; done\n");
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

/// bash and ksh93 run such a script in the copy that was to execute it.
#[test]
fn a_script_without_a_first_line_gets_its_term() {
    let inner = script();
    each_shell(|shell| {
        let path = programs(&inner, shell, "")?;
        gets_term(supervised(&inner, shell).env("PATH", path).start()?)
    });
}

#[test]
fn without_proc_a_program_that_runs_gets_its_term() {
    let script = script();
    let empty = script.folder().join("empty");
    fs::create_dir(&empty).expect("the folder is new");
    each_shell(|shell| {
        let applet = match shell.shell() {
            Shell::Busybox => " sh",
            _ => "",
        };
        let first = format!("#!{}{applet}\n", shell.path().display());
        let path = programs(&script, shell, &first)?;
        let sandbox = supervised(&script, shell).env("PATH", path);
        match sandbox.bind(&empty, "/proc").start() {
            Ok(running) => gets_term(running),
            Err(fault) => {
                skip(&format!("a missing /proc: {fault}"));
                Ok(())
            }
        }
    });
}
