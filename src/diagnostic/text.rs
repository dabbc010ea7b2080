//! Diagnostics as text for people: the line, a caret, the way out.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};

/// How a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With the escape sequences of a terminal.
    Always,
}

/// Draws `diagnostic` about `source`, which is the text of the file `path`.
///
/// Spans are cut to the text they are in, so a diagnostic that belongs to
/// another text gives a wrong picture but never a panic. The result ends
/// with a newline.
#[must_use]
pub fn render(diagnostic: &Diagnostic, path: &str, source: &str, colour: Colour) -> String {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let mut report = level
        .primary_title(&diagnostic.message)
        .elements(picture(diagnostic, path, source));
    if diagnostic.primary.is_none() && diagnostic.related.is_empty() {
        report = report.element(Origin::path(path));
    }
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(help));
    }
    draw(report, colour)
}

/// Draws all of `diagnostics`, with an empty line between two.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], path: &str, source: &str, colour: Colour) -> String {
    let drawn: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| render(diagnostic, path, source, colour))
        .collect();
    drawn.join("\n")
}

/// The lines of the source with what is said of them.
fn picture<'a>(
    diagnostic: &'a Diagnostic,
    path: &'a str,
    source: &'a str,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let primary = diagnostic
        .primary
        .iter()
        .map(|label| (AnnotationKind::Primary, label));
    let related = diagnostic
        .related
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let annotations: Vec<_> = primary
        .chain(related)
        .map(|(kind, label)| {
            let annotation = kind.span(within(source, &label.span));
            if label.text.is_empty() {
                annotation
            } else {
                annotation.label(&label.text)
            }
        })
        .collect();
    if annotations.is_empty() {
        return None;
    }
    Some(Snippet::source(source).path(path).annotations(annotations))
}

/// The part of `span` that is inside `source`, widened to whole characters.
fn within(source: &str, span: &Range<usize>) -> Range<usize> {
    let mut start = span.start.min(source.len());
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, source.len());
    while !source.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// The report as text.
fn draw(report: Group<'_>, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let mut text = renderer.render(&[report]);
    text.push('\n');
    text
}
