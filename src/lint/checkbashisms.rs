//! checkbashisms: many scripts a process, one line for each thing it found.

use std::path::Path;
use std::process::{Command, Output};

use crate::diagnostic::Severity;
use crate::lint::engine::Engine;
use crate::lint::failure::Why;
use crate::lint::finding::{Cause, Finding, Place};
use crate::lint::script::Script;

/// What stands between the place and the words.
const MIDDLE: &str = ":1: warning: possible bashism; ";

/// The call for `scripts`.
pub(super) fn command(program: &Path, scripts: &[&Script]) -> Command {
    let mut command = Command::new(program);
    command
        .arg("--lint")
        .args(scripts.iter().map(|script| script.argument()));
    command
}

/// What it found, each with the index of its script.
pub(super) fn read(output: &Output, scripts: &[&Script]) -> Result<Vec<(usize, Finding)>, Why> {
    // 1 is added for a finding, 2 for a script of another shell, 4 for one of bash. Perl
    // ends with more when it cannot run the program.
    if output.status.code().is_none_or(|code| code > 7) {
        return Err(Why::ended(output.status, &output.stderr));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .lines()
        .filter_map(|line| finding(line, scripts))
        .collect())
}

fn finding(line: &str, scripts: &[&Script]) -> Option<(usize, Finding)> {
    let (place, message) = line.split_once(MIDDLE)?;
    let (path, line) = place.rsplit_once(':')?;
    let script = scripts
        .iter()
        .position(|script| script.argument().to_string_lossy() == path)?;
    let finding = Finding {
        engine: Engine::Checkbashisms,
        cause: Cause::Bashism,
        severity: Severity::Warning,
        message: message.to_owned(),
        place: Place::Line(line.parse().ok()?),
    };
    Some((script, finding))
}
