//! The fast path: a mode that only runs a program costs no process.

use std::path::Path;
use std::process::Command;

use lychgate::shell::{Installed, Shell};

use super::emitted;
use super::engines::{ask, said};
use crate::support::{Script, each_shell_of};

/// The system calls that make a process.
const MAKES_A_PROCESS: [&str; 4] = ["fork(", "vfork(", "clone(", "clone3("];

/// How many processes `script` makes before it becomes `/bin/true`; nothing
/// without strace.
fn forks(shell: &Installed, script: &Path, mode: &str) -> Option<usize> {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-q", "-e", "trace=process", "-o", "/dev/stdout"])
        .arg(shell.path())
        .args(shell.arguments())
        .arg(script)
        .arg("/bin/true")
        .env("LYCHEE_MODE", mode);
    let output = ask(command)?;
    assert!(output.status.success(), "{}", said(&output));
    let trace = String::from_utf8_lossy(&output.stdout).into_owned();
    let (before, _) = trace
        .split_once("execve(\"/bin/true\"")
        .unwrap_or_else(|| panic!("the program was not run:\n{trace}"));
    let is_fork = |line: &&str| MAKES_A_PROCESS.iter().any(|call| line.contains(call));
    Some(before.lines().filter(is_fork).count())
}

#[test]
fn the_web_mode_of_lychee_forks_nothing() {
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/lychee/docker/scripts/entrypoint.sh");
    each_shell_of(&[Shell::Dash, Shell::Busybox, Shell::Bash], |shell| {
        if let Some(forks) = forks(shell, &script, "web") {
            assert_eq!(forks, 0);
        }
        Ok(())
    });
}

#[test]
fn a_log_of_json_costs_no_fork() {
    let table = include_str!("../../golden/lychee/lychgate.toml");
    let table = table.replace("\"plain\"", "\"json\"");
    let script = Script::new(emitted(&table));
    each_shell_of(&[Shell::Dash, Shell::Busybox, Shell::Bash], |shell| {
        if let Some(forks) = forks(shell, &script.path(), "web") {
            assert_eq!(forks, 0);
        }
        Ok(())
    });
}

#[test]
fn added_words_cost_no_fork() {
    let table = "
        [[modes.web.arg]]
        split = 'LYCHEE_MODE'
        [[modes.web.arg]]
        add          = ['-x', '${LYCHEE_MODE}']
        unless-given = ['--given', '-g']";
    let script = Script::new(emitted(table));
    each_shell_of(&[Shell::Dash, Shell::Busybox, Shell::Bash], |shell| {
        if let Some(forks) = forks(shell, &script.path(), "a b") {
            assert_eq!(forks, 0);
        }
        Ok(())
    });
}

#[test]
fn a_plain_mode_with_health_forks_once() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    each_shell_of(&[Shell::Dash, Shell::Busybox, Shell::Bash], |shell| {
        let state = folder.path().join(shell.shell().name());
        std::fs::create_dir(&state)?;
        let script = state.join("script");
        let state = state.display();
        let table = format!(
            "[entrypoint]\nstate = \"{state}\"\n[modes.web]\nhealth = {{ alive = true }}\n"
        );
        std::fs::write(&script, emitted(&table))?;
        if let Some(forks) = forks(shell, &script, "") {
            assert_eq!(forks, 1);
        }
        Ok(())
    });
}

#[test]
fn control_a_fork_is_counted() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let script = folder.path().join("script");
    std::fs::write(&script, "x=$(:)\n(:)\nexec \"$@\"\n").expect("the folder is ours");
    each_shell_of(&[Shell::Dash, Shell::Busybox, Shell::Bash], |shell| {
        if let Some(forks) = forks(shell, &script, "") {
            assert_eq!(forks, 2);
        }
        Ok(())
    });
}
