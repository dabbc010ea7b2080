//! How much is said and how: `--quiet`, `--verbose`, `--color`.

use std::fs::File;
use std::io::Read;

use nix::pty::openpty;

use crate::typed::{Folder, SCRIPT, TABLE};

/// A folder with a table and its script, and two engines on `PATH`.
fn project() -> Folder {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh", SCRIPT)
        .program(
            "shellcheck",
            "case $1 in --version) echo 'version: 9.9' ;; *) echo '{\"comments\":[]}' ;; esac",
        )
        .program("dash", "exit 0");
    folder.mode("entrypoint.sh", 0o755);
    folder
}

/// A folder whose table has an error.
fn broken() -> Folder {
    Folder::new().file("lychgate.toml", "[modes.web]\nrum = 1\n")
}

#[test]
fn quiet_leaves_it_to_the_exit_code_that_all_is_well() {
    project().types("check --quiet").is(0, "", "");
    project().types("emit --quiet").is(0, SCRIPT, "");
    project().types("emit --quiet --write").is(0, "", "");
}

#[test]
fn quiet_still_says_what_is_wrong() {
    let folder = project().program("dash", "echo \"$2: 1: Syntax error: no\" >&2; exit 2");
    let said = folder.types("check -q").text();
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.contains("error: syntax error: no (dash)\n"), "{said}");
    assert!(
        !said.contains("current") && !said.contains("note:"),
        "{said}"
    );
    let differs = project().file("entrypoint.sh", "exec old\n");
    let said = differs.types("check -q").text();
    assert!(said.contains("\n-exec old\n"), "{said}");
    let [quiet, plain] = ["emit -q", "emit"].map(|words| broken().types(words).text());
    assert!(quiet.contains("unknown key"), "{quiet}");
    assert_eq!(quiet, plain);
}

#[test]
fn verbose_says_with_what_it_is_done() {
    insta::assert_snapshot!("verbose-check", project().types("check --verbose").text());
    insta::assert_snapshot!("verbose-emit", project().types("emit -v --write").text());
    let named = project().variable("LYCHGATE_TABLE", "lychgate.toml");
    insta::assert_snapshot!("verbose-variable", named.types("-v emit --write").text());
}

#[test]
fn quiet_and_verbose_contradict_each_other_wherever_they_stand() {
    for words in ["emit -q -v", "-q -v emit", "-q emit -v", "-v emit -q"] {
        let said = project().types(words).text();
        assert!(
            said.starts_with("exit code 2\n-- stdout\n-- stderr\n"),
            "{words}: {said}"
        );
        assert!(
            said.contains("'--quiet' cannot be used with '--verbose'"),
            "{words}: {said}"
        );
    }
}

#[test]
fn colour_is_for_terminals() {
    let folder = broken();
    for words in ["emit", "emmit", "--help"] {
        let plain = folder.types(words).text();
        assert!(!plain.contains('\u{1b}'), "{words}: {plain}");
        let coloured = on_a_terminal(&folder, words);
        assert!(coloured.contains("\u{1b}["), "{words}: {coloured}");
    }
}

#[test]
fn no_color_turns_colour_off_if_it_says_anything() {
    let empty = broken().variable("NO_COLOR", "");
    let set = broken().variable("NO_COLOR", "1");
    for (words, text) in [
        ("emit", "unknown key"),
        ("emmit", "unrecognized"),
        ("--help", "Usage"),
    ] {
        assert!(on_a_terminal(&empty, words).contains("\u{1b}["), "{words}");
        let plain = on_a_terminal(&set, words);
        assert!(
            plain.contains(text) && !plain.contains('\u{1b}'),
            "{words}: {plain}"
        );
    }
}

#[test]
fn what_is_typed_comes_before_all_else() {
    let folder = broken().variable("NO_COLOR", "1");
    for words in [
        "emit --color always",
        "--color=always emmit",
        "--color always emit -x",
    ] {
        let coloured = folder.types(words).text();
        assert!(coloured.contains("\u{1b}["), "{words}: {coloured}");
    }
    for words in [
        "emit --color never",
        "--color=never emmit",
        "--color never --help",
    ] {
        let plain = on_a_terminal(&broken(), words);
        assert!(!plain.contains('\u{1b}'), "{words}: {plain}");
    }
}

/// What `lychgate` says to a terminal.
fn on_a_terminal(folder: &Folder, words: &str) -> String {
    let terminal = openpty(None, None).expect("the machine has terminals");
    let mut command = folder.command(words);
    let other = terminal
        .slave
        .try_clone()
        .expect("there is room for one more");
    let child = command.stdout(terminal.slave).stderr(other).spawn();
    // The command has the terminal too, and as long as anyone has it there is no end.
    drop(command);
    let mut said = Vec::new();
    // At the end an error comes, as nobody has its other end.
    let _closed = File::from(terminal.master).read_to_end(&mut said);
    let status = child.and_then(|mut child| child.wait());
    assert_ne!(status.expect("it was just built").code(), None);
    String::from_utf8_lossy(&said).into_owned()
}
