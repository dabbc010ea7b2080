//! The questions on a terminal.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, Stdio};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::openpty;

use super::is_right;
use crate::support::BOUND;
use crate::typed::Folder;

/// What every question ends with.
const PROMPT: &str = "]: ";

/// A person at a terminal on which `init` runs.
struct Person {
    terminal: File,
    child: Child,
    seen: String,
}

impl Person {
    /// Types `lychgate` with these arguments.
    fn types(folder: &Folder, arguments: &str) -> Self {
        let terminal = openpty(None, None).expect("the machine has terminals");
        let input = terminal.slave.try_clone().expect("there is room for one");
        let mut command = folder.command(arguments);
        let command = command
            .env("NO_COLOR", "1")
            .stdin(input)
            .stderr(terminal.slave);
        let child = command.stdout(Stdio::null()).spawn();
        Self {
            terminal: File::from(terminal.master),
            child: child.expect("it was just built"),
            seen: String::new(),
        }
    }

    /// Waits for the next question and types `keys`.
    fn answers(mut self, keys: &str) -> Self {
        let before = self.seen.len();
        while !self.seen[before..].ends_with(PROMPT) {
            assert!(self.reads(), "no question after {}", self.seen);
        }
        let typed = self.terminal.write_all(keys.as_bytes());
        typed.expect("the terminal is open");
        self
    }

    /// Reads what comes; false when the program has closed the terminal.
    fn reads(&mut self) -> bool {
        let mut polled = [PollFd::new(self.terminal.as_fd(), PollFlags::POLLIN)];
        let bound = PollTimeout::try_from(BOUND).expect("it is short");
        let ready = poll(&mut polled, bound).expect("the terminal is open");
        assert!(ready > 0, "nothing comes after {}", self.seen);
        let mut bytes = [0; 4096];
        // Linux says EIO when the other end is closed.
        let length = self.terminal.read(&mut bytes).unwrap_or(0);
        let text = String::from_utf8_lossy(&bytes[..length]);
        self.seen.push_str(&text);
        length > 0
    }

    /// The exit code, and all that the terminal has shown.
    fn leaves(mut self) -> (Option<i32>, String) {
        while self.reads() {}
        let status = self.child.wait().expect("it is our child");
        (status.code(), self.seen.replace("\r\n", "\n"))
    }
}

#[test]
fn it_asks_for_what_no_flag_says() {
    let folder = Folder::new().file("Dockerfile", "FROM nginx\nCMD [\"nginx\"]\n");
    let (code, seen) = Person::types(&folder, "init")
        .answers("Shop\n")
        .answers("web, worker\n")
        .answers("env:ROLE\n")
        .answers("\n")
        .answers("php artisan queue:work\n")
        .leaves();
    let table = folder.text("lychgate.toml").expect("it was written");
    is_right(&table);
    assert_eq!(code, Some(0));
    let (_, after) = seen.split_once(PROMPT).expect("there is a question");
    insta::assert_snapshot!(format!("{after}-- table\n{table}"));
}

#[test]
fn empty_answers_take_what_is_usual() {
    let asked = Folder::new();
    let flags = "init --app Shop";
    let person = Person::types(&asked, flags);
    let (code, seen) = person.answers("\n").answers("\n").leaves();
    assert_eq!(code, Some(0), "{seen}");
    let table = super::table_of(&Folder::new(), flags);
    assert_eq!(asked.text("lychgate.toml"), Some(table));
}

#[test]
fn a_wrong_answer_is_told_and_asked_again() {
    let folder = Folder::new();
    let (code, seen) = Person::types(&folder, "init --app Shop")
        .answers("web server\n")
        .answers("web,web\n")
        .answers("web,worker,\n")
        .answers("web,worker\n")
        .answers("role\n")
        .answers("arg\n")
        .answers("'server\n")
        .answers("server $HOME\n")
        .answers("server $@\n")
        .answers("worker\n")
        .leaves();
    let table = folder.text("lychgate.toml").expect("it was written");
    assert_eq!(code, Some(0));
    is_right(&table);
    assert!(table.contains("\nrun = [\"server\", \"$@\"]\n"), "{table}");
    insta::assert_snapshot!(seen);
}

#[test]
fn the_end_of_the_answers_leaves_nothing() {
    for before in 0..2 {
        let folder = Folder::new();
        let mut person = Person::types(&folder, "init --app Shop");
        for _ in 0..before {
            person = person.answers("\n");
        }
        let (code, seen) = person.answers("\u{4}").leaves();
        assert_eq!(code, Some(2), "{seen}");
        let error = "]: \nerror: the answers have ended, so nothing is written\nhelp: ";
        assert!(seen.contains(error), "{seen}");
        assert_eq!(folder.list(""), ["bin"]);
    }
}

#[test]
fn flags_that_say_everything_leave_no_question() {
    let folder = Folder::new();
    let person = Person::types(&folder, "init --app Shop --mode web");
    let (code, seen) = person.leaves();
    assert_eq!(code, Some(0));
    assert!(seen.starts_with("note: wrote lychgate.toml"), "{seen}");
}

#[test]
fn it_asks_nobody_where_only_one_end_is_a_terminal() {
    let terminal = openpty(None, None).expect("the machine has terminals");
    let folder = Folder::new();
    let mut init = folder.command("init --app Shop");
    let said = folder.said(init.stdin(terminal.slave)).text();
    assert!(said.starts_with("exit code 0\n"), "{said}");
    assert!(!said.contains(PROMPT), "{said}");
}
