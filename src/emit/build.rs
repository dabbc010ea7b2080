//! Commands that generated code is made of.

use crate::syntax::quote;
use crate::syntax::tree::{
    AndOr, Arm, Case, Compound, CompoundKind, Item, List, Pipeline, Redirection,
    RedirectionOperator, Simple, Word,
};

/// `name words...`
pub(crate) fn call<'a>(name: &'a str, words: impl IntoIterator<Item = Word<'a>>) -> Simple<'a> {
    Simple::new(std::iter::once(Word::literal(name)).chain(words))
}

/// Say `message`.
pub(crate) fn log(message: Word<'_>) -> Simple<'_> {
    call("lg_log", [message])
}

/// Leave with `code`.
pub(crate) fn exit<'a>(code: u8) -> Simple<'a> {
    call("exit", [number(code)])
}

/// A number as a word.
pub(crate) fn number<'a>(number: impl ToString) -> Word<'a> {
    Word::literal(number.to_string())
}

/// Leave with the exit code that `variable` holds.
pub(crate) fn exit_with(variable: &str) -> Simple<'_> {
    call("exit", [Word::parameter(variable)])
}

/// Say `message` and leave with `code`.
pub(crate) fn fail(message: Word<'_>, code: u8) -> Simple<'_> {
    call("lg_fail", [number(code), message])
}

/// `[ words ]`
pub(crate) fn bracket<'a>(words: impl IntoIterator<Item = Word<'a>>) -> Simple<'a> {
    call("[", words).arg(Word::literal("]"))
}

/// `exec "$@"`
pub(crate) fn exec_words<'a>() -> Simple<'a> {
    call("exec", [Word::parameter("@")])
}

/// `case $variable in ?*) command ;; esac`: the command if there is a value.
pub(crate) fn if_any<'a>(variable: &'a str, command: impl Into<Item<'a>>) -> Compound<'a> {
    let arm = Arm::new([Word::literal("?*")], List::inline(command));
    inline_case(Word::unquoted(variable), [arm])
}

/// A `case` on one line.
pub(crate) fn inline_case<'a>(
    word: Word<'a>,
    arms: impl IntoIterator<Item = Arm<'a>>,
) -> Compound<'a> {
    let case = Case {
        inline: true,
        ..Case::new(word, arms)
    };
    CompoundKind::from(case).into()
}

/// The pattern that only the empty word matches.
pub(crate) fn empty_pattern<'a>() -> Word<'a> {
    quote::word("")
}

/// `{ list; }` around what would bind otherwise with its neighbours.
pub(crate) fn group<'a>(and_or: AndOr<'a>) -> Pipeline<'a> {
    Compound::from(CompoundKind::Brace(List::inline(and_or))).into()
}

/// The same command without its output and errors.
pub(crate) fn silent(command: Simple<'_>) -> Simple<'_> {
    command
        .redirect(Redirection::new(
            RedirectionOperator::Output,
            Word::literal("/dev/null"),
        ))
        .redirect(Redirection::new(RedirectionOperator::DuplicateOutput, Word::literal("1")).of(2))
}

/// The lines of `list` on one line behind its pattern if it is one command.
pub(crate) fn arm<'a>(patterns: Vec<Word<'a>>, mut body: List<'a>) -> Arm<'a> {
    body.inline = body.lines.len() <= 1;
    Arm::new(patterns, body)
}
