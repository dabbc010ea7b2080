//! Diagnostics as SARIF 2.1.0, which services for code scanning read.

use std::collections::BTreeMap;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use serde_json::{Value, json};

use super::position::Lines;
use super::{Diagnostic, Label, Reporter, Severity, Totals};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One run with all files.
#[derive(Debug, Default)]
pub struct Sarif {
    results: Vec<Value>,
    /// The kinds of findings, each with its page.
    rules: BTreeMap<String, Option<String>>,
}

impl Reporter for Sarif {
    fn file(&mut self, path: &Path, source: &str, diagnostics: &[Diagnostic]) -> String {
        let lines = Lines::new(source);
        let uri = uri(path);
        for diagnostic in diagnostics {
            if let Some(kind) = &diagnostic.kind {
                self.rules.insert(kind.code.clone(), kind.url.clone());
            }
            self.results.push(result(diagnostic, &uri, &lines));
        }
        String::new()
    }

    fn end(&mut self, _: &Totals) -> String {
        let results = std::mem::take(&mut self.results);
        let rules: Vec<Value> = self.rules.iter().map(rule).collect();
        let driver = json!({
            "name": "lychgate",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let run = json!({
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        });
        let document = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
        format!("{document:#}\n")
    }
}

fn rule((code, url): (&String, &Option<String>)) -> Value {
    match url {
        Some(url) => json!({ "id": code, "helpUri": url }),
        None => json!({ "id": code }),
    }
}

fn result(diagnostic: &Diagnostic, uri: &str, lines: &Lines<'_>) -> Value {
    let mut result = json!({
        "level": level(diagnostic.severity),
        "message": { "text": diagnostic.title() },
        "locations": [location(uri, diagnostic.primary.as_ref().map(|label| &label.span), lines)],
    });
    if let Some(kind) = &diagnostic.kind {
        result["ruleId"] = kind.code.as_str().into();
    }
    if !diagnostic.related.is_empty() {
        let place = |label: &Label| {
            let mut place = location(uri, Some(&label.span), lines);
            place["message"] = json!({ "text": label.text });
            place
        };
        result["relatedLocations"] = diagnostic.related.iter().map(place).collect();
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn location(uri: &str, span: Option<&Range<usize>>, lines: &Lines<'_>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri } });
    if let Some(span) = span {
        let (start, end) = (lines.position(span.start), lines.position(span.end));
        physical["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    json!({ "physicalLocation": physical })
}

/// `path` as a reference by RFC 3986: a relative one stays relative.
fn uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let bytes = path.as_os_str().as_bytes().iter();
    let encoded: String = bytes
        .map(|&byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    if path.is_absolute() {
        format!("file://{encoded}")
    } else {
        encoded
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use super::uri;

    #[test]
    fn a_relative_path_stays_relative() {
        assert_eq!(uri(Path::new("a b/c:d%é.sh")), "a%20b/c%3Ad%25%C3%A9.sh");
        assert_eq!(uri(Path::new("/etc/a#b")), "file:///etc/a%23b");
        assert_eq!(uri(Path::new(OsStr::from_bytes(b"\xff?"))), "%FF%3F");
    }
}
