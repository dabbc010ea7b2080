//! Pages that show what is typed and what comes of it: it does.
//!
//! The blocks of a page are played in their order, in one folder: `toml` is its
//! `lychgate.toml`, a block with a name behind its kind is that file, and each `$` line
//! of a `console` block is run and prints what stands below it. `...` stands for any
//! lines.

use std::path::Path;

use super::Document;
use super::fences::{Fence, fences};
use crate::emission::emitted;
use crate::support::LYCHGATE;
use crate::typed::Folder;

/// The table of a page.
const TABLE: &str = "lychgate.toml";

/// What `check` says of engines that this machine does not have.
const ENGINES: &str = "note: not on PATH and not asked: ";

/// A command, and what it prints on both streams.
pub(crate) struct Exchange {
    pub(crate) command: String,
    pub(crate) shown: String,
}

/// The commands of a `console` block; a line that begins with `> ` goes on with the
/// command above it.
pub(crate) fn exchanges(body: &str) -> Vec<Exchange> {
    let mut all: Vec<Exchange> = Vec::new();
    for line in body.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            all.push(Exchange {
                command: command.to_owned(),
                shown: String::new(),
            });
            continue;
        }
        let last = all.last_mut().expect("a session begins with a command");
        match line.strip_prefix("> ").filter(|_| last.shown.is_empty()) {
            Some(more) => last.command.extend(["\n", more]),
            None => last.shown.extend([line, "\n"]),
        }
    }
    all
}

/// Whether a page that shows `shown` tells the truth about `said`.
pub(crate) fn fits(shown: &str, said: &str) -> bool {
    let (shown, said) = (format!("\n{shown}"), format!("\n{said}"));
    let parts: Vec<&str> = shown.split("\n...").collect();
    let [first, between @ .., last] = parts.as_slice() else {
        return shown == said;
    };
    let after = |rest: &str, part: &&str| rest.find(*part).map(|at| at + part.len());
    let mut rest = said.strip_prefix(first);
    for part in between {
        rest = rest.and_then(|rest| after(rest, part).map(|at| &rest[at..]));
    }
    rest.is_some_and(|rest| rest.ends_with(last))
}

/// A user's folder in which `lychgate` and what every system has are at hand.
fn folder() -> Folder {
    let bin = Path::new(LYCHGATE).parent().expect("it stands in a folder");
    let path = format!("{}:/usr/bin:/bin", bin.display());
    Folder::new().variable("PATH", &path)
}

/// The file that a block is, whole.
fn file<'fence>(fence: &'fence Fence<'_>) -> Option<&'fence str> {
    let is_table = ["toml", "toml wrong"].contains(&fence.kind());
    fence.file().or(is_table.then_some(TABLE))
}

/// Fails if the script that the table in `folder` gives has no such lines; where there
/// is no table a block of shell code is only an example.
#[track_caller]
fn is_part(lines: &str, folder: &Folder) {
    if let Some(table) = folder.text(TABLE) {
        let script = String::from_utf8(emitted(&table)).expect("the table is UTF-8");
        assert!(script.contains(lines), "{lines}\nis not in\n{script}");
    }
}

/// Fails if a command does not print what the session shows.
#[track_caller]
fn goes_as_shown(session: &str, folder: &Folder) {
    for Exchange { command, shown } in exchanges(session) {
        let said = run(folder, &command);
        assert!(fits(&shown, &said), "$ {command}\n{said}");
    }
}

/// What a command prints.
fn run(folder: &Folder, command: &str) -> String {
    let mut shell = folder.call("sh", Path::new(""));
    shell.arg("-c").arg(format!("exec 2>&1\n{command}"));
    let said = folder.said(&mut shell).stdout;
    let lines = said.split_inclusive('\n');
    lines.filter(|line| !line.starts_with(ENGINES)).collect()
}

#[test]
fn every_page_goes_as_it_says() {
    let mut sessions = 0;
    for document in Document::all() {
        let mut folder = folder();
        for fence in fences(&document) {
            if let Some(file) = file(&fence) {
                folder = folder.file(file, &fence.body);
                folder.mode(file, 0o755);
                continue;
            }
            match fence.kind() {
                "sh" => is_part(&fence.body, &folder),
                "console" => goes_as_shown(&fence.body, &folder),
                _ => {}
            }
            sessions += usize::from(fence.kind() == "console");
        }
    }
    assert!(sessions > 3, "only {sessions} sessions");
}

#[test]
fn a_page_that_says_something_else_is_seen() {
    for (shown, said) in [
        ("one\n", "one\n"),
        ("one\n...\n", "one\ntwo\n"),
        ("...\ntwo\n", "one\ntwo\n"),
        (
            "one\n...\nthree\n...\nfive\n",
            "one\ntwo\nthree\nfour\nfive\n",
        ),
    ] {
        assert!(fits(shown, said), "{shown:?} does not show {said:?}");
    }
    for (shown, said) in [
        ("", "one\n"),
        ("one\n", ""),
        ("one\n", "one\ntwo\n"),
        ("one\n...\n", "two\n"),
        ("...\none\n", "one\ntwo\n"),
        ("one\n...\nthree\n", "one\ntwo\n"),
    ] {
        assert!(!fits(shown, said), "{shown:?} shows {said:?}");
    }
}
