//! What cannot be looked at is said, and the rest is looked at.

use std::os::unix::fs::symlink;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::{ONLY_SHELLCHECK, SILENT, folder};
use crate::typed::Folder;

/// What is said of a name without a file.
const NAME_ONE: &str = "help: name a script, or a folder with scripts, that you may read\n";

/// `lint` of `what` says `message`, and looks at the script beside it.
#[track_caller]
fn refuses(folder: &Folder, what: &str, message: &str) {
    folder.types(&format!("lint {what} a.sh")).is(
        2,
        "nothing found in 1 script\n",
        &format!("{ONLY_SHELLCHECK}{message}"),
    );
}

#[test]
fn a_file_that_is_not_there() {
    refuses(
        &folder(SILENT),
        "none.sh",
        &format!("error: cannot read none.sh: No such file or directory\n{NAME_ONE}"),
    );
}

#[test]
fn a_link_to_nowhere_and_a_link_to_itself() {
    let folder = folder(SILENT);
    symlink("nowhere", folder.path("link")).expect("the folder is ours");
    symlink("itself", folder.path("itself")).expect("the folder is ours");
    refuses(
        &folder,
        "link itself",
        &format!(
            "error: cannot read link: No such file or directory\n{NAME_ONE}\
             error: cannot read itself: Too many levels of symbolic links\n{NAME_ONE}"
        ),
    );
}

#[test]
fn a_script_of_50_megabytes() {
    let folder = folder(SILENT).file("big.sh", "");
    let file = std::fs::File::options()
        .write(true)
        .open(folder.path("big.sh"));
    file.and_then(|file| file.set_len(50_000_000))
        .expect("the folder is ours");
    refuses(
        &folder,
        "big.sh",
        "error: big.sh has more than 1 MiB, too much for a script\n\
         help: is it an archive? leave it out\n",
    );
}

#[test]
fn a_nul_byte() {
    refuses(
        &folder(SILENT).file("b", "#!/bin/sh\necho\n\0"),
        "b",
        "error: b is no text: line 3 has a NUL byte\nhelp: is it a program? leave it out\n",
    );
}

#[test]
fn utf_16() {
    let folder = folder(SILENT);
    std::fs::write(folder.path("b.sh"), b"\xff\xfe#\0!\0").expect("the folder is ours");
    refuses(
        &folder,
        "b.sh",
        "error: b.sh is UTF-16, which no shell reads\nhelp: save it as UTF-8\n",
    );
}

#[test]
fn a_pipe_and_a_device() {
    let folder = folder(SILENT);
    mkfifo(&folder.path("pipe"), Mode::S_IRWXU).expect("the folder is ours");
    refuses(
        &folder,
        "pipe /dev/zero",
        "error: pipe is no regular file\n\
         help: name a script, or a folder with scripts\n\
         error: /dev/zero is no regular file\n\
         help: name a script, or a folder with scripts\n",
    );
}

#[test]
fn a_script_for_another_program() {
    refuses(
        &folder(SILENT)
            .file("b", "#!/usr/bin/env fish\n")
            .file("c", "#!\n"),
        "b c",
        "error: b is for fish, which is no shell known here\n\
         help: leave it out; only scripts of shells are looked at\n\
         error: c has a shebang without a program\n\
         help: write `#!/bin/sh`\n",
    );
}

#[test]
fn a_folder_without_scripts_is_a_note() {
    let folder = Folder::new()
        .file("docs/a.md", "text\n")
        .program("shellcheck", SILENT);
    folder.types("lint docs").is(
        0,
        "nothing found in 0 scripts\n",
        &format!("{ONLY_SHELLCHECK}note: no scripts in docs\n"),
    );
}

#[test]
fn a_required_engine_must_be_there() {
    folder(SILENT)
        .types("lint --require shellcheck,dash a.sh")
        .is(
            2,
            "",
            "error: dash is required and not on PATH\n\
             help: install it, or leave it out of `--require`\n",
        );
}
