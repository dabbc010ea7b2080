//! One value for everything lychgate says about a text it was given, or about
//! what it could not do.
//!
//! A [`Diagnostic`] is pure data: a stage makes it, a renderer shows it. All
//! wording lives in the stage's own fault type, all layout in the renderer.

pub mod github;
pub mod json;
pub mod position;
pub mod sarif;
pub mod text;

use std::io;
use std::ops::Range;
use std::path::Path;

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
    /// Worth knowing.
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

/// A kind of finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name, as in `SC2086`.
    pub code: String,
    /// Who says so, as in `shellcheck SC2086`.
    pub by: Vec<String>,
    /// A page about it.
    pub url: Option<String>,
}

/// One finding: what, where, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What others call it; none for what lychgate itself says.
    pub kind: Option<Box<Kind>>,
    /// One clause in lower case without a full stop.
    pub message: String,
    /// The place it is about; none for a file as a whole, or for no file at all.
    pub primary: Option<Label>,
    /// Other places that explain it ("first defined here").
    pub related: Vec<Label>,
    /// What to do about it. A box keeps what many functions give back small.
    pub help: Option<Box<str>>,
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
            kind: None,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// What is said, and who says it.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.kind {
            Some(kind) => format!("{} ({})", self.message, kind.by.join(", ")),
            None => self.message.clone(),
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
        self.help = Some(text.into().into_boxed_str());
        self
    }
}

/// The diagnostics of many texts, in one format.
pub trait Reporter {
    /// What is shown of the text `source` of the file `path`.
    fn file(&mut self, path: &Path, source: &str, diagnostics: &[Diagnostic]) -> String;

    /// What is shown after the last file.
    fn end(&mut self, totals: &Totals) -> String;
}

/// How much was looked at and found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// All files that were looked at.
    pub files: usize,
    /// Those with at least one finding.
    pub with_findings: usize,
    /// All findings.
    pub findings: usize,
}
