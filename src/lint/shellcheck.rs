//! shellcheck: many scripts a process, one JSON document of what it found.

use std::path::Path;
use std::process::{Command, Output};

use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::diagnostic::position::Position;
use crate::lint::engine::Engine;
use crate::lint::failure::{Why, first_line};
use crate::lint::finding::{Cause, Finding, Place};
use crate::lint::look::Settings;
use crate::lint::script::Script;

/// The exit codes for a call that it does not understand, such as an unknown format.
const REFUSED: [i32; 2] = [3, 4];

#[derive(Deserialize)]
struct Document {
    comments: Vec<Comment>,
}

/// One finding. In this format a tab is one column, and a column is a character.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    file: String,
    line: usize,
    end_line: usize,
    column: usize,
    end_column: usize,
    level: String,
    code: u32,
    message: String,
}

/// The call for `scripts`.
pub(super) fn command(program: &Path, scripts: &[&Script], settings: Settings) -> Command {
    let mut command = Command::new(program);
    command.args(["--format=json1", "--severity=style"]);
    if settings == Settings::None {
        command.arg("--norc").env_remove("SHELLCHECK_OPTS");
    }
    command.args(scripts.iter().map(|script| script.argument()));
    command
}

/// What it found, each with the index of its script.
pub(super) fn read(output: &Output, scripts: &[&Script]) -> Result<Vec<(usize, Finding)>, Why> {
    match output.status.code() {
        Some(0 | 1) => {}
        Some(code) if REFUSED.contains(&code) => {
            return Err(Why::Refused(first_line(&output.stderr)));
        }
        _ => return Err(Why::ended(output.status, &output.stderr)),
    }
    // A name that is not UTF-8 is not so in the answer either.
    let text = String::from_utf8_lossy(&output.stdout);
    let document: Document = serde_json::from_str(&text).map_err(|_| Why::Garbage)?;
    let comments = document.comments.into_iter();
    Ok(comments
        .filter_map(|comment| Some((comment.script(scripts)?, comment.into_finding())))
        .collect())
}

impl Comment {
    /// Which of `scripts` it is about. One whose name is not UTF-8 stands alone.
    fn script(&self, scripts: &[&Script]) -> Option<usize> {
        scripts.iter().position(|script| {
            let argument = script.argument();
            argument.to_str().is_none_or(|name| name == self.file)
        })
    }

    fn into_finding(self) -> Finding {
        let severity = match self.level.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        };
        let position = |line, column| Position { line, column };
        let message = self.message.strip_suffix('.').unwrap_or(&self.message);
        Finding {
            engine: Engine::Shellcheck,
            cause: Cause::Shellcheck(self.code),
            severity,
            message: message.to_owned(),
            place: Place::Span(
                position(self.line, self.column),
                position(self.end_line, self.end_column),
            ),
        }
    }
}
