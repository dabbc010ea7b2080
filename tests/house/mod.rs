//! The house rules that no lint sees.

mod fragments;
mod modules;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

use crate::emission::engines::files;

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Each file below `folder` whose name ends in `ending`, as its path below the
/// project's folder and its text.
fn texts(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let read = |path: PathBuf| {
        let text = fs::read(&path).expect("the project's files can be read");
        let name = path
            .strip_prefix(root())
            .expect("it stands in the project")
            .to_owned();
        (name, String::from_utf8_lossy(&text).into_owned())
    };
    files(&root().join(folder), ending)
        .into_iter()
        .map(read)
        .collect()
}
