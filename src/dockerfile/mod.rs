//! What a Dockerfile says of the container's start.
//!
//! [`read`] loads the text, [`parse`] gives the [`Image`] of its last stage, or the
//! first place that Docker or a reader would stumble over. Lines are put together as
//! `BuildKit` does it; instructions that say nothing of the start are passed over.

mod fault;
mod image;
mod instruction;
mod words;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source::{self, Kind};

pub use image::{Command, Image};

/// What the file is to hold.
const KIND: Kind = Kind {
    noun: "Dockerfile",
    example: "Dockerfile",
};

/// Reads the text of the Dockerfile at `path`.
///
/// # Errors
/// As [`source::read`].
pub fn read(path: &Path) -> Result<String, Diagnostic> {
    source::read(path, KIND)
}

/// The image that the last stage of a Dockerfile gives.
///
/// # Errors
/// A here-document without its end, a command that is meant as an array and is
/// none, an `escape` that Docker does not know, or no `FROM` at all.
pub fn parse(source: &str) -> Result<Image, Diagnostic> {
    instruction::instructions(source)
        .and_then(|instructions| image::last(&instructions))
        .map_err(|found| found.to_diagnostic())
}
