//! What is said when something cannot be done: a file a verb, a case a message,
//! with what was typed and all that came of it as a snapshot.

mod check;
mod command_line;
mod derive;
mod emit;
mod explain;
mod init;
mod lint;
mod man;
mod prove;

use std::process::Command;

use crate::typed::Folder;

/// What these words, typed in `folder`, are answered with.
#[track_caller]
fn message(name: &str, folder: &Folder, words: &str) {
    message_of(name, folder, words, &mut folder.command(words));
}

/// The same of a command that is more than its words.
#[track_caller]
fn message_of(name: &str, folder: &Folder, words: &str, command: &mut Command) {
    let said = folder.said(command);
    let text = format!("$ lychgate {words}\n{}", said.text());
    is_well_said(&text);
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The rules of the house: a short plain clause, and a way out.
#[track_caller]
fn is_well_said(text: &str) {
    let ways_out = ["help: ", "For more information, try '--help'", "\nUsage: "];
    assert!(
        ways_out.iter().any(|way| text.contains(way)),
        "no way out:\n{text}"
    );
    // clap puts a message together from what was typed.
    let is_ours = !text.contains("For more information");
    for line in text.lines() {
        let clause = ["error: ", "help: ", " = help: "]
            .iter()
            .find_map(|start| line.strip_prefix(start));
        let Some(clause) = clause else { continue };
        assert!(!is_ours || clause.chars().count() <= 80, "too long: {line}");
        assert!(!clause.ends_with('.'), "a full stop: {line}");
        assert!(!clause.starts_with(char::is_uppercase), "a capital: {line}");
        assert!(!clause.contains("os error"), "a number: {line}");
    }
}
