//! `lychgate emit`, as a user types it.

use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;

use crate::typed::{Folder, SCRIPT, TABLE};

const BROKEN: &str = "[modes.web]\nrum = [\"server\"]\n";

/// A table whose script says which it was.
fn table(name: &str) -> String {
    format!("[modes.web]\nrun = [\"{name}\"]\n")
}

/// Whether this test may do anything to any file.
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[test]
fn the_script_goes_to_standard_output() {
    Folder::new()
        .file("lychgate.toml", TABLE)
        .types("emit")
        .is(0, SCRIPT, "");
}

#[test]
fn the_same_table_gives_the_same_script_everywhere() {
    let one = Folder::new().file("a/lychgate.toml", TABLE);
    let other = Folder::new()
        .file("some/where/else/lychgate.toml", TABLE)
        .variable("LC_ALL", "C");
    one.types("emit --table a/lychgate.toml").is(0, SCRIPT, "");
    other
        .types("emit --table some/where/else/lychgate.toml")
        .is(0, SCRIPT, "");
    let mut from_below = other.command_in(
        Path::new("some"),
        "emit --table ./where/../where/else/lychgate.toml",
    );
    other.said(&mut from_below).is(0, SCRIPT, "");
}

#[test]
fn a_named_table_comes_before_the_variable_and_that_before_what_is_found() {
    let folder = Folder::new()
        .file("lychgate.toml", &table("found"))
        .file("variable.toml", &table("variable"))
        .file("named.toml", &table("named"));
    let runs = |folder: &Folder, arguments: &str, program: &str| {
        let folder_said = folder.types(arguments).text();
        assert!(
            folder_said.contains(&format!("\nexec {program}\n")),
            "{folder_said}"
        );
    };
    runs(&folder, "emit", "found");
    let folder = folder.variable("LYCHGATE_TABLE", "");
    runs(&folder, "emit", "found");
    let folder = folder.variable("LYCHGATE_TABLE", "variable.toml");
    runs(&folder, "emit", "variable");
    runs(&folder, "emit --table named.toml", "named");
}

#[test]
fn the_nearest_table_above_is_found_and_its_script_written_beside_it() {
    let folder = Folder::new()
        .file("lychgate.toml", &table("far"))
        .file("app/lychgate.toml", TABLE)
        .file("app/src/main/keep", "");
    let mut emit = folder.command_in(Path::new("app/src/main"), "emit");
    folder.said(&mut emit).is(0, SCRIPT, "");
    let mut write = folder.command_in(Path::new("app/src/main"), "emit --write");
    folder.said(&mut write).is(0, "", "");
    assert_eq!(folder.text("app/entrypoint.sh").as_deref(), Some(SCRIPT));
}

#[test]
fn a_file_is_written_with_its_run_bit_and_lf() {
    let folder = Folder::new()
        .file(
            "lychgate.toml",
            &format!("[entrypoint]\npath = \"docker/start.sh\"\n{TABLE}"),
        )
        .file("docker/Dockerfile", "");
    folder.types("emit --write").is(0, "", "");
    let script = folder.text("docker/start.sh").expect("it was written");
    assert_eq!(
        script,
        SCRIPT.replace(" lychgate.toml;", " ../lychgate.toml;")
    );
    assert_eq!(folder.mode_of("docker/start.sh"), 0o755);
    assert_eq!(folder.list("docker"), ["Dockerfile", "start.sh"]);

    folder.types("emit --output here.sh").is(0, "", "");
    assert_eq!(folder.text("here.sh"), Some(script));
    assert_eq!(folder.mode_of("here.sh"), 0o755);
}

#[test]
fn a_table_with_crlf_gives_lf() {
    let folder = Folder::new().file("lychgate.toml", &TABLE.replace('\n', "\r\n"));
    folder.types("emit").is(0, SCRIPT, "");
}

#[test]
fn write_and_output_are_two_places() {
    let folder = Folder::new().file("lychgate.toml", TABLE);
    let said = folder.types("emit --write --output x");
    insta::assert_snapshot!(said.text());
    assert_eq!(folder.list(""), ["bin", "lychgate.toml"]);
}

#[test]
fn a_broken_table_leaves_the_old_script_alone() {
    let folder = Folder::new()
        .file("lychgate.toml", BROKEN)
        .file("entrypoint.sh", "old");
    folder.mode("entrypoint.sh", 0o600);
    for arguments in ["emit --write", "emit --output entrypoint.sh", "emit"] {
        let said = folder.types(arguments);
        insta::allow_duplicates! { insta::assert_snapshot!("broken", said.text()) };
    }
    assert_eq!(folder.text("entrypoint.sh").as_deref(), Some("old"));
    assert_eq!(folder.mode_of("entrypoint.sh"), 0o600);
    assert_eq!(folder.list(""), ["bin", "entrypoint.sh", "lychgate.toml"]);
}

#[test]
fn an_old_script_is_replaced_whole() {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh", "old\r\n");
    folder.mode("entrypoint.sh", 0o400);
    folder.types("emit --write").is(0, "", "");
    assert_eq!(folder.text("entrypoint.sh").as_deref(), Some(SCRIPT));
    assert_eq!(folder.mode_of("entrypoint.sh"), 0o755);
}

#[test]
fn a_folder_that_is_read_only_gets_nothing() {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("docker/x.sh", "old");
    // Nobody makes a file in /sys, whoever they are.
    folder.types("emit --output /sys/x.sh").is(
        2,
        "",
        "error: cannot write /sys/x.sh: Permission denied\n\
         help: name a file in a folder where you may write\n",
    );
    if is_root() {
        return;
    }
    folder.mode("docker", 0o555);
    folder.types("emit --output docker/x.sh").is(
        2,
        "",
        "error: cannot write docker/x.sh: Permission denied\n\
         help: name a file in a folder where you may write\n",
    );
    folder.mode("docker", 0o755);
    assert_eq!(folder.text("docker/x.sh").as_deref(), Some("old"));
}

#[test]
fn a_link_is_followed() {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("real/x.sh", "old");
    symlink("real/x.sh", folder.path("link.sh")).expect("the folder is ours");
    folder.types("emit --output link.sh").is(0, "", "");
    assert_eq!(folder.text("real/x.sh").as_deref(), Some(SCRIPT));
    assert!(folder.path("link.sh").is_symlink());

    symlink("nothing", folder.path("dangling.sh")).expect("the folder is ours");
    folder.types("emit --output dangling.sh").is(
        2,
        "",
        "error: cannot write dangling.sh: it is a link to a file that is not there\n\
         help: remove the link, or make the file that it names\n",
    );
    assert!(folder.path("dangling.sh").is_symlink());
}

#[test]
fn a_table_may_come_through_a_pipe() {
    let folder = Folder::new();
    let (table, mut write) = std::io::pipe().expect("the machine has room for a pipe");
    write
        .write_all(TABLE.as_bytes())
        .expect("it is short enough for a pipe");
    drop(write);
    let mut child = folder
        .command("emit --table /dev/stdin")
        .stdin(table)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it was just built");
    let mut script = String::new();
    let mut output = child.stdout.take().expect("it is piped");
    output
        .read_to_string(&mut script)
        .expect("a script is a text");
    assert!(child.wait().expect("it is our child").success());
    assert_eq!(script, SCRIPT.replace(" lychgate.toml;", " stdin;"));
}
