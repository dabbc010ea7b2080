//! Diagnostics as workflow commands of GitHub Actions, which shows them beside the
//! lines of a change.

use std::path::Path;

use super::position::Lines;
use super::{Diagnostic, Reporter, Severity, Totals};

/// A line for each finding.
#[derive(Debug)]
pub struct Github;

impl Reporter for Github {
    fn file(&mut self, path: &Path, source: &str, diagnostics: &[Diagnostic]) -> String {
        let lines = Lines::new(source);
        let path = path.to_string_lossy();
        let commands = diagnostics.iter().map(|one| command(one, &path, &lines));
        commands.collect()
    }

    fn end(&mut self, _: &Totals) -> String {
        String::new()
    }
}

fn command(diagnostic: &Diagnostic, path: &str, lines: &Lines<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Note => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut properties = vec![format!("file={}", property(path))];
    if let Some(label) = &diagnostic.primary {
        let start = lines.position(label.span.start);
        let end = lines.position(label.span.end);
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // Columns are for one line: with more the command is refused.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    if let Some(kind) = &diagnostic.kind {
        properties.push(format!("title={}", property(&kind.code)));
    }
    let properties = properties.join(",");
    format!("::{level} {properties}::{}\n", data(&diagnostic.title()))
}

/// `text` behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// `text` as a property, where two more characters part.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Github;
    use crate::diagnostic::{Diagnostic, Kind, Reporter};

    fn shown(path: &str, diagnostic: Diagnostic) -> String {
        Github.file(Path::new(path), "one\ntwo\n", &[diagnostic])
    }

    #[test]
    fn what_parts_is_escaped() {
        let mut wrong = Diagnostic::error("50%\r\n::set-output a,b:c").at(4..7, "");
        wrong.kind = Some(Box::new(Kind {
            code: "a:b".to_owned(),
            by: vec!["me".to_owned()],
            url: None,
        }));
        assert_eq!(
            shown("a,b:c%.sh", wrong),
            "::error file=a%2Cb%3Ac%25.sh,line=2,endLine=2,col=1,endColumn=4,title=a%3Ab::\
             50%25%0D%0A::set-output a,b:c (me)\n"
        );
    }

    #[test]
    fn columns_are_for_one_line() {
        assert_eq!(
            shown("a.sh", Diagnostic::error("wrong").at(0..5, "")),
            "::error file=a.sh,line=1,endLine=2::wrong\n"
        );
    }

    #[test]
    fn a_file_as_a_whole_has_no_line() {
        assert_eq!(
            shown("a.sh", Diagnostic::error("wrong")),
            "::error file=a.sh::wrong\n"
        );
    }
}
