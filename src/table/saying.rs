//! How the message of a fault is put together.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Label};

/// The longest piece of the user's text that a message repeats, in characters.
const QUOTED: usize = 24;

/// What is said of a fault.
pub(super) struct Saying {
    /// What is wrong.
    pub(super) message: String,
    /// What stands at the place.
    pub(super) label: String,
    /// What stands at the second place.
    pub(super) related: &'static str,
    /// The way out.
    pub(super) help: Option<String>,
}

impl Saying {
    /// What stands at the place, or was expected there.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// What stands at the second place.
    pub(super) const fn see(mut self, related: &'static str) -> Self {
        self.related = related;
        self
    }

    /// The way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The diagnostic that says it of `place`, and of a second one.
    pub(super) fn at(
        self,
        place: Option<Range<usize>>,
        second: Option<Range<usize>>,
    ) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.message);
        diagnostic.primary = place.map(|span| Label {
            span,
            text: self.label,
        });
        if let Some(span) = second {
            diagnostic = diagnostic.see(span, self.related);
        }
        diagnostic.help = self.help.map(String::into_boxed_str);
        diagnostic
    }

    /// The way out by one of the `near` names.
    pub(super) fn near(mut self, near: &[String]) -> Self {
        if !near.is_empty() {
            let near: Vec<String> = near.iter().map(|name| quote(name)).collect();
            self.help = Some(format!("did you mean {}?", near.join(" or ")));
        }
        self
    }
}

/// What is wrong, in one clause.
pub(super) fn say(message: impl Into<String>) -> Saying {
    Saying {
        message: message.into(),
        label: String::new(),
        related: "",
        help: None,
    }
}

/// The user's text in backticks, short and without control characters.
pub(super) fn quote(text: &str) -> String {
    if text.is_empty() {
        return String::from("`\"\"`");
    }
    let mut quoted = String::from("`");
    for c in text.chars().take(QUOTED) {
        if c.is_control() {
            quoted.extend(c.escape_default());
        } else {
            quoted.push(c);
        }
    }
    if text.chars().nth(QUOTED).is_some() {
        quoted.push_str("...");
    }
    quoted.push('`');
    quoted
}

/// `a`, `b` or `c`.
pub(super) fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}
