//! `lychgate prove`.

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::message;
use crate::typed::{Folder, TABLE};

/// A folder with a table, and something that stands for a shell.
fn folder() -> Folder {
    Folder::new()
        .file("lychgate.toml", TABLE)
        .program("dash", "exit 0")
}

#[test]
fn no_table() {
    message("prove-no-table", &Folder::new(), "prove");
}

#[test]
fn a_script_that_cannot_be_read() {
    let folder = folder()
        .file("folder/x", "")
        .file("other.py", "#!/usr/bin/python3\n")
        .file("large.sh", &"#\n".repeat(600_000));
    mkfifo(&folder.path("pipe"), Mode::S_IRWXU).expect("the folder is ours");
    for (name, script) in [
        ("prove-not-there", "nowhere.sh"),
        ("prove-folder", "folder"),
        ("prove-pipe", "pipe"),
        ("prove-other-program", "other.py"),
        ("prove-too-large", "large.sh"),
    ] {
        message(name, &folder, &format!("prove --script {script}"));
    }
}

#[test]
fn a_shell_that_is_missing() {
    let none = Folder::new().file("lychgate.toml", TABLE);
    message("prove-no-shell", &none, "prove");
    message("prove-not-this-shell", &folder(), "prove --shell zsh");
    let words = "prove --require-shell dash,zsh,posh";
    message("prove-shell-required", &folder(), words);
    message("prove-unknown-shell", &folder(), "prove --shell dahs");
    message("check-no-shell", &none, "check --prove");
}

#[test]
fn a_scenario_that_is_none() {
    message("prove-slip", &folder(), "prove --scenario web/strat");
    message("prove-nothing-fits", &folder(), "prove --scenario *queue*");
    message("prove-no-pattern", &folder(), "prove --scenario web/[");
}

#[test]
fn a_folder_for_the_runs_that_is_not_there() {
    let folder = folder().variable("TMPDIR", "/nowhere");
    message("prove-no-room", &folder, "prove");
}

#[test]
fn a_folder_for_the_runs_with_blanks() {
    let folder = folder().file("a folder/.keep", "");
    let place = folder.path("a folder").display().to_string();
    message("prove-blanks", &folder.variable("TMPDIR", &place), "prove");
}
