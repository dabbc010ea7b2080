//! One value for everything lychgate says about a text it was given, or about
//! what it could not do.
//!
//! A [`Diagnostic`] is pure data: a stage makes it, a renderer shows it. All
//! wording lives in the stage's own fault type, all layout in the renderer.

pub mod text;

use std::io;
use std::ops::Range;

/// Why the system would not do something, without the number that the error
/// names too.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text[..end].to_owned()
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; changes no exit code.
    Note,
    /// Probably wrong, but there is a result.
    Warning,
    /// There is no result.
    Error,
}

/// A place in the source text, with what is to be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Byte offsets into the source text.
    pub span: Range<usize>,
    /// What stands there or was expected; may be empty.
    pub text: String,
}

/// One finding: what, where, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// One clause in lower case without a full stop.
    pub message: String,
    /// The place it is about; none for a file as a whole, or for no file at all.
    pub primary: Option<Label>,
    /// Other places that explain it ("first defined here").
    pub related: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with nothing but its message.
    #[must_use]
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A note with nothing but its message.
    #[must_use]
    pub fn note(message: impl Into<String>) -> Self {
        Self::new(Severity::Note, message)
    }

    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// The same finding, at `span`, with `text` under the caret.
    #[must_use]
    pub fn at(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        self.primary = Some(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The same finding with a second place.
    #[must_use]
    pub fn see(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The same finding with a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}
