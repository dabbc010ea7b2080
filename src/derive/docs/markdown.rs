//! Markdown, with its lines filled.

use crate::emit::sentence::{COLUMNS, in_lines, one_line};

/// A page under way: blocks with blank lines between them.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// The whole text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A line that a reader of the page does not see.
    pub(super) fn comment(&mut self, text: &str) {
        self.block(&[format!("<!-- {text} -->")]);
    }

    /// A heading of this level.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.block(&[format!("{} {text}", "#".repeat(level))]);
    }

    /// Sentences, each of which may be empty.
    pub(super) fn paragraph(&mut self, sentences: &[String]) {
        let said: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
        if !said.is_empty() {
            self.block(&filled(&said.join(" "), COLUMNS));
        }
    }

    /// A list with an item a text.
    pub(super) fn list(&mut self, items: &[String]) {
        let lines: Vec<String> = items
            .iter()
            .flat_map(|item| {
                let mut lead = "- ";
                let lines = filled(item, COLUMNS - lead.len());
                let indented = lines.into_iter().map(move |line| {
                    let line = format!("{lead}{line}");
                    lead = "  ";
                    line
                });
                indented.collect::<Vec<_>>()
            })
            .collect();
        self.block(&lines);
    }

    /// A table; cells may hold Markdown.
    pub(super) fn table<const N: usize>(&mut self, head: [&str; N], rows: &[[String; N]]) {
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let cell = |text: &String| text.replace('|', r"\|");
        let mut lines = vec![
            row(&head.map(str::to_owned)),
            row(&head.map(|_| "---".into())),
        ];
        lines.extend(rows.iter().map(|cells| row(&cells.each_ref().map(cell))));
        self.block(&lines);
    }

    /// Lines as they are, of this kind.
    pub(super) fn fence(&mut self, kind: &str, body: &str) {
        // A fence is longer than any that stands in it.
        let mut fence = "```".to_owned();
        while body.contains(&fence) {
            fence.push('`');
        }
        let body = body.trim_end_matches('\n');
        self.block(&[format!("{fence}{kind}"), body.to_owned(), fence]);
    }

    fn block(&mut self, lines: &[String]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in lines {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

/// `text` as code in a line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    let mut ticks = "`".to_owned();
    while text.contains(&ticks) {
        ticks.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Each of `texts` as code.
pub(super) fn codes<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    texts.into_iter().map(code).collect()
}

/// `text` as prose, whatever signs it holds.
pub(super) fn prose(text: &str) -> String {
    let mut escaped = String::new();
    for c in one_line(text).chars() {
        if r"\`*_[]<>&#".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `text` in lines of at most so many columns, where its words allow. Code stays in one
/// line.
fn filled(text: &str, columns: usize) -> Vec<String> {
    in_lines(words(text), columns)
}

/// The words of `text`: it is cut at blanks outside of code.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '\\' => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '`' => at = end_of_code(text, at),
            ' ' => {
                words.push(&text[start..at]);
                at += 1;
                start = at;
            }
            c => at += c.len_utf8(),
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// Where the code ends that begins at `at`.
fn end_of_code(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let ticks = &rest[..rest.len() - rest.trim_start_matches('`').len()];
    let inside = at + ticks.len();
    text[inside..]
        .find(ticks)
        .map_or(inside, |end| inside + end + ticks.len())
}

#[cfg(test)]
mod tests {
    use super::{code, filled, prose};

    #[test]
    fn code_holds_any_text() {
        assert_eq!(code("a b"), "`a b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a``"), "``` `a`` ```");
    }

    #[test]
    fn a_line_ends_outside_of_code() {
        assert_eq!(filled("ab `c d e` f", 4), ["ab", "`c d e`", "f"]);
        assert_eq!(filled(&format!("{} a", prose("`x y")), 3), [r"\`x", "y a"]);
        assert_eq!(filled("``a ` b`` c d", 3), ["``a ` b``", "c d"]);
    }
}
