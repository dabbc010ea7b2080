//! The shells: one process a script, and each has its own way to say where.

use std::process::{Command, Output};

use crate::diagnostic::Severity;
use crate::lint::dialect::Dialect;
use crate::lint::engine::Engine;
use crate::lint::failure::Why;
use crate::lint::finding::{Cause, Finding, Place};
use crate::lint::script::Script;
use crate::shell::{Installed, Shell};

/// What may stand between the name of the script and the number of the line.
const BEFORE_LINE: [&str; 6] = [
    ": line ",
    ": syntax error at line ",
    ": warning: line ",
    ": ",
    ":",
    "[",
];

/// The call for `script`: as sh if it is for any POSIX shell, else as the shell is.
pub(super) fn command(shell: &Installed, script: &Script) -> Command {
    let mut command = Command::new(shell.path());
    match (script.dialect, shell.shell()) {
        (Dialect::Sh, _) | (_, Shell::Busybox) => {
            command.args(shell.arguments());
        }
        // Without the files of the user.
        (_, Shell::Zsh) => {
            command.arg("-f");
        }
        _ => {}
    }
    command.arg("-n").arg(script.argument());
    command
}

/// What it found: a shell ends at the first thing that it cannot read.
pub(super) fn read(
    shell: &Installed,
    output: &Output,
    script: &Script,
) -> Result<Option<Finding>, Why> {
    // ksh93 remarks on style (`$((` is slower than `((`) and succeeds.
    if output.status.success() {
        return Ok(None);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let path = script.argument().to_string_lossy().into_owned();
    let mut errors = said.lines().filter_map(|line| syntax_error(line, &path));
    let Some((place, message)) = errors.next() else {
        return Err(Why::ended(output.status, &output.stderr));
    };
    Ok(Some(Finding {
        engine: Engine::Shell(shell.shell()),
        cause: Cause::Syntax,
        severity: Severity::Error,
        message,
        place,
    }))
}

/// The place and the words of a message about the script `path`.
fn syntax_error(line: &str, path: &str) -> Option<(Place, String)> {
    let line = line.strip_prefix("E: ").unwrap_or(line);
    let rest = line.strip_prefix(path)?;
    let number = BEFORE_LINE
        .iter()
        .filter_map(|before| rest.strip_prefix(before))
        .find(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    if rest.starts_with(": warning: ") {
        return None;
    }
    let end = number.find(|c: char| !c.is_ascii_digit())?;
    let message = number[end..].trim_start_matches([']', ':', ' ']);
    let words = ["syntax error: ", "Syntax error: ", "parse error: "];
    let cause = words.iter().find_map(|word| message.strip_prefix(word));
    let message = match cause {
        Some(cause) => format!("syntax error: {cause}"),
        None if message.contains("error") => message.to_owned(),
        None => format!("syntax error: {message}"),
    };
    Some((Place::Line(number[..end].parse().ok()?), message))
}

#[cfg(test)]
mod tests {
    use super::{Place, syntax_error};

    #[test]
    fn each_shell_says_its_line_in_its_own_way() {
        let cases = [
            (
                "./a: 4: Syntax error: end of file unexpected (expecting \"fi\")",
                "syntax error: end of file unexpected (expecting \"fi\")",
            ),
            (
                "./a: line 4: syntax error: unexpected end of file (expecting \"fi\")",
                "syntax error: unexpected end of file (expecting \"fi\")",
            ),
            (
                "./a: line 4: syntax error near unexpected token `)'",
                "syntax error near unexpected token `)'",
            ),
            (
                "E: ./a[4]: syntax error: unmatched 'if'",
                "syntax error: unmatched 'if'",
            ),
            (
                "./a: syntax error at line 4: `then' unmatched",
                "syntax error: `then' unmatched",
            ),
            (
                "./a:4: syntax error: `fi' is missing",
                "syntax error: `fi' is missing",
            ),
            ("./a:4: parse error near `done'", "parse error near `done'"),
        ];
        for (line, message) in cases {
            let expected = (Place::Line(4), message.to_owned());
            assert_eq!(syntax_error(line, "./a"), Some(expected), "{line}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "./b: 4: Syntax error",
            "./a: warning: line 2: `...` obsolete",
            "./a",
            "./a: 4",
        ] {
            assert_eq!(syntax_error(line, "./a"), None, "{line}");
        }
    }
}
