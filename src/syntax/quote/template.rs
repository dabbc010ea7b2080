//! Text and expansions in one word.

use super::{escaped, until_nul, word};
use crate::syntax::reserved::{continues_name, starts_name};
use crate::syntax::tree::{Expansion, List, Parameter, Text, Word, WordPart};

/// A piece of a [`template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Bytes that stand for themselves.
    Text(Text<'a>),
    /// The value of a parameter.
    Parameter(Parameter<'a>),
    /// The output of commands.
    Output(List<'a>),
}

impl<'a> Piece<'a> {
    /// Bytes that stand for themselves.
    pub fn text(bytes: impl Into<Text<'a>>) -> Self {
        Self::Text(bytes.into())
    }

    /// The value of the parameter `name`.
    pub fn parameter(name: impl Into<Text<'a>>) -> Self {
        Self::Parameter(Parameter::new(name))
    }
}

impl<'a> From<Parameter<'a>> for Piece<'a> {
    fn from(parameter: Parameter<'a>) -> Self {
        Self::Parameter(parameter)
    }
}

/// One word of text and expansions, whatever bytes the values hold:
/// `"--queue=$QUEUE_NAMES"`. Without expansions it is as by [`word`].
///
/// A parameter gets braces where what follows could be taken for more of it.
pub fn template<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Word<'a> {
    let pieces = merge_text(pieces);
    match pieces.as_slice() {
        [] => word(""),
        [Piece::Text(text)] => word(text.clone()),
        _ => WordPart::DoubleQuoted(in_quotes(pieces)).into(),
    }
}

/// The same as the word of an expansion that stands in double quotes itself:
/// `pre-$x` in `"${y:-pre-$x}"`. The text must be plain: ksh93 and yash read a
/// quote in it otherwise than the rest.
pub fn expansion_word<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Word<'a> {
    in_quotes(merge_text(pieces)).into()
}

/// The parts of a word between its double quotes.
fn in_quotes(pieces: Vec<Piece<'_>>) -> Vec<WordPart<'_>> {
    let mut parts = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => parts.extend(escaped(text.as_bytes())),
            Piece::Output(list) => parts.push(WordPart::CommandSubstitution(list)),
            Piece::Parameter(mut parameter) => {
                if let Some(Piece::Text(text)) = pieces.peek() {
                    separate(&mut parameter, text.as_bytes());
                }
                parts.push(parameter.into());
            }
        }
    }
    parts
}

/// The pieces without empty text and without text after text.
fn merge_text<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Vec<Piece<'a>> {
    let mut merged: Vec<Piece<'a>> = Vec::new();
    for piece in pieces {
        let Piece::Text(text) = piece else {
            merged.push(piece);
            continue;
        };
        let text = until_nul(text);
        match merged.last_mut() {
            Some(Piece::Text(before)) => before.push_bytes(text.as_bytes()),
            _ if text.is_empty() => {}
            _ => merged.push(Piece::Text(text)),
        }
    }
    merged
}

/// Adds braces if `parameter` and the text after it could be read as one.
fn separate(parameter: &mut Parameter<'_>, after: &[u8]) {
    let open_ended = parameter.name.as_bytes().first().is_some_and(|&byte| {
        // `$12` is `$1` and text, but no reader would think so.
        starts_name(byte) || byte.is_ascii_digit()
    });
    let goes_on = after.first().is_some_and(|&byte| {
        // ksh93 takes letters beyond ASCII into a name, and zsh without `sh`
        // emulation takes `$x[1]` for an element.
        continues_name(byte) || !byte.is_ascii() || byte == b'['
    });
    if parameter.expansion == Expansion::Plain && open_ended && goes_on {
        parameter.expansion = Expansion::Braced;
    }
}
