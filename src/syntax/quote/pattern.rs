//! Patterns of `case`.

use super::{is_plain, literal, until_nul};
use crate::syntax::reserved::is_reserved_somewhere;
use crate::syntax::tree::{Text, Word, WordPart};

/// The word for a `case` pattern in which `*`, `?` and `[...]` are active and
/// all else is text, backslashes too.
///
/// A `[` that no `]` closes is text. In brackets a `!` at the start and a `-`
/// between two characters have their meaning; classes such as `[:alpha:]` have
/// not, since posh does not know them.
pub fn pattern<'a>(glob: impl Into<Text<'a>>) -> Word<'a> {
    let glob = until_nul(glob.into());
    let mut parts = Parts::default();
    let mut rest = glob.as_bytes();
    while !rest.is_empty() {
        let text = rest
            .iter()
            .position(|&byte| matches!(byte, b'*' | b'?' | b'['));
        let (text, active) = rest.split_at(text.unwrap_or(rest.len()));
        parts.text(text);
        rest = parts.active(active);
    }
    match parts.0.as_slice() {
        [] => WordPart::SingleQuoted(Text::default()).into(),
        [WordPart::Literal(text)] if is_reserved_somewhere(text.as_bytes()) => {
            WordPart::SingleQuoted(text.clone()).into()
        }
        _ => parts.0.into(),
    }
}

/// The parts of a pattern; literals that touch become one.
#[derive(Default)]
struct Parts<'a>(Vec<WordPart<'a>>);

impl<'a> Parts<'a> {
    fn push(&mut self, part: WordPart<'a>) {
        match (self.0.last_mut(), part) {
            (Some(WordPart::Literal(before)), WordPart::Literal(text)) => {
                before.push_bytes(text.as_bytes());
            }
            (_, part) => self.0.push(part),
        }
    }

    /// Adds bytes that stand for themselves.
    fn text(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.push(literal(bytes.to_vec().into()));
        }
    }

    /// Adds what `glob` starts with, and gives what is left of it.
    fn active<'g>(&mut self, glob: &'g [u8]) -> &'g [u8] {
        let Some((&first, rest)) = glob.split_first() else {
            return glob;
        };
        if first != b'[' {
            self.push(WordPart::Literal(vec![first].into()));
            return rest;
        }
        let Some((members, rest)) = bracket(rest) else {
            self.text(b"[");
            return rest;
        };
        self.bracket(members);
        rest
    }

    fn bracket(&mut self, members: &[u8]) {
        self.push(WordPart::Literal("[".into()));
        let members = members.strip_prefix(b"!").map_or(members, |members| {
            self.push(WordPart::Literal("!".into()));
            members
        });
        for &byte in members {
            // A bare byte beyond ASCII keeps the characters of UTF-8 whole.
            self.push(if is_plain(byte) || !byte.is_ascii() {
                WordPart::Literal(vec![byte].into())
            } else if byte == b'\n' {
                WordPart::SingleQuoted("\n".into())
            } else {
                WordPart::Escaped(byte)
            });
        }
        self.push(WordPart::Literal("]".into()));
    }
}

/// What stands between brackets after `[`, and what comes behind them; a `]` at
/// the start is a member.
fn bracket(glob: &[u8]) -> Option<(&[u8], &[u8])> {
    let first = usize::from(glob.first() == Some(&b'!'));
    let end = glob.iter().skip(first + 1).position(|&byte| byte == b']')? + first + 1;
    Some((&glob[..end], &glob[end + 1..]))
}
