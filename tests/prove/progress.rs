//! How far a proof has come, on a terminal.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use nix::pty::openpty;

use super::{BY_HAND, WORKER, dash, folder};

/// What `prove` says on standard error, which is a terminal, when it ends with `code`.
fn on_a_terminal(flags: &str, code: i32) -> String {
    let folder = folder(WORKER).file("old.sh", BY_HAND);
    let terminal = openpty(None, None).expect("the machine has terminals");
    let mut command = folder.command(&format!("prove --shell dash {flags}"));
    command.env("TERM", "xterm");
    let child = command.stdout(Stdio::null()).stderr(terminal.slave).spawn();
    // The command has the terminal too, and as long as anyone has it there is no end.
    drop(command);
    let mut said = Vec::new();
    // At the end an error comes, as nobody has its other end.
    let _closed = File::from(terminal.master).read_to_end(&mut said);
    let status = child.and_then(|mut child| child.wait());
    assert_eq!(status.expect("it was just built").code(), Some(code));
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn a_bar_comes_and_goes() {
    if dash().is_none() {
        return;
    }
    let said = on_a_terminal("", 0);
    assert!(said.contains("worker/"), "{said:?}");
    // The last that is written clears the line.
    assert!(said.ends_with("\r\u{1b}[2K"), "{said:?}");
    assert_eq!(on_a_terminal("--quiet", 0), "");
}

#[test]
fn a_failure_is_named_when_it_is_seen() {
    if dash().is_none() {
        return;
    }
    let said = on_a_terminal("--scenario worker/stop --script old.sh", 1);
    assert!(said.contains("FAIL worker/stop in dash "), "{said:?}");
}

#[test]
fn where_no_terminal_is_there_is_no_bar() {
    if dash().is_none() {
        return;
    }
    let said = folder(WORKER).types("prove --shell dash");
    assert!(said.code == Some(0) && said.stderr.is_empty(), "{said}");
}
