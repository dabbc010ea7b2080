//! A table's text from its file.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::Utf8Error;

use crate::diagnostic::Diagnostic;

/// The largest file that is read: no table is near it, and whoever names a
/// disk image by mistake should not wait.
const LARGEST: u64 = 1024 * 1024;

/// Why a file gives no text.
#[derive(Debug)]
enum LoadFault {
    /// There is no such file.
    Missing,
    /// It is a directory.
    Directory,
    /// It is too large.
    Large,
    /// It is not UTF-8 from this place on.
    Encoding {
        line: usize,
        byte: u8,
        offset: usize,
    },
    /// The system says no.
    System(io::Error),
}

/// Reads the text of the table at `path`.
///
/// # Errors
/// The file is missing, a directory, unreadable, larger than 1 MiB or not
/// UTF-8. The diagnostic has no place in the text, as there is none.
pub fn read(path: &Path) -> Result<String, Box<Diagnostic>> {
    load(path).map_err(|fault| Box::new(fault.to_diagnostic()))
}

/// Reads the file.
fn load(path: &Path) -> Result<String, LoadFault> {
    let file = File::open(path).map_err(LoadFault::from)?;
    if file.metadata().map_err(LoadFault::from)?.is_dir() {
        return Err(LoadFault::Directory);
    }
    // The length is not asked for: a pipe has none.
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(LoadFault::from)?;
    if bytes.len() as u64 > LARGEST {
        return Err(LoadFault::Large);
    }
    String::from_utf8(bytes).map_err(|error| {
        let fault = error.utf8_error();
        LoadFault::encoding(error.as_bytes(), fault)
    })
}

impl LoadFault {
    /// Where `bytes` stop being UTF-8.
    fn encoding(bytes: &[u8], fault: Utf8Error) -> Self {
        let offset = fault.valid_up_to();
        let line = 1 + bytes
            .iter()
            .take(offset)
            .filter(|&&byte| byte == b'\n')
            .count();
        let byte = bytes.get(offset).copied().unwrap_or_default();
        Self::Encoding { line, byte, offset }
    }

    /// The fault with its way out.
    fn to_diagnostic(&self) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.to_string());
        match self {
            Self::Missing => diagnostic.help("create it, or name another file"),
            Self::Directory => diagnostic.help("name the file in it, as in `lychgate.toml`"),
            Self::Large => diagnostic.help("is it a table? it may have 1 MiB at most"),
            Self::Encoding { .. } => diagnostic.help("save the file as UTF-8"),
            Self::System(_) => diagnostic,
        }
    }
}

impl From<io::Error> for LoadFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Directory,
            _ => Self::System(error),
        }
    }
}

impl fmt::Display for LoadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::Directory => f.write_str("the table is a directory"),
            Self::Large => f.write_str("the table is larger than 1 MiB"),
            Self::Encoding { line, byte, offset } => {
                write!(
                    f,
                    "not UTF-8 in line {line}: byte 0x{byte:02X} at offset {offset}"
                )
            }
            Self::System(error) => write!(f, "the table cannot be read: {error}"),
        }
    }
}
