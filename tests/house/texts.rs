//! What stands in no file, and how files are called.

use super::texts;

/// The longest file of `src` in lines.
const LONGEST: usize = 500;

/// Names that say nothing of a subject.
const NAMES: [&str; 7] = [
    "util", "utils", "common", "helper", "helpers", "manager", "misc",
];

#[test]
fn no_file_is_too_long() {
    let long: Vec<_> = texts("src", ".rs")
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_name_says_a_subject() {
    for folder in ["src", "sh", "tests"] {
        for (path, _) in texts(folder, "") {
            let empty = path
                .with_extension("")
                .iter()
                .any(|name| NAMES.iter().any(|bad| name == *bad));
            assert!(!empty, "{} says nothing", path.display());
        }
    }
}

#[test]
fn nothing_is_left_for_later_and_no_machine_is_named() {
    // Put together here, or this file would hold them.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let mut found = Vec::new();
    for folder in ["src", "sh", "tests", "golden"] {
        for (path, text) in texts(folder, "") {
            for (number, line) in text.lines().enumerate() {
                for word in words.iter().filter(|word| line.contains(**word)) {
                    found.push(format!("{}:{}: {word}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
