//! `lychgate lint`.

use super::message;
use crate::typed::Folder;

/// A folder with a script, and with a shellcheck that does this.
fn engine(body: &str) -> Folder {
    let folder = Folder::new()
        .file("a.sh", "#!/bin/sh\n")
        .file("bin/shellcheck", &format!("#!/bin/dash\n{body}\n"));
    folder.mode("bin/shellcheck", 0o755);
    folder
}

#[test]
fn a_file_that_is_not_there() {
    message("lint-not-there", &engine(""), "lint nowhere.sh");
}

#[test]
fn what_is_no_file() {
    message("lint-no-file", &engine(""), "lint /dev/null");
}

#[test]
fn what_is_no_script() {
    for (name, text) in [
        ("lint-nul", "#!/bin/sh\n\0"),
        ("lint-other-program", "#!/usr/bin/python3\n"),
        ("lint-no-program", "#!\n"),
    ] {
        let folder = engine("echo '{\"comments\":[]}'").file("a.sh", text);
        message(name, &folder, "lint a.sh");
    }
}

#[test]
fn an_engine_that_is_required() {
    let folder = Folder::new().file("a.sh", "#!/bin/sh\n");
    message("lint-engine-missing", &folder, "lint --require mksh a.sh");
}

#[test]
fn a_script_that_nobody_reads() {
    let folder = engine("echo '{\"comments\":[]}'").file("b.zsh", "echo $x\n");
    message("lint-nobody-reads", &folder, "lint");
    let folder = Folder::new().file("a.sh", "#!/bin/sh\n");
    message("lint-no-engine", &folder, "lint a.sh");
}

#[test]
fn an_engine_that_fails() {
    for (name, body) in [
        ("lint-engine-garbage", "echo hello"),
        ("lint-engine-old", "echo 'unknown format' >&2; exit 4"),
        ("lint-engine-killed", "kill -KILL $$"),
        ("lint-engine-fails", "echo 'out of luck' >&2; exit 7"),
    ] {
        message(name, &engine(body), "lint a.sh");
    }
}

#[test]
fn an_engine_that_cannot_be_run() {
    let folder = engine("").file("bin/shellcheck", "#!/nowhere\n");
    folder.mode("bin/shellcheck", 0o755);
    message("lint-engine-broken", &folder, "lint a.sh");
}
