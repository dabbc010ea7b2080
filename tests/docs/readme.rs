//! The first page: its table gives the lines that it shows, its commands work.

use std::process::Command;

use super::fences::{Fence, fences};
use super::{Document, root};
use crate::emission::emitted;
use crate::emission::engines::said;
use crate::support::LYCHGATE;

fn readme() -> Document {
    Document::named("README.md")
}

/// The only block of this kind.
fn only<'fences>(fences: &'fences [Fence<'_>], info: &str) -> &'fences str {
    let mut found = fences.iter().filter(|fence| fence.info == info);
    let first = found.next().expect("there is a block");
    assert!(found.next().is_none(), "more than one `{info}`");
    &first.body
}

#[test]
fn the_ten_lines_give_the_lines_below_them() {
    let document = readme();
    let fences = fences(&document);
    let table = only(&fences, "toml");
    let lines = table.lines().filter(|line| !line.is_empty());
    assert_eq!(lines.count(), 10, "ten lines\n{table}");
    let script = String::from_utf8(emitted(table)).expect("the table is ASCII");
    let shown = only(&fences, "sh");
    assert!(script.contains(shown), "not what it shows\n{script}");
    assert!(script.ends_with(shown), "more follows\n{script}");
}

#[test]
fn the_first_two_commands_are_those_of_the_project() {
    let document = readme();
    let fences = fences(&document);
    let first = &fences.first().expect("there is a block").body;
    let commands: Vec<&str> = first
        .lines()
        .map(|line| line.split(" #").next().unwrap_or(line).trim_end())
        .collect();
    assert_eq!(
        commands,
        ["cargo run -- emit > entrypoint.sh", "sh tests/run"]
    );
}

/// The first command, as cargo runs it: `.cargo/config.toml` names the table.
#[test]
fn the_first_command_prints_the_script_of_the_example() {
    let output = Command::new(LYCHGATE)
        .arg("emit")
        .current_dir(root())
        .env("LYCHGATE_TABLE", env!("LYCHGATE_TABLE"))
        .output()
        .expect("the program was just built");
    let golden = root().join("golden/lychee/docker/scripts/entrypoint.sh");
    let golden = std::fs::read(golden).expect("it is part of the project");
    assert!(output.status.success(), "{}", said(&output));
    assert!(output.stdout == golden, "another script");
}
