//! Which files are scripts.

use std::collections::HashSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::lint::dialect::{Dialect, Shebang};
use crate::lint::script::{Script, Unreadable};

/// Folders in which version control keeps its own files.
const NOT_ENTERED: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// As much of a file as is read for its shebang, in bytes.
const FIRST_LINE: u64 = 256;

/// What there is to look at.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Each script once, in the order of what was given and of names in a folder.
    pub scripts: Vec<Script>,
    /// What cannot be looked at, and why.
    pub unreadable: Vec<(PathBuf, Unreadable)>,
    /// The given folders in which nothing is a script.
    pub without_scripts: Vec<PathBuf>,
    seen: HashSet<PathBuf>,
}

/// Finds the scripts in `paths`. A file that is named is looked at whatever it is; in
/// a folder a file is a script by its shebang or the ending of its name, what
/// `.gitignore` names is left out, and links are not followed.
#[must_use]
pub fn discover(paths: &[PathBuf]) -> Discovered {
    let mut found = Discovered::default();
    for path in paths {
        if path.is_dir() {
            found.folder(path);
        } else {
            found.file(path);
        }
    }
    found
}

impl Discovered {
    fn folder(&mut self, folder: &Path) {
        let walk = WalkBuilder::new(folder)
            .hidden(false)
            .require_git(false)
            .sort_by_file_name(std::cmp::Ord::cmp)
            .filter_entry(is_entered)
            .build();
        let refused = self.unreadable.len();
        let mut scripts = 0;
        for entry in walk {
            match entry {
                Ok(entry) if is_script(&entry) => {
                    scripts += 1;
                    let path = entry.path();
                    self.file(path.strip_prefix("./").unwrap_or(path));
                }
                Ok(_) => {}
                Err(error) => self.refused(folder, error),
            }
        }
        if scripts == 0 && self.unreadable.len() == refused {
            self.without_scripts.push(folder.to_owned());
        }
    }

    /// Takes a file, unless it was there already under another name.
    fn file(&mut self, path: &Path) {
        if fs::canonicalize(path).is_ok_and(|real| !self.seen.insert(real)) {
            return;
        }
        match Script::at(path) {
            Ok(script) => self.scripts.push(script),
            Err(why) => self.unreadable.push((path.to_owned(), why)),
        }
    }

    /// A part of `folder` that cannot be listed.
    fn refused(&mut self, folder: &Path, error: ignore::Error) {
        let path = path_of(&error).unwrap_or(folder);
        let path = path.strip_prefix("./").unwrap_or(path).to_owned();
        let message = error.to_string();
        let error = error
            .into_io_error()
            .map_or_else(|| io::Error::other(message), of_the_system);
        self.unreadable.push((path, Unreadable::Io(error)));
    }
}

/// What the system said, without the path that is told beside it.
fn of_the_system(error: io::Error) -> io::Error {
    let inner = error
        .source()
        .and_then(|inner| inner.downcast_ref::<io::Error>());
    let number = inner.and_then(io::Error::raw_os_error);
    number.map_or(error, io::Error::from_raw_os_error)
}

/// The place that an error is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

fn is_entered(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    entry.depth() == 0 || NOT_ENTERED.iter().all(|closed| name != *closed)
}

/// Whether a file in a folder is a script: its shebang says so, or else its name.
fn is_script(entry: &DirEntry) -> bool {
    if !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return false;
    }
    let by_name = Dialect::by_ending(entry.path()).is_some();
    match shebang(entry.path()) {
        Ok(Shebang::Shell(_)) => true,
        Ok(Shebang::None) | Err(_) => by_name,
        Ok(Shebang::Other(_)) => false,
    }
}

fn shebang(path: &Path) -> io::Result<Shebang> {
    let mut start = Vec::new();
    File::open(path)?.take(FIRST_LINE).read_to_end(&mut start)?;
    Ok(Shebang::of(&start))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Discovered;
    use crate::lint::script::Unreadable;

    /// A folder that goes while it is looked at: who runs the tests may enter any.
    #[test]
    fn a_folder_that_cannot_be_listed_is_told_once_and_why() {
        let mut found = Discovered::default();
        found.folder(Path::new("./nowhere"));
        let [(path, Unreadable::Io(error))] = found.unreadable.as_slice() else {
            panic!("{:?}", found.unreadable);
        };
        assert_eq!(path, Path::new("nowhere"));
        assert_eq!(error.to_string(), "No such file or directory (os error 2)");
        assert!(found.without_scripts.is_empty(), "{found:?}");
    }
}
