//! A folder for temporary files in which no run can be made.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::{BY_HAND, WORKER, dash, folder};
use crate::support::{LYCHGATE, skip};
use crate::typed::{Folder, Said};

const WORDS: &str = "prove --shell dash --scenario worker/st*";

/// What these words are answered with where `tmp`, the folder for temporary files, is a
/// tmpfs with these options; nothing, said aloud, where that cannot be had.
fn mounted(folder: &Folder, options: &str, words: &str) -> Option<Said> {
    const MOUNT: &str = "mount -t tmpfs -o \"$0\" none tmp || exit 99; exec \"$@\"";
    let mut command = folder.call("unshare", Path::new(""));
    command
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", MOUNT])
        .args([options, LYCHGATE])
        .args(words.split_whitespace());
    let said = folder.said(&mut command);
    let is_made = said.code != Some(99) && !said.stderr.starts_with("unshare: ");
    if !is_made {
        skip(&format!("a tmpfs for temporary files: {}", said.stderr));
    }
    is_made.then_some(said)
}

/// A folder with `tmp` for temporary files.
fn with_tmp() -> Folder {
    let folder = folder(WORKER);
    let tmp = folder.path("tmp");
    fs::create_dir(&tmp).expect("the folder is ours");
    folder.variable("TMPDIR", &tmp.display().to_string())
}

#[track_caller]
fn assert_refused(said: &Said, place: &str, why: &str) {
    let told = format!(
        "error: no run can be made in `{place}`: {why}\nhelp: let `TMPDIR` name another folder\n"
    );
    said.is(2, "", &told);
}

#[test]
fn one_where_no_program_can_be_started_is_named() {
    let Some(_) = dash() else { return };
    let Some(said) = mounted(&with_tmp(), "noexec", WORDS) else {
        return;
    };
    assert_refused(&said, "[FOLDER]/tmp", "it is mounted noexec");
}

#[test]
fn one_without_room_is_named() {
    let Some(_) = dash() else { return };
    for options in ["size=64k", "nr_inodes=40"] {
        let Some(said) = mounted(&with_tmp(), options, WORDS) else {
            return;
        };
        let why = "less than 1 MiB or 256 files are free";
        assert_refused(&said, "[FOLDER]/tmp", why);
    }
}

/// What the stand-ins record is lost then, and looks as if it had not happened.
#[test]
fn one_that_the_script_fills_is_named_too() {
    let Some(_) = dash() else { return };
    let folder = with_tmp();
    let tmp = folder.path("tmp");
    let filling = format!("\nhead -c 9000000 /dev/zero >{}/x\n", tmp.display());
    let folder = folder.file("old.sh", &BY_HAND.replacen('\n', &filling, 1));
    let words = "prove --shell dash --scenario worker/start --script old.sh";
    for (options, code) in [("size=4m", 2), ("size=64m", 0)] {
        let Some(said) = mounted(&folder, options, words) else {
            return;
        };
        assert_eq!(said.code, Some(code), "{said}");
        assert_eq!(said.stderr.contains("files are free"), code == 2, "{said}");
    }
}

#[test]
fn one_that_no_first_line_can_name_is_named() {
    let Some(_) = dash() else { return };
    let long = "long".repeat(60);
    let folder = folder(WORKER).file(&format!("{long}/.keep"), "");
    let place = folder.path(&long).display().to_string();
    let folder = folder.variable("TMPDIR", &place);
    let place = format!("[FOLDER]/{long}");
    assert_refused(&folder.types(WORDS), &place, "its path is too long");
}

#[test]
fn one_that_a_container_does_not_see_is_named() {
    let Some(_) = dash() else { return };
    let folder = folder(WORKER);
    symlink("/dev/shm", folder.path("tmp")).expect("the folder is ours");
    let place = folder.path("tmp").display().to_string();
    let folder = folder.variable("TMPDIR", &place);
    let why = "a container has a /run and a /dev/shm of its own";
    assert_refused(&folder.types(WORDS), "[FOLDER]/tmp", why);
}
