//! How a report for people is drawn.

use crate::diagnostic::text::Colour;

/// How a report for people is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With or without colour.
    pub colour: Colour,
    /// How many columns a line may have.
    pub width: usize,
}

/// What a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// It is proven.
    Good,
    /// It is refuted.
    Bad,
    /// It is open.
    Open,
    /// It is a title.
    Title,
    /// It stands back.
    Faint,
}

impl Style {
    /// `text` in this ink.
    pub(super) fn paint(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Good => "32",
            Ink::Bad => "1;31",
            Ink::Open => "33",
            Ink::Title => "1",
            Ink::Faint => "2",
        };
        match self.colour {
            Colour::Always => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Colour::Never => text.to_owned(),
        }
    }

    /// `words` separated by commas, in lines that begin with `indent`.
    pub(super) fn lines(self, indent: &str, words: &[&str]) -> String {
        let mut text = indent.to_owned();
        let mut column = indent.len();
        for (index, word) in words.iter().enumerate() {
            let last = index + 1 == words.len();
            let length = word.chars().count() + usize::from(!last);
            if column > indent.len() && column + 1 + length > self.width {
                text.push('\n');
                text.push_str(indent);
                column = indent.len();
            } else if index > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(word);
            text.push_str(if last { "\n" } else { "," });
            column += length;
        }
        text
    }
}

/// `text` in one line, with nothing in it that a terminal would obey.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            plain.extend(letter.escape_default());
        } else {
            plain.push(letter);
        }
    }
    plain
}

/// As much of `text` as fits into `width` columns; nothing where that is too little to
/// be read.
pub(super) fn cut(text: &str, width: usize) -> String {
    /// Less than that says nothing.
    const LEAST: usize = 16;
    if text.chars().count() <= width {
        return text.to_owned();
    }
    if width < LEAST {
        return String::new();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Style, cut, plain};
    use crate::diagnostic::text::Colour;

    #[test]
    fn a_line_is_no_longer_than_the_terminal() {
        let style = Style {
            colour: Colour::Never,
            width: 12,
        };
        let text = style.lines("  ", &["abcd", "efg", "hi", "a-very-long-one", "j"]);
        assert_eq!(text, "  abcd, efg,\n  hi,\n  a-very-long-one,\n  j\n");
    }

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        assert_eq!(cut("it ends the container", 20), "it ends the contain…");
        assert_eq!(cut("it ends", 7), "it ends");
        assert_eq!(cut("it ends the container", 15), "");
    }

    #[test]
    fn no_escape_sequence_comes_through() {
        assert_eq!(plain("a\u{1b}[2J\nbé"), "a\\u{1b}[2J\\nbé");
    }
}
