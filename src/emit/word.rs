//! Texts of the plan as words of the shell.

use crate::plan::{Glob, GlobPart, Member, Piece, Reference};
use crate::syntax::quote;
use crate::syntax::tree::{
    List, Operator, Parameter, Simple, Test, Word, WordPart,
};

/// The variable in which the script keeps a value that `reference` names.
pub(crate) fn name(reference: &Reference) -> String {
    if reference.private {
        format!("lg_env_{}", reference.name)
    } else {
        reference.name.clone()
    }
}

/// `${name-}` in double quotes: the value, nothing when it is unset.
pub(crate) fn value<'a>(reference: &Reference) -> Word<'a> {
    quote::double_quoted([value_part(reference)])
}

/// The value without quotes, for the word of a `case`.
pub(crate) fn unquoted<'a>(reference: &Reference) -> Word<'a> {
    value_part(reference).into()
}

fn value_part<'a>(reference: &Reference) -> WordPart<'a> {
    let name = name(reference);
    if reference.private {
        Parameter::new(name).into()
    } else {
        Parameter::with(name, Operator::Default(Test::Unset), Word::default()).into()
    }
}

/// `${1-}`: a word of the command line, nothing when there are fewer.
pub(crate) fn positional<'a>(position: u8) -> Word<'a> {
    let operator = Operator::Default(Test::Unset);
    Parameter::with(position.to_string(), operator, Word::default()).into()
}

/// Makes words of texts, and keeps what must stand before the command that
/// has them.
#[derive(Default)]
pub(crate) struct Words<'a> {
    literals: Vec<String>,
    /// Assignments of literals that cannot stand inside `${name:-...}`.
    pub(crate) before: List<'a>,
}

impl<'a> Words<'a> {
    /// `text` as one word.
    pub(crate) fn word(&mut self, text: &[Piece]) -> Word<'a> {
        match text {
            [] => quote::word(""),
            [Piece::Literal(literal)] => quote::word(literal),
            pieces => {
                let parts: Vec<_> = pieces.iter().flat_map(|piece| self.piece(piece)).collect();
                quote::double_quoted(parts)
            }
        }
    }

    fn piece(&mut self, piece: &Piece) -> Vec<WordPart<'a>> {
        match piece {
            Piece::Literal(text) => quote::in_double_quotes(text),
            Piece::Value(reference) => vec![Parameter::new(name(reference)).into()],
            Piece::ValueOr(reference, text) => {
                let operator = Operator::Default(Test::UnsetOrEmpty);
                vec![self.operation(reference, operator, text)]
            }
            Piece::TextIf(reference, text) => {
                let operator = Operator::Alternative(Test::UnsetOrEmpty);
                vec![self.operation(reference, operator, text)]
            }
        }
    }

    fn operation(&mut self, reference: &Reference, operator: Operator, text: &str) -> WordPart<'a> {
        let word = self.inside_expansion(&[Piece::Literal(text.to_owned())]);
        Parameter::with(name(reference), operator, word).into()
    }

    /// `text` as the word of an expansion in double quotes.
    ///
    /// A quote or brace there means different things to the shells (ksh93 and
    /// yash take `'` as a quote even inside double quotes), so a literal that
    /// is not plain is assigned before and named here.
    pub(crate) fn inside_expansion(&mut self, text: &[Piece]) -> Word<'a> {
        let mut parts = Vec::new();
        for piece in text {
            match piece {
                Piece::Literal(text) if !is_plain(text) => {
                    parts.push(Parameter::new(self.literal(text)).into());
                }
                piece => parts.extend(self.piece(piece)),
            }
        }
        parts.into()
    }

    fn literal(&mut self, text: &str) -> String {
        let known = self.literals.iter().position(|literal| literal == text);
        let index = known.unwrap_or_else(|| {
            self.literals.push(text.to_owned());
            self.literals.len() - 1
        });
        let name = format!("lg_literal_{}", index + 1);
        if known.is_none() {
            self.before.push(Simple::assign(name.clone(), quote::word(text)));
        }
        name
    }
}

/// Whether `text` means itself inside `"${name:-...}"` in every shell.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b" _./:@%+=,-".contains(&b))
}

/// A message in which `lg_text` stands between `before` and `after`.
pub(crate) fn message_with_text<'a>(before: &str, after: &str) -> Word<'a> {
    let mut parts = quote::in_double_quotes(before);
    parts.push(Parameter::new("lg_text").into());
    parts.extend(quote::in_double_quotes(after));
    quote::double_quoted(parts)
}

/// `glob` as a pattern of `case`.
pub(crate) fn pattern<'a>(glob: &Glob) -> Word<'a> {
    let mut parts: Vec<WordPart<'a>> = Vec::new();
    for part in &glob.parts {
        match part {
            GlobPart::Text(text) => parts.extend(quote::word(text).parts),
            GlobPart::Any => parts.push(WordPart::Literal("*".into())),
            GlobPart::One => parts.push(WordPart::Literal("?".into())),
            GlobPart::Set { negated, members } => parts.extend(set(*negated, members)),
        }
    }
    quote::join(parts)
}

fn set<'a>(negated: bool, members: &[Member]) -> Vec<WordPart<'a>> {
    let mut parts = vec![WordPart::Literal(if negated { "[!" } else { "[" }.into())];
    for member in members {
        match member {
            Member::Character(c) if c.is_ascii_alphanumeric() => {
                parts.push(WordPart::Literal(c.to_string().into()));
            }
            Member::Character(c) => parts.extend(quote::escaped(*c)),
            Member::Range(from, to) => {
                parts.push(WordPart::Literal(format!("{from}-{to}").into()));
            }
        }
    }
    parts.push(WordPart::Literal("]".into()));
    parts
}
