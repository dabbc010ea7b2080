//! Words for data: any bytes, spelled so that eight shells read the same.
//!
//! dash, busybox ash, bash, mksh, ksh93, yash, zsh and posh differ in what they
//! expand (braces, `=command`, `^`, extended globs), so only bytes that none of
//! them touches stand bare. A NUL byte can be in no argument; what follows one
//! is cut off, as the kernel does.

mod pattern;
mod template;

pub use pattern::pattern;
pub use template::{Piece, expansion_word, template};

use super::reserved::is_reserved;
use super::tree::{Text, Word, WordPart};

/// The word that is exactly `bytes`.
///
/// Bare where no shell could see more in it, else in single quotes; in double
/// quotes if it holds a single quote, or what would look strange in single
/// quotes. A reserved word is quoted: in a pattern `esac` ends the `case`, and
/// shellcheck takes the argument `done` for a mistake (SC1010). As the name of a
/// command more are reserved; [`Simple::new`](super::tree::Simple::new) sees to that.
pub fn word<'a>(bytes: impl Into<Text<'a>>) -> Word<'a> {
    literal(until_nul(bytes.into())).into()
}

/// The same word as [`word`], in quotes in any case: as a line of text among others.
pub fn quoted<'a>(bytes: impl Into<Text<'a>>) -> Word<'a> {
    in_quotes(until_nul(bytes.into())).into()
}

/// The part of a word that is exactly `text`, which has no NUL.
fn literal(text: Text<'_>) -> WordPart<'_> {
    if is_bare(text.as_bytes()) {
        WordPart::Literal(text)
    } else {
        in_quotes(text)
    }
}

/// The same part, in quotes.
fn in_quotes(text: Text<'_>) -> WordPart<'_> {
    let bytes = text.as_bytes();
    if bytes.contains(&b'\'') || misleads_in_single_quotes(bytes) {
        WordPart::DoubleQuoted(escaped(bytes))
    } else {
        WordPart::SingleQuoted(text)
    }
}

/// The text up to its first NUL.
fn until_nul(mut text: Text<'_>) -> Text<'_> {
    if let Some(nul) = text.as_bytes().iter().position(|&byte| byte == 0) {
        text.split_off(nul);
    }
    text
}

/// Whether `bytes` mean themselves without quotes, wherever they stand in a
/// word that is no command name.
fn is_bare(bytes: &[u8]) -> bool {
    // zsh reads `=cmd` as the path of a command.
    !bytes.is_empty()
        && bytes[0] != b'='
        && bytes.iter().all(|&byte| is_plain(byte))
        && !is_reserved(bytes)
}

/// Whether no shell sees more in `byte` than itself.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-./:,+@%=".contains(&byte)
}

/// Whether `shellcheck` would take single quotes around the text for a mistake:
/// what looks like an expansion would not be one (SC2016), and a backslash at
/// the end would not escape the quote (SC1003).
fn misleads_in_single_quotes(bytes: &[u8]) -> bool {
    let starts_expansion = |byte: u8| byte.is_ascii_alphanumeric() || b"{(_".contains(&byte);
    bytes.ends_with(b"\\")
        || bytes.contains(&b'`')
        || bytes
            .windows(2)
            .any(|pair| pair[0] == b'$' && starts_expansion(pair[1]))
}

/// The parts between double quotes that are exactly `bytes`.
fn escaped<'a>(bytes: &[u8]) -> Vec<WordPart<'a>> {
    let mut parts = Vec::new();
    for piece in bytes.split_inclusive(|&byte| is_special_in_quotes(byte)) {
        let (text, special) = match piece.split_last() {
            Some((&last, text)) if is_special_in_quotes(last) => (text, Some(last)),
            _ => (piece, None),
        };
        if !text.is_empty() {
            parts.push(WordPart::Literal(text.to_vec().into()));
        }
        parts.extend(special.map(WordPart::Escaped));
    }
    parts
}

fn is_special_in_quotes(byte: u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'$' | b'`')
}
