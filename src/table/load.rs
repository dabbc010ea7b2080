//! A table's text from its file.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source::{self, Kind};

/// What the file is to hold.
const KIND: Kind = Kind {
    noun: "table",
    example: "lychgate.toml",
};

/// Reads the text of the table at `path`.
///
/// # Errors
/// As [`source::read`].
pub fn read(path: &Path) -> Result<String, Diagnostic> {
    source::read(path, KIND)
}
