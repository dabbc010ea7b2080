//! Tables that are refused: a file of `fixtures/broken` each, with the whole
//! message beside it as a snapshot.

use std::fs;
use std::path::Path;

use lychgate::diagnostic::text::{Colour, render};
use lychgate::table;

use super::refused;

#[test]
fn every_broken_table_says_what_is_wrong() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder of broken tables is part of the project")
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .map(|name| name.into_string().expect("fixtures have ASCII names"))
        .collect();
    names.sort_unstable();
    assert!(names.len() >= 25, "only {} broken tables", names.len());
    for name in names {
        let said = match table::read(&folder.join(&name)) {
            Ok(source) => refused(&name, &source),
            Err(diagnostic) => render(&diagnostic, &name, "", Colour::Never),
        };
        insta::assert_snapshot!(name, said);
    }
}
