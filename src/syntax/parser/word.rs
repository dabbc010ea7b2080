//! Words outside double quotes.

use super::{Parser, ends_word};
use crate::syntax::fault::{Fault, FaultKind, Feature};
use crate::syntax::tree::{Text, Word, WordPart};

/// Where an unquoted word ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// At a blank or an operator.
    Delimiter,
    /// At the `}` of a parameter expansion.
    Brace,
}

impl End {
    fn is(self, byte: u8) -> bool {
        match self {
            Self::Delimiter => ends_word(byte),
            Self::Brace => byte == b'}',
        }
    }
}

/// The parts of a word as they are found; literals that touch become one.
#[derive(Debug, Default)]
pub(super) struct Parts<'a>(pub(super) Vec<WordPart<'a>>);

impl<'a> Parts<'a> {
    pub(super) fn push(&mut self, part: WordPart<'a>) {
        self.0.push(part);
    }

    pub(super) fn push_literal(&mut self, bytes: &'a [u8]) {
        match self.0.last_mut() {
            Some(WordPart::Literal(text)) => text.push_bytes(bytes),
            _ if bytes.is_empty() => {}
            _ => self.push(WordPart::Literal(Text::from(bytes))),
        }
    }
}

impl<'a> Parser<'a> {
    /// The word that starts at the next byte, if one does.
    pub(super) fn word(&mut self) -> Result<Option<Word<'a>>, Fault> {
        let start = self.cursor.position();
        if matches!(self.cursor.peek(), None | Some(b'#')) {
            return Ok(None);
        }
        let parts = self.unquoted(End::Delimiter)?;
        let span = self.cursor.since(start);
        self.refuse_carriage_return(span)?;
        let found = span.start != span.end;
        Ok(found.then_some(Word {
            parts,
            on_next_line: false,
            span,
        }))
    }

    /// The parts up to `end`, or up to the end of the source.
    pub(super) fn unquoted(&mut self, end: End) -> Result<Vec<WordPart<'a>>, Fault> {
        let mut parts = Parts::default();
        loop {
            let literal = self
                .cursor
                .take_while(|byte| !end.is(byte) && !is_special(byte));
            parts.push_literal(literal);
            match self.cursor.peek() {
                Some(b'\'') => parts.push(self.single_quoted()?),
                Some(b'"') => parts.push(self.double_quoted()?),
                Some(b'\\') => self.escape(&mut parts)?,
                Some(b'$') => self.unquoted_dollar(&mut parts)?,
                Some(b'`') => return Err(self.unsupported(1, Feature::Backquote)),
                _ => return Ok(parts.0),
            }
        }
    }

    fn unquoted_dollar(&mut self, parts: &mut Parts<'a>) -> Result<(), Fault> {
        match self.cursor.peek_at(1) {
            Some(b'\'') => Err(self.unsupported(2, Feature::DollarSingleQuote)),
            Some(b'"') => Err(self.unsupported(2, Feature::DollarDoubleQuote)),
            _ => self.dollar(parts, false),
        }
    }

    fn single_quoted(&mut self) -> Result<WordPart<'a>, Fault> {
        let opened = self.cursor.ahead(1);
        self.cursor.advance(1);
        let text = self.cursor.take_while(|byte| byte != b'\'');
        if self.cursor.eat("'") {
            return Ok(WordPart::SingleQuoted(text.into()));
        }
        Err(self.unclosed("the single quote", opened))
    }

    /// A backslash outside quotes; before a line end it joins the lines.
    fn escape(&mut self, parts: &mut Parts<'a>) -> Result<(), Fault> {
        match self.cursor.peek_at(1) {
            None => return Err(Fault::new(self.cursor.ahead(1), FaultKind::LastBackslash)),
            Some(b'\n') => {}
            Some(byte) => parts.push(WordPart::Escaped(byte)),
        }
        self.cursor.advance(2);
        Ok(())
    }
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'\\' | b'$' | b'`')
}
