//! Files that are written whole or not at all.

use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostic::{Diagnostic, reason};

/// Puts `text` at `path` with the permissions `mode`, in place of what is there. A
/// link is followed.
///
/// # Errors
/// The folder is not there or cannot be written, or `path` is no regular file.
pub(super) fn replace(path: &Path, text: &[u8], mode: u32) -> Result<(), WriteFault> {
    let path = target(path)?;
    let file = beside(&path, text, mode)?;
    // A machine that stops now has the old file or the new one.
    file.as_file().sync_all()?;
    file.persist(&path).map_err(io::Error::from)?;
    Ok(())
}

/// Puts `text` at `path` with the permissions of what is there. Everyone may read a new
/// file, and only its owner change it.
///
/// # Errors
/// As of [`replace`].
pub(super) fn change(path: &Path, text: &[u8]) -> Result<(), WriteFault> {
    let there = fs::metadata(path).map(|file| file.permissions().mode() & 0o7777);
    replace(path, text, there.unwrap_or(0o644))
}

/// Puts `text` at `path` with the permissions `mode`, if nothing is there: also no
/// link to nowhere, and nothing that comes in this moment.
///
/// # Errors
/// The folder is not there or cannot be written, or something is at `path`
/// ([`WriteFault::Taken`]).
pub(super) fn create(path: &Path, text: &[u8], mode: u32) -> Result<(), WriteFault> {
    let file = beside(path, text, mode)?;
    file.persist_noclobber(path).map_err(io::Error::from)?;
    Ok(())
}

/// A temporary file with `text` in the folder of `path`.
fn beside(path: &Path, text: &[u8], mode: u32) -> Result<NamedTempFile, WriteFault> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let folder = folder.to_owned();
        return Err(if folder.exists() {
            WriteFault::NotAFolder(folder)
        } else {
            WriteFault::NoFolder(folder)
        });
    }
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file()
        .set_permissions(Permissions::from_mode(mode))?;
    Ok(file)
}

/// The file to replace: `path`, or what it links to. Only a regular file is
/// replaced: `/dev/null` must not become a script.
fn target(path: &Path) -> Result<PathBuf, WriteFault> {
    match fs::canonicalize(path) {
        Ok(path) if path.is_file() => Ok(path),
        Ok(path) if path.is_dir() => Err(WriteFault::Directory),
        Ok(_) => Err(WriteFault::Special),
        Err(_) if path.is_symlink() => Err(WriteFault::Dangling),
        Err(_) => Ok(path.to_owned()),
    }
}

/// Why a file is not written.
#[derive(Debug)]
pub(super) enum WriteFault {
    /// The folder for it is missing.
    NoFolder(PathBuf),
    /// What should be the folder for it is something else.
    NotAFolder(PathBuf),
    /// It is a directory.
    Directory,
    /// It is a device, a pipe or a socket.
    Special,
    /// It is a link to nothing.
    Dangling,
    /// Something is there that must stay.
    Taken,
    /// The system says no.
    System(io::Error),
}

impl WriteFault {
    /// What is said of `path`.
    pub(super) fn to_diagnostic(&self, path: &Path) -> Diagnostic {
        let message = format!("cannot write {}: {self}", path.display());
        Diagnostic::error(message).help(self.way_out())
    }

    fn way_out(&self) -> String {
        match self {
            Self::NoFolder(folder) => format!("make it first: `mkdir -p {}`", folder.display()),
            Self::NotAFolder(_) => "name a file in a folder".to_owned(),
            Self::Directory => "name a file in it".to_owned(),
            Self::Special => "name a file, or send what is printed there".to_owned(),
            Self::Dangling => "remove the link, or make the file that it names".to_owned(),
            Self::Taken => "name another file, or remove this one".to_owned(),
            Self::System(error) => match error.kind() {
                io::ErrorKind::StorageFull => "make room, or name a file elsewhere".to_owned(),
                _ => "name a file in a folder where you may write".to_owned(),
            },
        }
    }
}

impl From<io::Error> for WriteFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Taken,
            _ => Self::System(error),
        }
    }
}

impl fmt::Display for WriteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(folder) => write!(f, "there is no folder {}", folder.display()),
            Self::NotAFolder(folder) => write!(f, "{} is no folder", folder.display()),
            Self::Directory => f.write_str("it is a directory"),
            Self::Special => f.write_str("it is no regular file"),
            Self::Dangling => f.write_str("it is a link to a file that is not there"),
            Self::Taken => f.write_str("it is there already"),
            Self::System(error) => f.write_str(&reason(error)),
        }
    }
}
