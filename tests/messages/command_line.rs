//! Words that mean nothing.

use super::message;
use crate::typed::Folder;

#[test]
fn every_kind_of_wrong_word() {
    for (name, words) in [
        ("nothing-typed", ""),
        ("verb-unknown", "emmit"),
        ("flag-unknown", "emit --wirte"),
        ("value-missing", "emit --output"),
        ("value-unknown", "check --require dahs"),
        ("word-too-many", "emit lychgate.toml"),
        ("flags-contradict", "emit --write --output x"),
        ("quiet-and-verbose", "-q emit -v"),
        ("colour-unknown", "emit --color blue"),
    ] {
        message(name, &Folder::new(), words);
    }
}
