//! Which files are looked at.

use std::os::unix::fs::symlink;
use std::path::PathBuf;

use lychgate::lint::dialect::Dialect;
use lychgate::lint::discover::discover;

use super::{ONLY_SHELLCHECK, SILENT};
use crate::typed::Folder;

/// A folder with scripts and what is none.
fn folder() -> Folder {
    Folder::new()
        .file("in/.gitignore", "/ignored/\n*.tmp.sh\n")
        .file("in/ignored/a.sh", "echo\n")
        .file("in/b.tmp.sh", "echo\n")
        .file("in/.git/hook.sh", "echo\n")
        .file("in/.ci/run", "#!/bin/sh\n")
        .file("in/by-directive.sh", "# shellcheck shell=bash\n")
        .file("in/by-name.bash", "echo\n")
        .file("in/by-shebang", "#!/usr/bin/env -S zsh -f\n")
        .file("in/page.md", "#!/bin/sh in a text\n")
        .file("in/python.sh", "#!/usr/bin/python3\n")
        .file("in/text", "echo\n")
        .file("in/z/x.sh", "#!/bin/dash\n")
}

/// The scripts found in `paths`, by their names below the folder.
fn found(folder: &Folder, paths: &[&str]) -> Vec<(String, Dialect)> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path(path)).collect();
    let root = folder.path("");
    let discovered = discover(&paths);
    assert!(discovered.unreadable.is_empty(), "{discovered:?}");
    let name = |path: &PathBuf| {
        let name = path.strip_prefix(&root).expect("it is in the folder");
        name.display().to_string()
    };
    let scripts = discovered.scripts.iter();
    scripts
        .map(|script| (name(&script.path), script.dialect))
        .collect()
}

fn names(found: &[(String, Dialect)]) -> Vec<&str> {
    found.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_script_is_known_by_its_shebang_or_its_name() {
    let expected = [
        ("in/.ci/run", Dialect::Sh),
        ("in/by-directive.sh", Dialect::Bash),
        ("in/by-name.bash", Dialect::Bash),
        ("in/by-shebang", Dialect::Zsh),
        ("in/page.md", Dialect::Sh),
        ("in/z/x.sh", Dialect::Dash),
    ];
    let expected = expected.map(|(name, dialect)| (name.to_owned(), dialect));
    assert_eq!(found(&folder(), &["in"]), expected);
}

#[test]
fn a_file_that_is_named_is_looked_at_whatever_is_ignored() {
    let folder = folder();
    let found = found(&folder, &["in/ignored/a.sh", "in/text"]);
    assert_eq!(names(&found), ["in/ignored/a.sh", "in/text"]);
}

#[test]
fn each_file_is_looked_at_once() {
    let folder = folder();
    symlink("x.sh", folder.path("in/z/link.sh")).expect("the folder is ours");
    let found = found(&folder, &["in/z/link.sh", "in/z", "in/z/../z/x.sh"]);
    assert_eq!(names(&found), ["in/z/link.sh"]);
}

#[test]
fn a_circle_of_folders_has_an_end() {
    let folder = folder();
    symlink("..", folder.path("in/z/up")).expect("the folder is ours");
    assert_eq!(names(&found(&folder, &["in/z"])), ["in/z/x.sh"]);
}

#[test]
fn without_a_path_it_is_the_folder_here() {
    let folder = Folder::new()
        .file("-x.sh", "#!/bin/sh\n")
        .file("a b.sh", "#!/bin/sh\n")
        .program(
            "shellcheck",
            &format!("printf '%s\\n' \"$@\" >&2\n{SILENT}"),
        );
    let said = folder.types("lint --format json");
    said.is(
        0,
        "{\n  \"scripts\": 3,\n  \"findings\": []\n}\n",
        ONLY_SHELLCHECK,
    );
}
