//! Comments.

use super::{Span, Text};

/// A comment: what stands after `#`, up to the end of the line.
///
/// The text is private because it must never hold a line end: everything after
/// one would be code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Comment<'a> {
    text: Text<'a>,
    span: Span,
}

impl<'a> Comment<'a> {
    /// One line of comment, printed as `# text`.
    ///
    /// The text may come from outside: control characters, line ends included,
    /// become `?`, blanks at the end are cut, and the blank after `#` keeps it
    /// from being a `#!` line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { '?' } else { c })
            .collect();
        let text = match text.trim_end() {
            "" => String::new(),
            text => format!(" {text}"),
        };
        Self {
            text: text.into(),
            span: Span::default(),
        }
    }

    /// A comment a line of `text`, each as by [`Comment::new`].
    pub fn lines(text: &str) -> impl Iterator<Item = Self> {
        text.lines().map(Self::new)
    }

    /// The first line of a script, `#!/bin/sh`.
    #[must_use]
    pub fn shebang() -> Self {
        Self {
            text: "!/bin/sh".into(),
            span: Span::default(),
        }
    }

    /// A comment of the source; the lexer ends `text` before the line end.
    pub(in crate::syntax) fn written(text: &'a [u8], span: Span) -> Self {
        Self {
            text: text.into(),
            span,
        }
    }

    /// The bytes after `#`, with the blank that usually starts them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }
}
