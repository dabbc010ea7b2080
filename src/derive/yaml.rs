//! YAML in block style, as a person would write it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A string, whatever it looks like.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(u32),
    /// A list with an element a line.
    List(Vec<Node>),
    /// A list in one line.
    Row(Vec<Node>),
    /// Keys with their values.
    Map(Map),
}

/// Keys with their values, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Map(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// What stands above the key, line by line.
    comment: Vec<String>,
    key: String,
    value: Node,
}

impl Map {
    /// Adds a key.
    pub(super) fn add(&mut self, key: impl Into<String>, value: Node) {
        self.explain(Vec::new(), key, value);
    }

    /// Adds a key with a comment above it, line by line.
    pub(super) fn explain(&mut self, comment: Vec<String>, key: impl Into<String>, value: Node) {
        self.0.push(Entry {
            comment,
            key: key.into(),
            value,
        });
    }

    /// Takes away the comments that are in `said`, and adds the others to it.
    pub(super) fn say_once(&mut self, said: &mut BTreeSet<String>) {
        for entry in &mut self.0 {
            entry.comment.retain(|line| said.insert(line.clone()));
        }
    }

    /// Whether it has no key.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines of the keys, `depth` levels of `step` blanks deep.
    pub(super) fn lines(&self, depth: usize, step: usize) -> String {
        let mut text = String::new();
        self.write(&mut text, depth, step);
        text
    }

    fn write(&self, text: &mut String, depth: usize, step: usize) {
        let indent = " ".repeat(depth * step);
        for entry in &self.0 {
            for line in &entry.comment {
                let line = line.replace(is_special, " ");
                put(text, &format!("{indent}# {line}\n"));
            }
            put(text, &format!("{indent}{}:", scalar(&entry.key)));
            entry.value.write(text, depth, step);
        }
    }
}

impl Node {
    /// A string.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Strings, one a line.
    pub(super) fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(Self::text).collect())
    }

    /// The value behind its key.
    fn write(&self, text: &mut String, depth: usize, step: usize) {
        match self {
            Self::List(elements) => {
                let indent = " ".repeat((depth + 1) * step);
                text.push('\n');
                for element in elements {
                    put(text, &format!("{indent}- {}\n", element.in_line()));
                }
            }
            Self::Map(map) => {
                text.push('\n');
                map.write(text, depth + 1, step);
            }
            _ => put(text, &format!(" {}\n", self.in_line())),
        }
    }

    /// The value in one line.
    fn in_line(&self) -> String {
        match self {
            Self::Text(text) => scalar(text),
            Self::Boolean(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::List(elements) | Self::Row(elements) => {
                let elements: Vec<_> = elements.iter().map(Self::in_line).collect();
                format!("[{}]", elements.join(", "))
            }
            Self::Map(map) => {
                let entries = map.0.iter();
                let entries: Vec<_> = entries
                    .map(|entry| format!("{}: {}", scalar(&entry.key), entry.value.in_line()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}

/// `text` as a scalar that every YAML 1.1 and 1.2 parser reads as this string: plain
/// where it can be nothing else, else in double quotes.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_special(c) => {
                put(&mut quoted, &format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether `c` ends a line or is refused by some parser.
fn is_special(c: char) -> bool {
    let others = ['\u{2028}', '\u{2029}', '\u{feff}', '\u{fffe}', '\u{ffff}'];
    c.is_control() || others.contains(&c)
}

/// Whether `text` is a string without quotes: it begins with a letter, `.`, `/` or `_`,
/// holds no character with a meaning, and is no word for something else.
fn is_plain(text: &str) -> bool {
    is_amount(text) || is_word(text)
}

/// Whether `text` has digits and units, such as `1h30m` and `512M`, and so is no number.
fn is_amount(text: &str) -> bool {
    const UNITS: &str = "hmskgKMG";
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || UNITS.contains(c))
        && text.ends_with(|c| UNITS.contains(c))
}

fn is_word(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf", ".nan",
    ];
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || "./_".contains(c));
    let plain = |c: char| c.is_ascii_alphanumeric() || "./_-:+@=".contains(c);
    starts
        && text.chars().all(plain)
        && !text.ends_with(':')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
        && !text
            .trim_start_matches(['.', '_'])
            .starts_with(|c: char| c.is_ascii_digit())
}

/// Adds `piece` to `text`.
fn put(text: &mut String, piece: &str) {
    text.write_str(piece)
        .expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::{Map, Node, scalar};

    #[test]
    fn what_can_be_nothing_else_is_plain() {
        for text in [
            "app",
            "lychee_worker",
            "./a:/b",
            ".env:/app/.env:ro",
            "ALL",
            "service_healthy",
            "/tmp",
            "a1",
            "1h30m",
            "512M",
        ] {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn what_could_be_something_else_is_quoted() {
        for text in [
            "", "1", "0.5", "22:22", "1e3", "0x1F", "1_000", "yes", "No", "~", "a: b", "a #b",
            "a:", "- a", "*a", "&a", "é", ".5", ".inf", "a b",
        ] {
            assert_eq!(scalar(text), format!("\"{text}\""));
        }
        assert_eq!(scalar("a\"\\\n\u{85}"), r#""a\"\\\u000A\u0085""#);
    }

    /// YAML 1.1 ends a line there.
    #[test]
    fn a_comment_stays_in_its_line() {
        let mut map = Map::default();
        let comment = vec!["a\u{2028}b: c".to_owned()];
        map.explain(comment, "key", Node::text("value\u{2028}"));
        assert_eq!(map.lines(0, 2), "# a b: c\nkey: \"value\\u2028\"\n");
    }
}
