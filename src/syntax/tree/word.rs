//! Words and what they are made of.

use std::mem;

use super::{List, Span, Text};
use crate::syntax::reserved::is_reserved_somewhere;

/// One word, made of parts that touch.
///
/// A word without parts prints as nothing; the empty word is a
/// [`WordPart::SingleQuoted`] without text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Word<'a> {
    /// From left to right; two literals never touch.
    pub parts: Vec<WordPart<'a>>,
    /// As an argument of a simple command: starts a continuation line.
    pub on_next_line: bool,
    /// From the first part to the last.
    pub span: Span,
}

impl<'a> Word<'a> {
    /// Text that the shell reads as it stands: a command name, an option, a
    /// pattern. It is not quoted; for data there is
    /// [`quote::word`](crate::syntax::quote::word).
    #[must_use]
    pub fn literal(text: impl Into<Text<'a>>) -> Self {
        WordPart::Literal(text.into()).into()
    }

    /// `'text'`; `None` if `text` holds a single quote.
    pub fn single_quoted(text: impl Into<Text<'a>>) -> Option<Self> {
        let text = text.into();
        let spellable = !text.as_bytes().contains(&b'\'');
        spellable.then(|| WordPart::SingleQuoted(text).into())
    }

    /// `"$name"`: the value as one word.
    #[must_use]
    pub fn parameter(name: impl Into<Text<'a>>) -> Self {
        WordPart::DoubleQuoted(vec![Parameter::new(name).into()]).into()
    }

    /// `$name`: unquoted, for where the shell does no splitting (the word of
    /// `case`, the value of an assignment) or where splitting is wanted.
    #[must_use]
    pub fn unquoted(name: impl Into<Text<'a>>) -> Self {
        WordPart::Parameter(Parameter::new(name)).into()
    }

    /// `"${name<operator><word>}"`.
    #[must_use]
    pub fn expansion(name: impl Into<Text<'a>>, operator: Operator, word: Self) -> Self {
        WordPart::DoubleQuoted(vec![Parameter::with(name, operator, word).into()]).into()
    }

    /// The same word on a continuation line.
    #[must_use]
    pub fn next_line(mut self) -> Self {
        self.on_next_line = true;
        self
    }

    /// The same word, quoted if as the name of a command it would be read as a
    /// reserved word or as an assignment.
    pub(super) fn into_command_name(mut self) -> Self {
        let alone = self.parts.len() == 1;
        if let Some(part) = self.parts.first_mut()
            && let WordPart::Literal(text) = part
            && (text.as_bytes().contains(&b'=') || alone && is_reserved_somewhere(text.as_bytes()))
        {
            *part = WordPart::SingleQuoted(mem::take(text));
        }
        self
    }

    /// The text of a word that is one literal.
    #[must_use]
    pub fn as_literal(&self) -> Option<&[u8]> {
        match self.parts.as_slice() {
            [WordPart::Literal(text)] => Some(text.as_bytes()),
            _ => None,
        }
    }
}

impl<'a> From<WordPart<'a>> for Word<'a> {
    fn from(part: WordPart<'a>) -> Self {
        vec![part].into()
    }
}

impl<'a> From<Vec<WordPart<'a>>> for Word<'a> {
    fn from(parts: Vec<WordPart<'a>>) -> Self {
        Self {
            parts,
            on_next_line: false,
            span: Span::default(),
        }
    }
}

impl<'a> From<Parameter<'a>> for Word<'a> {
    fn from(parameter: Parameter<'a>) -> Self {
        WordPart::Parameter(parameter).into()
    }
}

/// A piece of a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WordPart<'a> {
    /// Text as it stands: outside quotes with its globs and tildes, inside
    /// double quotes and arithmetic whatever is no expansion.
    Literal(Text<'a>),
    /// A backslash and the character after it, given as its first byte.
    Escaped(u8),
    /// `'...'`
    SingleQuoted(Text<'a>),
    /// `"..."`
    DoubleQuoted(Vec<WordPart<'a>>),
    /// `$x`, `${x}` and their like.
    Parameter(Parameter<'a>),
    /// `$(...)`
    CommandSubstitution(List<'a>),
    /// `$((...))`: text and expansions, as in double quotes.
    Arithmetic(Vec<WordPart<'a>>),
}

impl<'a> From<Parameter<'a>> for WordPart<'a> {
    fn from(parameter: Parameter<'a>) -> Self {
        Self::Parameter(parameter)
    }
}

/// A parameter expansion.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parameter<'a> {
    /// A name, the digits of a position, or one of `@*#?-$!`.
    pub name: Text<'a>,
    /// What is made of its value.
    pub expansion: Expansion<'a>,
    /// From `$` to the end.
    pub span: Span,
}

impl<'a> Parameter<'a> {
    /// `$name`, or `${name}` for a position above 9.
    #[must_use]
    pub fn new(name: impl Into<Text<'a>>) -> Self {
        let name = name.into();
        let braced = matches!(name.as_bytes(), [b'0'..=b'9', _, ..]);
        let expansion = if braced {
            Expansion::Braced
        } else {
            Expansion::Plain
        };
        Self {
            name,
            expansion,
            span: Span::default(),
        }
    }

    /// `${name<operator><word>}`.
    #[must_use]
    pub fn with(name: impl Into<Text<'a>>, operator: Operator, word: Word<'a>) -> Self {
        let expansion = Expansion::Operation(operator, word);
        Self {
            name: name.into(),
            expansion,
            span: Span::default(),
        }
    }

    /// `${#name}`.
    #[must_use]
    pub fn length(name: impl Into<Text<'a>>) -> Self {
        Self {
            name: name.into(),
            expansion: Expansion::Length,
            span: Span::default(),
        }
    }
}

/// The forms of a parameter expansion.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expansion<'a> {
    /// `$x`
    Plain,
    /// `${x}`
    Braced,
    /// `${#x}`
    Length,
    /// `${x:-word}` and its like.
    Operation(Operator, Word<'a>),
}

/// What stands between name and word in `${...}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `-`, `:-`: the word instead of the value.
    Default(Test),
    /// `=`, `:=`: the word instead, and assigned.
    Assign(Test),
    /// `?`, `:?`: the word as an error.
    Error(Test),
    /// `+`, `:+`: the word when there is a value.
    Alternative(Test),
    /// `%`, `%%`: the value without the end that matches.
    RemoveSuffix(Extent),
    /// `#`, `##`: the value without the start that matches.
    RemovePrefix(Extent),
}

impl Operator {
    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default(Test::Unset) => "-",
            Self::Default(Test::UnsetOrEmpty) => ":-",
            Self::Assign(Test::Unset) => "=",
            Self::Assign(Test::UnsetOrEmpty) => ":=",
            Self::Error(Test::Unset) => "?",
            Self::Error(Test::UnsetOrEmpty) => ":?",
            Self::Alternative(Test::Unset) => "+",
            Self::Alternative(Test::UnsetOrEmpty) => ":+",
            Self::RemoveSuffix(Extent::Smallest) => "%",
            Self::RemoveSuffix(Extent::Largest) => "%%",
            Self::RemovePrefix(Extent::Smallest) => "#",
            Self::RemovePrefix(Extent::Largest) => "##",
        }
    }
}

/// Which parameters an operator takes for missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// Those that are unset.
    Unset,
    /// Those that are unset or empty, with a colon.
    UnsetOrEmpty,
}

/// How much of the value a pattern takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// As little as matches.
    Smallest,
    /// As much as matches, with the sign doubled.
    Largest,
}
