//! Text in double quotes, and what is read like it.

use super::Parser;
use super::word::Parts;
use crate::syntax::fault::{Fault, FaultKind, Feature};
use crate::syntax::tree::{Span, WordPart};

impl<'a> Parser<'a> {
    /// `"..."`, at the first quote.
    pub(super) fn double_quoted(&mut self) -> Result<WordPart<'a>, Fault> {
        let opened = self.cursor.ahead(1);
        self.cursor.advance(1);
        let parts = self.nested(|parser| parser.quoted(b'"'))?;
        if self.cursor.eat("\"") {
            return Ok(WordPart::DoubleQuoted(parts));
        }
        Err(self.unclosed("the double quote", opened))
    }

    /// The parts up to `end`, which is `"`, or `}` for the word of an expansion
    /// that stands in double quotes; or up to the end of the source.
    pub(super) fn quoted(&mut self, end: u8) -> Result<Vec<WordPart<'a>>, Fault> {
        let mut parts = Parts::default();
        loop {
            let literal = self
                .cursor
                .take_while(|byte| byte != end && !is_special(byte));
            parts.push_literal(literal);
            match self.cursor.peek() {
                None => return Ok(parts.0),
                Some(byte) if byte == end => return Ok(parts.0),
                Some(b'"') => parts.push(self.double_quoted()?),
                _ => self.quoted_special(&mut parts, end)?,
            }
        }
    }

    /// The parts of `$((...))` up to `))`, which it steps over.
    pub(super) fn arithmetic(&mut self, opened: Span) -> Result<Vec<WordPart<'a>>, Fault> {
        let mut parts = Parts::default();
        let mut depth = 0_usize;
        loop {
            let literal = self
                .cursor
                .take_while(|byte| !matches!(byte, b'(' | b')' | b'\'') && !is_special(byte));
            parts.push_literal(literal);
            match self.cursor.peek() {
                None => return Err(self.unclosed("`$((`", opened)),
                Some(b'(') => depth += 1,
                Some(b')') if depth > 0 => depth -= 1,
                Some(b')') if self.cursor.eat("))") => return Ok(parts.0),
                Some(b')') => return Err(Fault::new(opened, FaultKind::AmbiguousArithmetic)),
                Some(b'"' | b'\'') => return Err(self.unsupported(1, Feature::QuoteInArithmetic)),
                _ => {
                    self.quoted_special(&mut parts, b'"')?;
                    continue;
                }
            }
            parts.push_literal(self.cursor.slice(self.cursor.ahead(1)));
            self.cursor.advance(1);
        }
    }

    /// A backslash, dollar sign or backquote.
    fn quoted_special(&mut self, parts: &mut Parts<'a>, end: u8) -> Result<(), Fault> {
        match self.cursor.peek() {
            Some(b'$') => self.dollar(parts, true),
            Some(b'`') => Err(self.unsupported(1, Feature::Backquote)),
            _ => self.quoted_backslash(parts, end),
        }
    }

    /// A backslash: it is text unless what follows has a meaning here.
    fn quoted_backslash(&mut self, parts: &mut Parts<'a>, end: u8) -> Result<(), Fault> {
        match self.cursor.peek_at(1) {
            None => return Err(Fault::new(self.cursor.ahead(1), FaultKind::LastBackslash)),
            Some(byte @ (b'$' | b'`' | b'"' | b'\\' | b'\n')) => {
                parts.push(WordPart::Escaped(byte));
            }
            Some(byte) if byte == end => parts.push(WordPart::Escaped(byte)),
            Some(_) => {
                parts.push_literal(self.cursor.slice(self.cursor.ahead(1)));
                self.cursor.advance(1);
                return Ok(());
            }
        }
        self.cursor.advance(2);
        Ok(())
    }
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | b'$' | b'`')
}
