//! Words, commands and findings as they stand in a line of text.

use crate::explain::answer::{Answer, Fact, Finding};
use crate::syntax::tree::{List, Script, Simple};
use crate::syntax::{print, quote};

/// `if A and B, or C`: when `answer` is yes.
pub(super) fn if_any(answer: &Answer<bool>) -> String {
    let yes = answer.branches().iter().filter(|branch| branch.value);
    let cases: Vec<String> = yes.map(|branch| all(&branch.when)).collect();
    format!("if {}", cases.join(", or if "))
}

/// `A and B`
pub(super) fn all(findings: &[Finding]) -> String {
    let findings: Vec<String> = findings.iter().map(finding).collect();
    findings.join(" and ")
}

fn finding(finding: &Finding) -> String {
    let is = |path: &str, what: &str| {
        let article = if finding.holds { "a" } else { "no" };
        format!("{} is {article} {what}", word(path))
    };
    match (&finding.fact, finding.holds) {
        (Fact::File(path), _) => is(path, "file"),
        (Fact::Directory(path), _) => is(path, "directory"),
        (Fact::Socket(path), _) => is(path, "socket"),
        (Fact::Program(name), _) => is(name, "program of the image"),
        (Fact::Empty(path), true) => format!("{} is empty", word(path)),
        (Fact::Empty(path), false) => format!("{} is not empty", word(path)),
        (Fact::Root, true) => "it runs as root".to_owned(),
        (Fact::Root, false) => "it does not run as root".to_owned(),
    }
}

/// A command that can be pasted into a shell.
pub(super) fn command(argv: &[String]) -> String {
    printed(Simple::new(argv.iter().map(quote::word)))
}

/// `text` as one word of a shell.
pub(super) fn word(text: &(impl AsRef<str> + ?Sized)) -> String {
    let word = quote::word(text.as_ref());
    printed(Simple {
        words: vec![word],
        ..Simple::default()
    })
}

/// `NAME=value` as a shell takes it.
pub(super) fn assignment(name: &str, value: &str) -> String {
    printed(Simple::assign(name, quote::word(value)))
}

/// `command` as the shell reads it, without a line end.
fn printed(command: Simple<'_>) -> String {
    let body = List::from_iter([command]);
    let mut text = String::from_utf8_lossy(&print(&Script { body })).into_owned();
    text.pop();
    text
}
