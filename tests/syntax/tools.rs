//! The shells and tools of this machine that judge what is printed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::skip;

/// The eight shells, each with the arguments that make it a POSIX shell.
pub(super) const SHELLS: &[&[&str]] = &[
    &["dash"],
    &["busybox", "sh"],
    &["bash", "--posix"],
    &["mksh"],
    &["ksh93"],
    &["yash", "--posixly-correct"],
    &["zsh", "--emulate", "sh"],
    &["posh"],
];

/// Runs a tool with `arguments` after its own, in a UTF-8 locale. A missing
/// tool is a skip that is said aloud, or a failure with `LYCHGATE_REQUIRE_ALL=1`.
pub(super) fn run(
    tool: &[&str],
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    directory: &Path,
) -> Option<Output> {
    let mut command = Command::new(tool[0]);
    command
        .args(&tool[1..])
        .args(arguments)
        .current_dir(directory);
    command.env_remove("ENV").env("LC_ALL", "C.UTF-8");
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            skip(&format!("`{}`: {error}", tool[0]));
            None
        }
    }
}

/// What a tool said, for the message of a failed assertion.
pub(super) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "{}\n{}{}",
        output.status,
        text(&output.stdout),
        text(&output.stderr)
    )
}
