//! Files of the project that its code makes.

use std::{env, fs, path::Path};

/// Set to 1 it writes such files anew instead of comparing them.
pub(crate) const ACCEPT: &str = "LYCHGATE_ACCEPT";

/// Whether what is made now is to be accepted.
pub(crate) fn accepts() -> bool {
    env::var_os(ACCEPT).is_some_and(|value| value == "1")
}

/// Fails if `file`, as seen from the top of the project, does not hold `text`.
#[track_caller]
pub(crate) fn is_made(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if accepts() {
        fs::write(&path, text).expect("the project's files can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "{file} is old; run the test with {ACCEPT}=1"
    );
}
