//! Standard output and error that are closed, full, or no longer read: the same for
//! every verb.

use std::fs::File;
use std::process::Command;

use crate::command_line::verbs;
use crate::support::LYCHGATE;
use crate::typed::{Folder, TABLE};

/// What makes each verb print something, a proof that is made, and the helps.
fn all_that_print() -> Vec<String> {
    // What `init` makes is a file.
    let print = |verb: &String| verb != "init";
    let with_words = |verb: String| match verb.as_str() {
        "completions" => "completions bash".to_owned(),
        "derive" => "derive compose".to_owned(),
        "prove" => "prove --list".to_owned(),
        _ => verb,
    };
    let others = [
        "prove --scenario web/start",
        "--help",
        "help emit",
        "check --help",
        "--version",
    ];
    let verbs = verbs().into_iter().filter(print).map(with_words);
    verbs.chain(others.map(str::to_owned)).collect()
}

/// The smallest table that is deployed.
fn table() -> String {
    format!("{TABLE}[deploy]\n")
}

/// A folder in which every verb has something to print.
fn folder() -> Folder {
    let folder = Folder::new()
        .file("lychgate.toml", &table())
        .program("shellcheck", "echo '{\"comments\":[]}'")
        .program("dash", "exit 0");
    for words in all_that_print() {
        let said = folder.types(&words).text();
        assert!(!said.contains("-- stdout\n-- stderr"), "{words}: {said}");
    }
    folder
}

/// The device on which no byte has room.
fn full() -> File {
    let full = File::options().write(true).open("/dev/full");
    full.expect("every system has it")
}

/// Fails unless `words` said that, and why, the result is lost.
#[track_caller]
fn is_told(words: &str, said: &str, why: &str) {
    let told =
        format!("error: cannot write the result: {why}\nhelp: send it to where there is room\n");
    assert!(said.starts_with("exit code 2\n"), "{words}: {said}");
    assert!(said.ends_with(&told), "{words}: {said}");
}

#[test]
fn a_full_disk_is_told() {
    let folder = folder();
    for words in all_that_print() {
        let mut command = folder.command(&words);
        let said = folder.said(command.stdout(full())).text();
        is_told(&words, &said, "No space left on device");
    }
}

#[test]
fn whoever_stops_reading_has_seen_enough() {
    let folder = folder();
    for words in all_that_print() {
        let (read, write) = std::io::pipe().expect("the machine has room for a pipe");
        drop(read);
        let mut command = folder.command(&words);
        let said = folder.said(command.stdout(write)).text();
        assert!(said.starts_with("exit code 0\n"), "{words}: {said}");
        assert!(!said.contains("error: "), "{words}: {said}");
    }
}

/// `lychgate` with these words below a shell that closes streams, as in `>&-`.
fn closed(folder: &Folder, words: &str, streams: &str) -> Command {
    let mut shell = Command::new("/bin/sh");
    let command = format!("exec \"$0\" {words} {streams}");
    shell
        .args(["-c", &command, LYCHGATE])
        .current_dir(folder.path(""))
        .env("PATH", folder.path("bin"))
        .env_remove("LYCHGATE_TABLE");
    shell
}

#[test]
fn a_closed_output_is_told() {
    let folder = folder();
    for words in all_that_print() {
        let said = folder.said(&mut closed(&folder, &words, ">&-")).text();
        is_told(&words, &said, "standard output is closed");
    }
}

#[test]
fn a_closed_output_is_no_matter_where_there_is_no_result() {
    let folder = folder();
    for words in ["emit --write", "check --quiet"] {
        let said = folder.said(&mut closed(&folder, words, ">&-"));
        assert_eq!(said.code, Some(0), "{words}: {said}");
    }
}

#[test]
fn a_closed_output_writes_nowhere() {
    let folder = folder();
    for words in all_that_print() {
        let said = folder.said(&mut closed(&folder, &words, ">&- 2>&-")).text();
        assert_eq!(said, "exit code 2\n-- stdout\n-- stderr\n", "{words}");
        assert_eq!(folder.text("lychgate.toml"), Some(table()));
    }
}

#[test]
fn errors_that_nobody_can_read_still_count() {
    let folder = Folder::new().file("lychgate.toml", "[modes.web]\nrum = 1\n");
    for words in ["emit", "check", "emmit"] {
        let status = folder.command(words).stderr(full()).status();
        assert_eq!(
            status.expect("it was just built").code(),
            Some(2),
            "{words}"
        );
    }
}
