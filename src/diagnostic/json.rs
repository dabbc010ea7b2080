//! Diagnostics as one JSON document, for other programs.
//!
//! Lines and columns count from 1, columns in characters; `endColumn` is the one
//! behind the last character.

use std::ops::Range;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::position::Lines;
use super::{Diagnostic, Label, Reporter, Severity, Totals};

/// One document for all files.
#[derive(Debug, Default)]
pub struct Json {
    findings: Vec<Value>,
}

impl Reporter for Json {
    fn file(&mut self, path: &Path, source: &str, diagnostics: &[Diagnostic]) -> String {
        let lines = Lines::new(source);
        let path = path.to_string_lossy();
        let findings = diagnostics.iter().map(|one| finding(one, &path, &lines));
        self.findings.extend(findings);
        String::new()
    }

    fn end(&mut self, totals: &Totals) -> String {
        let findings = std::mem::take(&mut self.findings);
        let document = json!({ "scripts": totals.files, "findings": findings });
        format!("{document:#}\n")
    }
}

fn finding(diagnostic: &Diagnostic, path: &str, lines: &Lines<'_>) -> Value {
    let mut finding = Map::new();
    finding.insert("file".into(), path.into());
    if let Some(label) = &diagnostic.primary {
        finding.extend(region(&label.span, lines));
    }
    finding.insert("severity".into(), word(diagnostic.severity).into());
    finding.insert("message".into(), diagnostic.message.as_str().into());
    if let Some(kind) = &diagnostic.kind {
        finding.insert("code".into(), kind.code.as_str().into());
        finding.insert("by".into(), kind.by.as_slice().into());
        finding.insert("url".into(), kind.url.as_deref().into());
    }
    let related = related(&diagnostic.related, lines);
    finding.insert("related".into(), related.into());
    Value::Object(finding)
}

fn related(labels: &[Label], lines: &Lines<'_>) -> Vec<Value> {
    let one = |label: &Label| {
        let mut place = region(&label.span, lines);
        place.insert("message".into(), label.text.as_str().into());
        Value::Object(place)
    };
    labels.iter().map(one).collect()
}

/// A place by the names that editors use.
fn region(span: &Range<usize>, lines: &Lines<'_>) -> Map<String, Value> {
    let (start, end) = (lines.position(span.start), lines.position(span.end));
    let numbers = [
        ("line", start.line),
        ("column", start.column),
        ("endLine", end.line),
        ("endColumn", end.column),
    ];
    numbers
        .into_iter()
        .map(|(name, number)| (name.to_owned(), number.into()))
        .collect()
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
