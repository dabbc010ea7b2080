//! What is said of a script that cannot be read.

use std::path::Path;

use crate::diagnostic::reason;
use crate::lint::script::{LARGEST, Unreadable};

/// Why the script at `path` is not read.
pub(super) fn message(path: &Path, why: &Unreadable) -> String {
    let path = path.display();
    match why {
        Unreadable::Io(error) => format!("cannot read {path}: {}", reason(error)),
        Unreadable::NoFile => format!("{path} is no regular file"),
        Unreadable::TooLarge => {
            let most = LARGEST >> 20;
            format!("{path} has more than {most} MiB, too much for a script")
        }
        Unreadable::Utf16 => format!("{path} is UTF-16, which no shell reads"),
        Unreadable::Nul(line) => format!("{path} is no text: line {line} has a NUL byte"),
        Unreadable::Other(name) if name.is_empty() => {
            format!("{path} has a shebang without a program")
        }
        Unreadable::Other(name) => {
            format!("{path} is for {name}, which is no shell known here")
        }
    }
}
