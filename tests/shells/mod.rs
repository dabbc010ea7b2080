//! What the shells do differently, each as a row of `docs/shells.md` says it.

mod descriptors;
mod environment;
mod inherited;
mod limits;
mod orphans;
mod phases;
mod programs;
mod quirks;
mod signals;
mod start;
mod terminal;

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::shell::Installed;

use crate::emission::emitted;
use crate::support::Script;

/// A mode that becomes the words of the command line, and one that stays as the
/// parent of `php`; both say what they do.
const TABLE: &str = r#"
[entrypoint]
app    = "test"
select = "env:ROLE"
log    = "plain"
[modes.plain]
[modes.supervised]
run       = ["php"]
supervise = true
"#;

/// Long enough to see that something does not happen.
const MOMENT: Duration = Duration::from_millis(400);

/// The script of [`TABLE`].
fn script() -> Script {
    Script::new(emitted(TABLE))
}

/// `script` in `shell`, in the mode that becomes `php`.
fn plain(script: &Script, shell: &Installed) -> Sandbox {
    script.sandbox(shell).env("ROLE", "plain").arg("php")
}

/// `script` in `shell`, in the mode that is the parent of `php`.
fn supervised(script: &Script, shell: &Installed) -> Sandbox {
    script.sandbox(shell).env("ROLE", "supervised")
}

/// Name and value of an entry of the environment.
fn split(entry: &OsStr) -> (OsString, OsString) {
    let bytes = entry.as_bytes();
    let at = bytes.iter().position(|&b| b == b'=').unwrap_or(bytes.len());
    let value = bytes.get(at + 1..).unwrap_or_default();
    let own = |bytes: &[u8]| OsStr::from_bytes(bytes).to_owned();
    (own(&bytes[..at]), own(value))
}
