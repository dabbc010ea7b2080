//! Texts of the plan as words of the shell.

use std::collections::BTreeMap;

use crate::emit::build::inline_case;
use crate::plan::{Glob, Piece, Reference};
use crate::syntax::quote;
use crate::syntax::tree::{Arm, List, Operator, Parameter, Simple, Test, Text, Word, WordPart};

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
    quote::template([value_parameter(reference).into()])
}

/// The value without quotes, for the word of a `case`.
pub(crate) fn unquoted<'a>(reference: &Reference) -> Word<'a> {
    value_parameter(reference).into()
}

fn value_parameter<'a>(reference: &Reference) -> Parameter<'a> {
    let name = name(reference);
    if reference.private {
        Parameter::new(name)
    } else {
        Parameter::with(name, Operator::Default(Test::Unset), Word::default())
    }
}

/// `${1-}`: a word of the command line, nothing when there are fewer.
pub(crate) fn positional<'a>(position: u8) -> Word<'a> {
    let operator = Operator::Default(Test::Unset);
    Parameter::with(position.to_string(), operator, Word::default()).into()
}

/// Holds the first word of the command line for conditions.
pub(crate) const FIRST: &str = "lg_first";

/// Makes words of texts, and keeps what must stand before the command that
/// has them.
#[derive(Default)]
pub(crate) struct Words<'a> {
    literals: BTreeMap<String, usize>,
    globs: BTreeMap<Glob, usize>,
    /// Assignments of literals that cannot stand inside `${name:-...}`, and
    /// what the first word is compared with.
    pub(crate) before: List<'a>,
}

impl<'a> Words<'a> {
    /// `text` as one word.
    pub(crate) fn word(&mut self, text: &[Piece]) -> Word<'a> {
        let pieces: Vec<_> = text.iter().map(|piece| self.piece(piece)).collect();
        quote::template(pieces)
    }

    /// `command` with its arguments, a word each.
    pub(crate) fn command(&mut self, command: &[Vec<Piece>]) -> Vec<Word<'a>> {
        command.iter().map(|text| self.word(text)).collect()
    }

    fn piece(&mut self, piece: &Piece) -> quote::Piece<'a> {
        match piece {
            Piece::Literal(text) => quote::Piece::text(text.clone()),
            // shellcheck takes a variable that no line sets for a mistake (SC2153,
            // SC2154) unless its use says that it may be unset.
            Piece::Value(reference) if !reference.assigned => value_parameter(reference).into(),
            Piece::Value(reference) => quote::Piece::parameter(name(reference)),
            Piece::ValueOr(reference, text) => {
                let operator = Operator::Default(Test::UnsetOrEmpty);
                self.operation(reference, operator, text)
            }
            Piece::TextIf(reference, text) => {
                let operator = Operator::Alternative(Test::UnsetOrEmpty);
                self.operation(reference, operator, text)
            }
        }
    }

    fn operation(
        &mut self,
        reference: &Reference,
        operator: Operator,
        text: &str,
    ) -> quote::Piece<'a> {
        let word = self.inside_expansion(&[Piece::Literal(text.to_owned())]);
        Parameter::with(name(reference), operator, word).into()
    }

    /// `text` as the word of an expansion in double quotes.
    ///
    /// A quote or brace there means different things to the shells (ksh93 and
    /// yash take `'` as a quote even inside double quotes), so a literal that
    /// is not plain is assigned before and named here.
    pub(crate) fn inside_expansion(&mut self, text: &[Piece]) -> Word<'a> {
        let pieces: Vec<_> = text
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) if !is_plain(text) => {
                    quote::Piece::parameter(self.literal(text))
                }
                piece => self.piece(piece),
            })
            .collect();
        quote::expansion_word(pieces)
    }

    /// `name=text` as an argument of `export`.
    ///
    /// One with quotes or backslashes stands in quotes as a whole: shellcheck
    /// takes its value for a list of words that was meant to be split (SC2089).
    pub(crate) fn assignment(&mut self, name: &str, text: &[Piece]) -> Word<'a> {
        let is_quote = |piece: &Piece| match piece {
            Piece::Literal(text) => text.contains(['\'', '"', '\\']),
            _ => false,
        };
        if !text.iter().any(is_quote) {
            return assigned(name, self.word(text));
        }
        let mut pieces = vec![quote::Piece::text(format!("{name}="))];
        pieces.extend(text.iter().map(|piece| self.piece(piece)));
        quote::template(pieces)
    }

    fn literal(&mut self, text: &str) -> String {
        let known = self.literals.get(text).copied();
        let number = known.unwrap_or(self.literals.len() + 1);
        let name = format!("lg_literal_{number}");
        if known.is_none() {
            self.literals.insert(text.to_owned(), number);
            self.before
                .push(Simple::assign(name.clone(), quote::word(text.to_owned())));
        }
        name
    }

    /// The variable that is not empty if the first word fits `glob`.
    ///
    /// A `case` is no condition by itself: shfmt would write `if case ... esac then`.
    pub(crate) fn first_word(&mut self, glob: &Glob) -> String {
        let known = self.globs.get(glob).copied();
        let number = known.unwrap_or(self.globs.len() + 1);
        let name = format!("{FIRST}_{number}");
        if known.is_none() {
            self.globs.insert(glob.clone(), number);
            let fits = Simple::assign(name.clone(), Word::literal("yes"));
            let fits = Arm::new([pattern(glob)], List::inline(fits));
            self.before
                .push(Simple::assign(name.clone(), quote::word("")));
            self.before.push(inline_case(Word::unquoted(FIRST), [fits]));
        }
        name
    }
}

/// Whether `text` means itself inside `"${name:-...}"` in every shell.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b" _./:@%+=,-".contains(&b))
}

/// `name=value` as an argument, of `export`.
pub(crate) fn assigned<'a>(name: &str, value: Word<'a>) -> Word<'a> {
    let mut text = Text::from(format!("{name}="));
    let mut parts = value.parts;
    if let Some(WordPart::Literal(first)) = parts.first_mut() {
        text.push_bytes(first.as_bytes());
        *first = text;
    } else {
        parts.insert(0, WordPart::Literal(text));
    }
    parts.into()
}

/// A message in which `lg_text` stands between `before` and `after`.
pub(crate) fn message_with_text<'a>(before: &str, after: &str) -> Word<'a> {
    message(before, "lg_text", after)
}

/// A message in which the value of `variable` stands between `before` and `after`.
pub(crate) fn message<'a>(before: &str, variable: &'static str, after: &str) -> Word<'a> {
    quote::template([
        quote::Piece::text(before.to_owned()),
        quote::Piece::parameter(variable),
        quote::Piece::text(after.to_owned()),
    ])
}

/// `glob` as a pattern of `case`.
pub(crate) fn pattern<'a>(glob: &Glob) -> Word<'a> {
    quote::pattern(glob.to_string())
}
