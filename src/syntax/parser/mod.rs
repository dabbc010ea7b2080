//! Source text to tree: a file a production of the grammar.
//!
//! There is no stream of tokens, since in the shell the grammar decides what a
//! token is: each production asks the cursor for what can stand there.

mod case;
mod command;
mod compound;
mod conditional;
mod double_quoted;
mod expansion;
mod function;
mod list;
mod loops;
mod pipeline;
mod redirection;
mod simple;
mod word;

use super::cursor::Cursor;
use super::fault::{Fault, FaultKind, Feature, excerpt};
use super::tree::{Comment, Script, Span};

/// How many lists, quotes and expansions may stand inside each other. Written
/// scripts stay below 20; a level costs up to 18 kB of stack without
/// optimization, and a thread has 2 MB.
const MAX_DEPTH: u16 = 64;

/// Reads a script.
///
/// # Errors
/// The first thing that is no shell of POSIX.1-2024 or that this crate does not
/// read: here-documents, backquotes, `$'...'`, and what only some shells know.
pub fn parse(source: &[u8]) -> Result<Script<'_>, Fault> {
    let cursor =
        Cursor::new(source).ok_or_else(|| Fault::new(Span::default(), FaultKind::TooLong))?;
    refuse_nul(&cursor)?;
    let mut parser = Parser {
        cursor,
        depth: 0,
        hoisted: Vec::new(),
    };
    let body = parser.list()?;
    if parser.cursor.peek().is_some() {
        return Err(parser.unexpected("a command"));
    }
    Ok(Script { body })
}

/// Refuses NUL bytes, which no shell keeps, so that no production meets one.
fn refuse_nul(cursor: &Cursor<'_>) -> Result<(), Fault> {
    let mut cursor = cursor.clone();
    cursor.take_while(|byte| byte != 0);
    match cursor.peek() {
        None => Ok(()),
        Some(_) => Err(Fault::new(cursor.ahead(1), FaultKind::Nul)),
    }
}

/// The state that all productions share.
#[derive(Debug)]
struct Parser<'a> {
    cursor: Cursor<'a>,
    /// How many constructs are open.
    depth: u16,
    /// Comments from inside the current command; they go above it.
    hoisted: Vec<Comment<'a>>,
}

impl<'a> Parser<'a> {
    /// Runs `production` one level deeper.
    fn nested<T>(
        &mut self,
        production: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(self.cursor.ahead(1), FaultKind::TooDeep));
        }
        self.depth += 1;
        let product = production(self);
        self.depth -= 1;
        product
    }

    /// Steps over blanks and continued lines.
    fn skip_blanks(&mut self) {
        loop {
            self.cursor.take_while(is_blank);
            if !self.cursor.eat("\\\n") {
                return;
            }
        }
    }

    /// Steps over blanks, line ends and comments; whether there was a line end.
    fn skip_lines(&mut self) -> Result<bool, Fault> {
        let mut found = false;
        loop {
            self.skip_blanks();
            if let Some(comment) = self.comment()? {
                self.hoisted.push(comment);
            } else if self.cursor.eat("\n") {
                found = true;
            } else {
                return Ok(found);
            }
        }
    }

    /// The comment that starts at the next byte, if one does.
    fn comment(&mut self) -> Result<Option<Comment<'a>>, Fault> {
        let start = self.cursor.position();
        if !self.cursor.eat("#") {
            return Ok(None);
        }
        let text = self.cursor.take_while(|byte| byte != b'\n');
        let span = self.cursor.since(start);
        self.refuse_carriage_return(span)?;
        Ok(Some(Comment::written(text.trim_ascii_end(), span)))
    }

    /// Refuses a carriage return as the last byte of `span`, a word or comment:
    /// the line end of another system. In quotes one is data.
    fn refuse_carriage_return(&self, span: Span) -> Result<(), Fault> {
        if self.cursor.slice(span).ends_with(b"\r") {
            let span = Span::new(span.end - 1, span.end);
            return Err(Fault::new(span, FaultKind::CarriageReturn));
        }
        Ok(())
    }

    /// Whether `word` comes next as a word of its own.
    fn at_word(&self, word: &str) -> bool {
        let after = self.cursor.peek_at(word.len());
        let continued = after == Some(b'\\') && self.cursor.peek_at(word.len() + 1) == Some(b'\n');
        self.cursor.at(word) && (after.is_none_or(ends_word) || continued)
    }

    /// Steps over `word` if it comes next as a word of its own.
    fn eat_word(&mut self, word: &str) -> Option<Span> {
        self.at_word(word).then(|| {
            let span = self.cursor.ahead(word.len());
            self.cursor.advance(word.len());
            span
        })
    }

    /// Steps over the word that must come next in what starts at `opened`.
    fn expect_word(
        &mut self,
        word: &'static str,
        construct: &'static str,
        opened: Span,
    ) -> Result<(), Fault> {
        self.skip_blanks();
        match self.eat_word(word) {
            Some(_) => Ok(()),
            None => Err(self.missing(&format!("`{word}`"), construct, opened)),
        }
    }

    /// Steps over the `)` that must come next.
    fn expect_parenthesis(&mut self, construct: &'static str, opened: Span) -> Result<(), Fault> {
        self.skip_blanks();
        if self.cursor.eat(")") {
            Ok(())
        } else {
            Err(self.missing("`)`", construct, opened))
        }
    }

    /// The fault that `wanted` does not come next.
    fn missing(&self, wanted: &str, construct: &'static str, opened: Span) -> Fault {
        match self.cursor.peek() {
            None => self.unclosed(construct, opened),
            Some(_) => self.unexpected(wanted).opened_at(opened),
        }
    }

    /// The fault that the source ends inside `construct`.
    fn unclosed(&self, construct: &'static str, opened: Span) -> Fault {
        Fault::new(self.cursor.ahead(0), FaultKind::Unclosed(construct)).opened_at(opened)
    }

    /// The fault that something else than `expected` comes next.
    fn unexpected(&self, expected: &str) -> Fault {
        let (found, span) = self.describe_next();
        Fault::new(
            span,
            FaultKind::Unexpected {
                found,
                expected: expected.into(),
            },
        )
    }

    /// The fault that the next `length` bytes start `feature`.
    fn unsupported(&self, length: usize, feature: Feature) -> Fault {
        Fault::new(self.cursor.ahead(length), FaultKind::Unsupported(feature))
    }

    /// What comes next, for a message, and where.
    fn describe_next(&self) -> (String, Span) {
        let rest = self.cursor.rest();
        let length = match rest {
            [] => return ("end of script".into(), self.cursor.ahead(0)),
            [b'\n', ..] => return ("end of line".into(), self.cursor.ahead(0)),
            [b';' | b'&' | b'|' | b'<' | b'>', second, ..] if rest[0] == *second => 2,
            _ => rest
                .iter()
                .position(|&byte| ends_word(byte))
                .unwrap_or(rest.len())
                .max(1),
        };
        let span = self.cursor.ahead(length);
        (format!("`{}`", excerpt(self.cursor.slice(span))), span)
    }
}

/// Whether `byte` is a blank, of which the shell knows two.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether an unquoted `byte` ends a word.
fn ends_word(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}
