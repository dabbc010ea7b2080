//! A script on disk.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::lint::dialect::{Dialect, Shebang};

/// No script that people write is larger, in bytes.
pub const LARGEST: u64 = 1024 * 1024;

/// A script that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// As the user names it.
    pub path: PathBuf,
    /// Which shell it is for.
    pub dialect: Dialect,
    /// Its size in bytes.
    pub size: usize,
}

/// Why a file cannot be looked at.
#[derive(Debug)]
pub enum Unreadable {
    /// The system does not give it.
    Io(io::Error),
    /// It is a pipe, a device or the like.
    NoFile,
    /// It has more than [`LARGEST`] bytes.
    TooLarge,
    /// Another encoding, in which no shell reads.
    Utf16,
    /// It has a NUL byte, in this line.
    Nul(usize),
    /// Its shebang names this program, which is no shell that is known here.
    Other(String),
}

impl Script {
    /// The file at `path` as a script.
    ///
    /// # Errors
    /// It cannot be read, is no text, or is for another program.
    pub fn at(path: &Path) -> Result<Self, Unreadable> {
        let bytes = bytes(path)?;
        let dialect = match Shebang::of(&bytes) {
            Shebang::Shell(dialect) => dialect,
            Shebang::None => Dialect::by_directive(&bytes)
                .or_else(|| Dialect::by_ending(path))
                .unwrap_or(Dialect::Sh),
            Shebang::Other(name) => return Err(Unreadable::Other(name)),
        };
        Ok(Self {
            path: path.to_owned(),
            dialect,
            size: bytes.len(),
        })
    }

    /// What an engine gets as its argument: no name that is an option, and none that a
    /// shell would look for on PATH.
    pub(super) fn argument(&self) -> PathBuf {
        Path::new(".").join(&self.path)
    }

    /// The text as it is now. Each byte that is not UTF-8 is one character, as it is for
    /// the engines, so that columns stay right.
    ///
    /// # Errors
    /// It cannot be read any more.
    pub fn text(&self) -> Result<String, Unreadable> {
        let bytes = bytes(&self.path)?;
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            let wrong = chunk.invalid().iter();
            text.extend(wrong.map(|_| char::REPLACEMENT_CHARACTER));
        }
        Ok(text)
    }
}

/// What is in the file at `path`, if it is a text.
///
/// # Errors
/// It cannot be read, or is no text.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    // Not opened before it is known: opening a pipe waits.
    let is_file = path.metadata().map_err(Unreadable::Io)?.is_file();
    if !is_file {
        return Err(Unreadable::NoFile);
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(Unreadable::Io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Unreadable::Utf16);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        let before = bytes[..at].iter().filter(|byte| **byte == b'\n');
        return Err(Unreadable::Nul(before.count() + 1));
    }
    Ok(bytes)
}
