//! The text of a file that was written by hand.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::Utf8Error;

use crate::diagnostic::{Diagnostic, reason};

/// The largest file that is read: nothing that is written by hand is near it, and
/// whoever names a disk image by mistake should not wait.
const LARGEST: u64 = 1024 * 1024;

/// What a file is to hold.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What messages call it, as in `table`.
    pub noun: &'static str,
    /// The name of such a file, as in `lychgate.toml`.
    pub example: &'static str,
}

/// Why a file gives no text.
#[derive(Debug)]
enum SourceFault {
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

/// Reads the text of the file at `path`.
///
/// # Errors
/// The file is missing, a directory, unreadable, larger than 1 MiB or not
/// UTF-8. The diagnostic has no place in the text, as there is none.
pub fn read(path: &Path, kind: Kind) -> Result<String, Diagnostic> {
    load(path).map_err(|fault| Refusal { fault, kind }.to_diagnostic())
}

/// Reads the file.
fn load(path: &Path) -> Result<String, SourceFault> {
    let file = File::open(path).map_err(SourceFault::from)?;
    if file.metadata().map_err(SourceFault::from)?.is_dir() {
        return Err(SourceFault::Directory);
    }
    // The length is not asked for: a pipe has none.
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(SourceFault::from)?;
    if bytes.len() as u64 > LARGEST {
        return Err(SourceFault::Large);
    }
    String::from_utf8(bytes).map_err(|error| {
        let fault = error.utf8_error();
        SourceFault::encoding(error.as_bytes(), fault)
    })
}

impl SourceFault {
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
}

impl From<io::Error> for SourceFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Directory,
            _ => Self::System(error),
        }
    }
}

/// A fault of a file that was to hold something.
struct Refusal {
    fault: SourceFault,
    kind: Kind,
}

impl Refusal {
    /// The fault with its way out.
    fn to_diagnostic(&self) -> Diagnostic {
        let Kind { noun, example } = self.kind;
        let diagnostic = Diagnostic::error(self.to_string());
        match self.fault {
            SourceFault::Missing => diagnostic.help("create it, or name another file"),
            SourceFault::Directory => {
                diagnostic.help(format!("name the file in it, as in `{example}`"))
            }
            SourceFault::Large => {
                diagnostic.help(format!("is it a {noun}? it may have 1 MiB at most"))
            }
            SourceFault::Encoding { .. } => diagnostic.help("save the file as UTF-8"),
            SourceFault::System(_) => diagnostic.help("name a file that you may read"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = self.kind.noun;
        match &self.fault {
            SourceFault::Missing => f.write_str("there is no such file"),
            SourceFault::Directory => write!(f, "the {noun} is a directory"),
            SourceFault::Large => write!(f, "the {noun} is larger than 1 MiB"),
            SourceFault::Encoding { line, byte, offset } => {
                write!(
                    f,
                    "not UTF-8 in line {line}: byte 0x{byte:02X} at offset {offset}"
                )
            }
            SourceFault::System(error) => write!(f, "the {noun} cannot be read: {}", reason(error)),
        }
    }
}
