//! TOML with its comments, line by line.

use std::fmt::Write;

/// The widest line of an array.
const WIDTH: usize = 88;

/// A text that grows at its end.
#[derive(Debug)]
pub(super) struct Text(String);

impl Text {
    pub(super) const fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.line("");
    }

    /// Words for the reader, perhaps several lines.
    pub(super) fn comment(&mut self, lines: &str) {
        for line in lines.lines() {
            self.line(&format!("# {line}"));
        }
    }

    /// A line that holds as soon as its `#` is taken away.
    pub(super) fn example(&mut self, line: &str) {
        self.line(&format!("#{line}"));
    }

    /// The head of a section.
    pub(super) fn section(&mut self, head: &str) {
        self.blank();
        self.line(head);
    }

    pub(super) fn key(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {value}"));
    }

    /// A key with an array of strings; a wide one has an element a line.
    pub(super) fn strings(&mut self, key: &str, strings: &[String]) {
        let value = array(strings);
        if key.len() + " = ".len() + value.len() <= WIDTH {
            return self.key(key, &value);
        }
        self.line(&format!("{key} = ["));
        for string in strings {
            self.line(&format!("  {},", quoted(string)));
        }
        self.line("]");
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// An array of strings; also one of JSON.
pub(super) fn array(strings: &[String]) -> String {
    let strings: Vec<String> = strings.iter().map(|string| quoted(string)).collect();
    format!("[{}]", strings.join(", "))
}

/// A string with its quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                // A text takes everything.
                let _infallible = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A key, with quotes if it needs them.
pub(super) fn key(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(is_bare) {
        text.to_owned()
    } else {
        quoted(text)
    }
}
