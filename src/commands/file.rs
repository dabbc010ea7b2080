//! Files that are written whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Puts `text` at `path` with the permissions `mode`, in place of what is there. A
/// link is followed.
///
/// # Errors
/// The folder is not there or cannot be written, or `path` is no regular file.
pub(super) fn replace(path: &Path, text: &[u8], mode: u32) -> io::Result<()> {
    let path = target(path)?;
    beside(&path, text, mode)?.persist(&path)?;
    Ok(())
}

/// Puts `text` at `path` with the permissions `mode`, if nothing is there: also no
/// link to nowhere, and nothing that comes in this moment.
///
/// # Errors
/// The folder is not there or cannot be written, or something is at `path`
/// (`AlreadyExists`).
pub(super) fn create(path: &Path, text: &[u8], mode: u32) -> io::Result<()> {
    beside(path, text, mode)?.persist_noclobber(path)?;
    Ok(())
}

/// A temporary file with `text` in the folder of `path`.
fn beside(path: &Path, text: &[u8], mode: u32) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let message = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file()
        .set_permissions(Permissions::from_mode(mode))?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The file to replace: `path`, or what it links to. Only a regular file is
/// replaced: `/dev/null` must not become a script.
fn target(path: &Path) -> io::Result<PathBuf> {
    let refuse = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    match fs::canonicalize(path) {
        Ok(path) if path.is_file() => Ok(path),
        Ok(path) if path.is_dir() => refuse("it is a directory"),
        Ok(_) => refuse("it is no regular file"),
        Err(_) if path.is_symlink() => refuse("it is a link to a file that is not there"),
        Err(_) => Ok(path.to_owned()),
    }
}
