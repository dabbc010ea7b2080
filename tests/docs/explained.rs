//! Explanations: a table, a command and what that prints.

use std::path::Path;

use super::fences::fences;
use super::{Document, root};
use crate::typed::Folder;

/// Runs each `lychgate explain` of the page with the table above it, and compares with
/// the block below. Gives how many there were.
#[track_caller]
fn explained(page: &Path) -> usize {
    let document = Document::read(&root().join(page));
    let mut table = String::new();
    let mut command: Option<String> = None;
    let mut seen = 0;
    for fence in fences(&document) {
        match (fence.info, command.take()) {
            ("toml", _) => table = fence.body,
            ("text" | "json", Some(typed)) => {
                let folder = Folder::new().file("lychgate.toml", &table);
                let mut explain = folder.command(&typed);
                let output = explain.output().expect("the program was just built");
                let printed = String::from_utf8_lossy(&output.stdout);
                assert_eq!(printed, fence.body, "{typed}");
                seen += 1;
            }
            ("", _) => command = fence.typed(),
            _ => {}
        }
    }
    seen
}

#[test]
fn the_readme_shows_what_is_printed() {
    assert_eq!(explained(Path::new("README.md")), 1);
}

#[test]
fn the_reference_shows_what_is_printed() {
    assert_eq!(explained(Path::new("docs/reference/explain.md")), 3);
}
