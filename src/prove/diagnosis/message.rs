//! What the shell itself says of the script.

use super::case::Case;
use crate::prove::verdict::Reason;

/// How the eight shells begin to say that they cannot read a script any further.
const UNREADABLE: [&str; 4] = [
    "syntax error",
    "parse error",
    "bad substitution",
    "unexpected",
];

/// How they say that there is no such command.
const NOT_FOUND: [&str; 2] = ["not found", "no such command"];

/// The shell cannot read the script.
pub(super) fn unreadable(case: &Case<'_>) -> Option<Reason> {
    let (line, message) = said(case, &UNREADABLE)?;
    let text = format!(
        "The shell cannot read the script: {message}. Write it as POSIX has it; \
         `lychgate lint` finds what only some shells know."
    );
    Some(Reason { text, line })
}

/// The script calls what is not there.
pub(super) fn not_found(case: &Case<'_>) -> Option<Reason> {
    let (line, message) = said(case, &NOT_FOUND)?;
    let text = format!(
        "The shell says: {message}. That is no builtin of each shell, or a program that \
         neither the table starts nor this machine has."
    );
    Some(Reason { text, line })
}

/// Whether somebody says that there is no program `name`. yash does not say where.
pub(super) fn misses(case: &Case<'_>, name: &str) -> bool {
    let stderr = case.outcome.stderr();
    let mut lines = stderr.lines().filter(|line| line.contains(name));
    lines.any(|line| NOT_FOUND.iter().any(|mark| line.contains(mark)))
}

/// The first message of the shell with one of these in it, and the line that it names.
fn said(case: &Case<'_>, marks: &[&str]) -> Option<(Option<usize>, String)> {
    let stderr = case.outcome.stderr();
    let messages = stderr.lines().filter_map(|line| parse(line, case.path));
    let mut fitting = messages.filter(|(_, message)| {
        let message = message.to_lowercase();
        marks.iter().any(|mark| message.contains(mark))
    });
    let (line, message) = fitting.next()?;
    Some((Some(line), message.to_owned()))
}

/// The line and the text of a message of a shell, in the forms of all eight:
/// `PATH: 3: TEXT`, `PATH: line 3: TEXT`, `PATH:3: TEXT`, `E: PATH[3]: TEXT`. A
/// script's own words begin otherwise.
fn parse<'m>(message: &'m str, path: &str) -> Option<(usize, &'m str)> {
    let message = message.strip_prefix("E: ").unwrap_or(message);
    let rest = message.strip_prefix(path)?;
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let end = start + rest[start..].find(|c: char| !c.is_ascii_digit())?;
    let before = rest[..start].trim_end();
    let known = [":", "[", ": line", ": exec: line"].contains(&before);
    let line = rest[start..end].parse().ok()?;
    let text = rest[end..].trim_start_matches([']', ':', ' ']);
    // ksh93 says where it began to read, and then where it stopped.
    let at = text
        .strip_prefix("syntax error at line ")
        .and_then(|text| text.split_once(':')?.0.parse().ok());
    known.then(|| (at.unwrap_or(line), text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_messages_of_all_shells_are_read() {
        for (message, line, text) in [
            ("/a/b.sh: 3: [[: not found", 3, "[[: not found"),
            ("/a/b.sh: line 4: x: not found", 4, "x: not found"),
            ("/a/b.sh: exec: line 4: x: not found", 4, "x: not found"),
            (
                "E: /a/b.sh[4]: x: bad substitution",
                4,
                "x: bad substitution",
            ),
            ("/a/b.sh:4: bad substitution", 4, "bad substitution"),
            (
                "/a/b.sh: line 3: syntax error at line 5: `^' unexpected",
                5,
                "syntax error at line 5: `^' unexpected",
            ),
        ] {
            assert_eq!(parse(message, "/a/b.sh"), Some((line, text)), "{message}");
        }
    }

    #[test]
    fn what_a_script_says_is_no_message_of_its_shell() {
        for words in [
            "/a/b.sh: composer: not found",
            "mode 3: not found",
            "/a/b.sh",
        ] {
            assert_eq!(parse(words, "/a/b.sh"), None, "{words}");
        }
    }
}
