//! Files that give no text.

use std::fs;
use std::path::Path;

use lychgate::diagnostic::text::{Colour, render};
use lychgate::table;

/// What is said of the file at `path`.
#[track_caller]
fn said(path: &Path) -> String {
    match table::read(path) {
        Ok(text) => panic!("read {} bytes", text.len()),
        Err(diagnostic) => render(&diagnostic, "lychgate.toml", "", Colour::Never),
    }
}

#[test]
fn a_missing_file() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    insta::assert_snapshot!(said(&folder.path().join("lychgate.toml")));
}

#[test]
fn a_directory() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    insta::assert_snapshot!(said(folder.path()));
}

#[test]
fn a_file_in_place_of_a_folder() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    insta::assert_snapshot!(said(&file.path().join("lychgate.toml")));
}

#[test]
fn a_file_of_five_megabytes() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    fs::write(file.path(), vec![b'#'; 5_000_000]).expect("the file can be written");
    insta::assert_snapshot!(said(file.path()));
}

#[test]
fn one_mebibyte_is_still_read() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    fs::write(file.path(), vec![b'#'; 1024 * 1024]).expect("the file can be written");
    assert!(table::read(file.path()).is_ok());
}

#[test]
fn a_device_without_end() {
    insta::assert_snapshot!(said(Path::new("/dev/zero")));
}
