//! A position in the source, and the bytes around it.

use super::tree::Span;

/// The source and how far it has been read. Reading past the end gives `None`.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    source: &'a [u8],
    position: u32,
}

impl<'a> Cursor<'a> {
    /// The start of `source`; `None` if offsets of 32 bits do not reach its end.
    pub(super) fn new(source: &'a [u8]) -> Option<Self> {
        u32::try_from(source.len()).is_ok().then_some(Self {
            source,
            position: 0,
        })
    }

    /// The offset of the next byte.
    pub(super) fn position(&self) -> u32 {
        self.position
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.source[self.position as usize..]
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    /// The byte `ahead` bytes after the next.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.rest().get(ahead).copied()
    }

    /// Whether `text` comes next.
    pub(super) fn at(&self, text: &str) -> bool {
        self.rest().starts_with(text.as_bytes())
    }

    /// Steps over `count` bytes, at most to the end.
    pub(super) fn advance(&mut self, count: usize) {
        let count = count.min(self.rest().len());
        self.position += u32::try_from(count).expect("`new` measured the source");
    }

    /// Goes back to `position`, which has been passed.
    pub(super) fn rewind(&mut self, position: u32) {
        self.position = self.position.min(position);
    }

    /// Steps over `text` if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.at(text);
        if found {
            self.advance(text.len());
        }
        found
    }

    /// Takes bytes as long as they are `wanted`.
    pub(super) fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let length = rest
            .iter()
            .position(|&byte| !wanted(byte))
            .unwrap_or(rest.len());
        self.advance(length);
        &rest[..length]
    }

    /// From `start` to here.
    pub(super) fn since(&self, start: u32) -> Span {
        Span::new(start, self.position)
    }

    /// The next `length` bytes, at most to the end.
    pub(super) fn ahead(&self, length: usize) -> Span {
        let mut end = self.clone();
        end.advance(length);
        end.since(self.position)
    }

    /// The bytes of a span.
    pub(super) fn slice(&self, span: Span) -> &'a [u8] {
        &self.source[span.range()]
    }
}
