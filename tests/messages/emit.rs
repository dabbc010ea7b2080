//! `lychgate emit`, and the table that each verb needs.

use std::fs::{self, File};
use std::os::unix::fs::symlink;

use super::{message, message_of};
use crate::typed::{Folder, TABLE};

/// A folder with the smallest table.
fn folder() -> Folder {
    Folder::new().file("lychgate.toml", TABLE)
}

#[test]
fn which_table() {
    message("no-table", &Folder::new(), "emit");
    message("table-missing", &folder(), "emit --table other.toml");
    let folder = folder().variable("LYCHGATE_TABLE", "other.toml");
    message("table-of-variable-missing", &folder, "emit");
}

#[test]
fn a_table_that_cannot_be_read() {
    let folder = folder().file("large.toml", &"#".repeat(1024 * 1024 + 1));
    message("table-is-folder", &folder, "emit --table .");
    message("table-below-file", &folder, "emit --table lychgate.toml/x");
    message("table-too-large", &folder, "emit --table large.toml");
    fs::write(folder.path("latin-1.toml"), b"# caf\xe9\n").expect("the folder is ours");
    message("table-not-utf-8", &folder, "emit --table latin-1.toml");
    symlink("loop.toml", folder.path("loop.toml")).expect("the folder is ours");
    message("table-is-loop", &folder, "emit --table loop.toml");
}

#[test]
fn a_table_that_is_wrong() {
    let folder = Folder::new()
        .file(
            "lychgate.toml",
            "[modes.web]\nrum = [\"server\"]\n[env.A]\nmin = 1\n",
        )
        .file("empty.toml", "");
    message("table-wrong", &folder, "emit");
    message("table-empty", &folder, "emit --table empty.toml");
}

#[test]
fn a_folder_that_is_gone() {
    let folder = folder().file("gone/x", "");
    let command = "rm -r \"$PWD\" && exec \"$0\" emit";
    let mut shell = std::process::Command::new("/bin/sh");
    shell
        .args(["-c", command, crate::support::LYCHGATE])
        .current_dir(folder.path("gone"))
        .env_remove("LYCHGATE_TABLE");
    message_of("folder-gone", &folder, "emit", &mut shell);
}

#[test]
fn a_file_that_cannot_be_written() {
    let folder = folder().file("docker/keep", "");
    symlink("nothing", folder.path("dangling.sh")).expect("the folder is ours");
    for (name, file) in [
        ("write-no-folder", "images/x.sh"),
        ("write-below-file", "lychgate.toml/x.sh"),
        ("write-folder", "docker"),
        ("write-device", "/dev/null"),
        ("write-dangling", "dangling.sh"),
        ("write-table", "./lychgate.toml"),
        // Nobody makes a file in /sys, whoever they are.
        ("write-forbidden", "/sys/x.sh"),
    ] {
        message(name, &folder, &format!("emit --output {file}"));
    }
    assert_eq!(folder.text("lychgate.toml").as_deref(), Some(TABLE));
    assert_eq!(folder.list("docker"), ["keep"]);
    assert_eq!(
        folder.list(""),
        ["bin", "dangling.sh", "docker", "lychgate.toml"]
    );
}

#[test]
fn a_full_disk() {
    let full = File::options().write(true).open("/dev/full");
    let folder = folder();
    let mut command = folder.command("emit");
    command.stdout(full.expect("every system has it"));
    message_of("disk-full", &folder, "emit > /dev/full", &mut command);
}
