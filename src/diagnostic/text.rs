//! Diagnostics as text for people: the line, a caret, the way out.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Reporter, Severity, Totals};

/// How a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With the escape sequences of a terminal.
    Always,
}

/// All files one after the other, and a line that counts.
#[derive(Debug)]
pub struct Text {
    colour: Colour,
}

impl Text {
    /// With or without colour.
    #[must_use]
    pub fn new(colour: Colour) -> Self {
        Self { colour }
    }
}

impl Reporter for Text {
    fn file(&mut self, path: &Path, source: &str, diagnostics: &[Diagnostic]) -> String {
        let path = path.display().to_string();
        let mut text = render_all(diagnostics, &path, source, self.colour);
        text.push('\n');
        text
    }

    fn end(&mut self, totals: &Totals) -> String {
        let Totals {
            files,
            with_findings,
            findings,
        } = totals;
        let scripts = if *files == 1 { "script" } else { "scripts" };
        match findings {
            0 => format!("nothing found in {files} {scripts}\n"),
            1 => format!("1 finding in {files} {scripts}\n"),
            _ => format!("{findings} findings in {with_findings} of {files} {scripts}\n"),
        }
    }
}

/// Draws `diagnostic` about `source`, which is the text of the file `path`.
///
/// Spans are cut to the text they are in, so a diagnostic that belongs to
/// another text gives a wrong picture but never a panic. The result ends
/// with a newline.
#[must_use]
pub fn render(diagnostic: &Diagnostic, path: &str, source: &str, colour: Colour) -> String {
    // The library makes control characters visible in the source and the title,
    // but not in a path, a label or a help.
    let path = normalize_untrusted_str(path).replace('\n', "␊");
    let title = diagnostic.title();
    let mut report = titled(diagnostic, &title).elements(picture(diagnostic, &path, source));
    if diagnostic.primary.is_none() && diagnostic.related.is_empty() {
        report = report.element(Origin::path(path.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    draw(report, colour)
}

/// Draws `diagnostic`, which is about no text: its message, and its way out below.
#[must_use]
pub fn render_bare(diagnostic: &Diagnostic, colour: Colour) -> String {
    let title = diagnostic.title();
    let mut text = draw(titled(diagnostic, &title), colour);
    if let Some(help) = &diagnostic.help {
        let help = Level::HELP.primary_title(normalize_untrusted_str(help));
        text.push_str(&draw(help.elements(nothing()), colour));
    }
    text
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

/// The severity and the `title`.
fn titled<'t>(diagnostic: &Diagnostic, title: &'t str) -> Group<'t> {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    level.primary_title(title).elements(nothing())
}

/// What stands below a title that stands alone.
const fn nothing() -> std::iter::Empty<Origin<'static>> {
    std::iter::empty()
}

/// The lines of the source with what is said of them.
fn picture<'a>(
    diagnostic: &'a Diagnostic,
    path: &'a str,
    source: &'a str,
) -> Option<Snippet<'a, Annotation<'a>>> {
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
                annotation.label(normalize_untrusted_str(&label.text))
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

#[cfg(test)]
mod tests {
    use super::{Colour, render, render_all, render_bare};
    use crate::diagnostic::{Diagnostic, Severity};

    /// The picture of an error at the word `here` of `source`.
    fn picture(source: &str) -> String {
        let start = source.find("here").expect("the source says where");
        let diagnostic = Diagnostic::error("wrong").at(start..start + 4, "label");
        render(&diagnostic, "file", source, Colour::Never)
    }

    #[test]
    fn a_caret_stands_under_its_word() {
        let expected = "error: wrong\n --> file:2:3\n  |\n2 | b here\n  |   ^^^^ label\n";
        assert_eq!(picture("a\nb here\n"), expected);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let expected = "error: wrong\n --> file:1:4\n  |\n1 | 日本 here\n  |      ^^^^ label\n";
        assert_eq!(picture("日本 here"), expected);
    }

    #[test]
    fn a_tab_is_four_columns() {
        let expected = "error: wrong\n --> file:1:2\n  |\n1 |     here\n  |     ^^^^ label\n";
        assert_eq!(picture("\there"), expected);
    }

    #[test]
    fn carriage_returns_are_no_columns() {
        let expected = "error: wrong\n --> file:2:1\n  |\n2 | here\n  | ^^^^ label\n";
        assert_eq!(picture("a\r\nhere\r\n"), expected);
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        let mut diagnostic = Diagnostic::error("a\u{1b}[2Jb").at(0..1, "c\u{1b}[2Jd");
        diagnostic = diagnostic.help("e\u{1b}[2Jf");
        let text = render(&diagnostic, "g\u{1b}[2Jh", "i\u{1b}[2Jj", Colour::Never);
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }

    #[test]
    fn a_place_outside_the_text_is_moved_into_it() {
        for span in [0..99, 99..100, 1..2, 2..2, 5..5] {
            let diagnostic = Diagnostic::error("wrong").at(span, "label");
            assert!(render(&diagnostic, "file", "é\nx", Colour::Never).contains("label"));
            assert!(render(&diagnostic, "file", "", Colour::Never).contains("wrong"));
        }
    }

    #[test]
    fn a_path_stays_in_its_line() {
        let text = render(
            &Diagnostic::error("wrong"),
            "a\n::error::b",
            "",
            Colour::Never,
        );
        assert_eq!(text, "error: wrong\n--> a␊::error::b\n");
    }

    #[test]
    fn a_diagnostic_without_a_place_names_its_file() {
        let diagnostic = Diagnostic::error("wrong").help("mend it");
        let expected = "error: wrong\n--> file\n = help: mend it\n";
        assert_eq!(render(&diagnostic, "file", "text", Colour::Never), expected);
    }

    #[test]
    fn a_diagnostic_of_no_text_is_its_message_and_its_way_out() {
        let diagnostic = Diagnostic::error("cannot write x");
        assert_eq!(
            render_bare(&diagnostic, Colour::Never),
            "error: cannot write x\n"
        );
        let expected = "error: cannot write x\nhelp: name another\n";
        let diagnostic = diagnostic.help("name another");
        assert_eq!(render_bare(&diagnostic, Colour::Never), expected);
    }

    #[test]
    fn a_severity_is_its_first_word() {
        let mut diagnostic = Diagnostic::error("odd");
        diagnostic.severity = Severity::Warning;
        assert!(render(&diagnostic, "file", "", Colour::Never).starts_with("warning: odd\n"));
        diagnostic.severity = Severity::Note;
        assert!(render(&diagnostic, "file", "", Colour::Never).starts_with("note: odd\n"));
    }

    #[test]
    fn colour_is_asked_for() {
        let diagnostic = Diagnostic::error("wrong")
            .at(0..1, "label")
            .see(1..2, "there");
        assert!(render(&diagnostic, "file", "ab", Colour::Always).contains("\u{1b}["));
        assert!(!render(&diagnostic, "file", "ab", Colour::Never).contains("\u{1b}["));
    }

    #[test]
    fn an_empty_line_parts_two() {
        let both = [Diagnostic::error("one"), Diagnostic::error("two")];
        let expected = "error: one\n--> file\n\nerror: two\n--> file\n";
        assert_eq!(render_all(&both, "file", "", Colour::Never), expected);
    }
}
