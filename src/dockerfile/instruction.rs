//! Lines put together to instructions.

use std::ops::Range;

use super::fault::{Fault, Found};
use super::words::{HereDocument, here_documents};

/// The instructions whose words can open here-documents.
const WITH_HERE_DOCUMENTS: [&str; 4] = ["ADD", "COPY", "ONBUILD", "RUN"];

/// An instruction in one line.
#[derive(Debug)]
pub(super) struct Instruction {
    /// Its word, in upper case.
    pub(super) keyword: String,
    /// What follows the word, without the blanks around.
    pub(super) rest: String,
    /// Where it stands, with all its lines.
    pub(super) span: Range<usize>,
}

impl Instruction {
    fn new(text: &str, span: Range<usize>) -> Self {
        let text = text.trim();
        let (keyword, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        Self {
            keyword: keyword.to_ascii_uppercase(),
            rest: rest.trim_start().to_owned(),
            span,
        }
    }
}

/// The instructions of a Dockerfile in their order.
pub(super) fn instructions(source: &str) -> Result<Vec<Instruction>, Found> {
    let mut lines = Lines::new(source);
    let escape = escape(lines.clone())?;
    let mut instructions = Vec::new();
    while let Some(line) = lines.next() {
        if line.says_nothing() {
            continue;
        }
        let instruction = lines.continued(line, escape);
        if WITH_HERE_DOCUMENTS.contains(&instruction.keyword.as_str()) {
            for document in here_documents(&instruction.rest) {
                lines.pass_over(document, &instruction.span)?;
            }
        }
        instructions.push(instruction);
    }
    Ok(instructions)
}

/// The character that continues a line; the directive stands in one of the first
/// comments.
fn escape(lines: Lines<'_>) -> Result<char, Found> {
    for line in lines {
        let Some((name, value)) = directive(line.text) else {
            break;
        };
        if name.eq_ignore_ascii_case("escape") {
            return match value {
                "\\" => Ok('\\'),
                "`" => Ok('`'),
                _ => Err(Found {
                    fault: Fault::Escape,
                    span: Some(line.span()),
                }),
            };
        }
    }
    Ok('\\')
}

/// The name and the value of `# name=value`.
fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('#')?.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_name.then_some((name, value.trim()))
}

/// A line without its end.
#[derive(Debug, Clone, Copy)]
struct Line<'text> {
    start: usize,
    text: &'text str,
}

impl Line<'_> {
    fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether it is blank or a comment, which may also stand in an instruction.
    fn says_nothing(&self) -> bool {
        let text = self.text.trim_start();
        text.is_empty() || text.starts_with('#')
    }
}

/// The lines that are still to be read.
#[derive(Debug, Clone)]
struct Lines<'text> {
    source: &'text str,
    at: usize,
}

impl<'text> Lines<'text> {
    fn new(source: &'text str) -> Self {
        let at = if source.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self { source, at }
    }

    /// The instruction that begins with `first`. One that is to be continued at the
    /// end of the file ends there, as in Docker.
    fn continued(&mut self, first: Line<'text>, escape: char) -> Instruction {
        let start = first.start + first.text.len() - first.text.trim_start().len();
        let mut end = first.span().end;
        let mut text = String::new();
        let mut open = add(&mut text, first.text, escape);
        while open && let Some(line) = self.next() {
            if line.says_nothing() {
                continue;
            }
            end = line.span().end;
            open = add(&mut text, line.text, escape);
        }
        Instruction::new(&text, start..end)
    }

    /// Passes over the lines of a here-document of the instruction at `opened`.
    fn pass_over(&mut self, document: HereDocument, opened: &Range<usize>) -> Result<(), Found> {
        for line in self {
            let text = if document.tabs {
                line.text.trim_start_matches('\t')
            } else {
                line.text
            };
            if text == document.end {
                return Ok(());
            }
        }
        Err(Found {
            fault: Fault::HereDocument { end: document.end },
            span: Some(opened.clone()),
        })
    }
}

impl<'text> Iterator for Lines<'text> {
    type Item = Line<'text>;

    fn next(&mut self) -> Option<Line<'text>> {
        let rest = &self.source[self.at..];
        let text = rest.split_inclusive('\n').next()?;
        let line = Line {
            start: self.at,
            text: text.trim_end_matches(['\n', '\r']),
        };
        self.at += text.len();
        Some(line)
    }
}

/// Adds a line to an instruction. Gives whether the next one continues it: a doubled
/// `escape` is itself.
fn add(text: &mut String, line: &str, escape: char) -> bool {
    let trimmed = line.trim_end_matches([' ', '\t']);
    match trimmed.strip_suffix(escape) {
        Some(head) if !head.ends_with(escape) => {
            text.push_str(head);
            true
        }
        _ => {
            text.push_str(line);
            false
        }
    }
}
