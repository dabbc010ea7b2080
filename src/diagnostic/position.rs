//! Lines and columns, as editors and other programs count them.

use std::ops::Range;

/// A place in a text: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in it; a tab is one.
    pub column: usize,
}

/// A text with the places where its lines begin.
#[derive(Debug, Clone)]
pub struct Lines<'text> {
    text: &'text str,
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    /// The lines of `text`. What follows the last line feed is one if it is not empty;
    /// an empty text has one empty line.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0)
            .chain(after.filter(|start| *start < text.len()))
            .collect();
        Self { text, starts }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Where line `line` stands, without its end. One that is not there is the nearest.
    #[must_use]
    pub fn line(&self, line: usize) -> Range<usize> {
        let index = line.clamp(1, self.count()) - 1;
        let start = self.starts[index];
        let end = self.starts.get(index + 1).copied();
        let text = &self.text[start..end.unwrap_or(self.text.len())];
        let text = text.strip_suffix('\n').unwrap_or(text);
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// Where the words of line `line` stand, without the blanks around them.
    #[must_use]
    pub fn words(&self, line: usize) -> Range<usize> {
        let line = self.line(line);
        let text = &self.text[line.clone()];
        let start = line.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }

    /// The byte at `position`. What is behind the end of a line is its end.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let line = self.line(position.line);
        let text = &self.text[line.clone()];
        let before = position.column.saturating_sub(1);
        let inside = text.char_indices().nth(before).map(|(at, _)| at);
        line.start + inside.unwrap_or(text.len())
    }

    /// The position of the byte `offset`.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text.as_bytes()[self.starts[line - 1]..offset];
        // A byte that continues a character begins none.
        let characters = before.iter().filter(|byte| **byte & 0xC0 != 0x80);
        Position {
            line,
            column: characters.count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    const TEXT: &str = "a\n\té日x\r\n\nlast";

    fn at(line: usize, column: usize) -> Position {
        Position { line, column }
    }

    #[test]
    fn a_column_is_a_character() {
        let lines = Lines::new(TEXT);
        let x = TEXT.find('x').expect("it is there");
        assert_eq!(lines.position(x), at(2, 4));
        assert_eq!(lines.offset(at(2, 4)), x);
    }

    #[test]
    fn every_place_is_found_again() {
        let lines = Lines::new(TEXT);
        for (offset, letter) in TEXT.char_indices() {
            if letter != '\n' {
                assert_eq!(lines.offset(lines.position(offset)), offset, "{letter:?}");
            }
        }
    }

    #[test]
    fn a_line_has_no_end() {
        let lines = Lines::new(TEXT);
        let texts: Vec<&str> = (1..=lines.count())
            .map(|line| &TEXT[lines.line(line)])
            .collect();
        assert_eq!(texts, ["a", "\té日x", "", "last"]);
    }

    #[test]
    fn what_is_outside_is_the_nearest() {
        let lines = Lines::new(TEXT);
        assert_eq!(lines.offset(at(9, 1)), TEXT.len() - 4);
        assert_eq!(lines.offset(at(1, 9)), 1);
        assert_eq!(lines.offset(at(0, 0)), 0);
        assert_eq!(lines.position(99), at(4, 5));
        let empty = Lines::new("");
        assert_eq!((empty.count(), empty.position(3)), (1, at(1, 1)));
        assert_eq!(Lines::new("a\n").count(), 1);
    }
}
