//! Tables that are refused: a file of `fixtures/broken` each, with the whole
//! message beside it as a snapshot.

use std::fs;
use std::path::Path;

use lychgate::diagnostic::text::{Colour, render};
use lychgate::table;

use super::refused;

/// Where the broken tables are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/broken");

/// The fixtures' names, sorted.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(FOLDER)
        .expect("the folder of broken tables is part of the project")
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .map(|name| name.into_string().expect("fixtures have ASCII names"))
        .collect();
    names.sort_unstable();
    names
}

/// The fixtures that are text.
fn sources() -> impl Iterator<Item = (String, String)> {
    names().into_iter().filter_map(|name| {
        let source = table::read(&Path::new(FOLDER).join(&name)).ok()?;
        Some((name, source))
    })
}

#[test]
fn every_broken_table_says_what_is_wrong() {
    let names = names();
    assert!(names.len() >= 25, "only {} broken tables", names.len());
    for name in names {
        let said = match table::read(&Path::new(FOLDER).join(&name)) {
            Ok(source) => refused(&name, &source),
            Err(diagnostic) => render(&diagnostic, &name, "", Colour::Never),
        };
        insta::assert_snapshot!(name, said);
    }
}

/// The rules of the house for messages; what a user wrote may stand in them.
#[test]
fn every_message_is_short_and_plain() {
    for (name, source) in sources() {
        for diagnostic in table::parse(&source).expect_err("every fixture is broken") {
            let message = &diagnostic.message;
            assert!(message.chars().count() <= 80, "{name}: {message}");
            assert!(!message.ends_with('.'), "{name}: {message}");
            let first = message.chars().next();
            let is_plain = first.is_some_and(|c| !c.is_uppercase());
            assert!(is_plain, "{name}: {message}");
            assert!(!message.contains(char::is_control), "{name}: {message}");
        }
    }
}

#[test]
fn a_hundred_errors_are_enough() {
    let source = format!("[modes.web]\n{}", "[env.A]\n".repeat(251));
    let diagnostics = table::parse(&source).expect_err("a table is defined again and again");
    assert_eq!(diagnostics.len(), 101);
    let last = diagnostics.last().map(|last| last.message.as_str());
    assert_eq!(last, Some("150 more errors are not shown"));
}
