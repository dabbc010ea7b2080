//! Commands that generated code is made of.

use crate::syntax::tree::{
    AndOr, Arm, Case, Compound, CompoundKind, Item, List, Pipeline, Redirection,
    RedirectionOperator, Script, Simple, Word, WordPart,
};
use crate::syntax::{print, quote};

/// `name words...`
pub(crate) fn call<'a>(name: &'a str, words: impl IntoIterator<Item = Word<'a>>) -> Simple<'a> {
    Simple::new(std::iter::once(Word::literal(name)).chain(words))
}

/// Say `message`.
pub(crate) fn log(message: Word<'_>) -> Simple<'_> {
    call("lg_log", [message])
}

/// Say `message` as a warning. The level is left out later where the log has none.
pub(crate) fn warning(message: Word<'_>) -> Simple<'_> {
    log(message).arg(Word::literal("warning"))
}

/// Say `message` as an error, but stay.
pub(crate) fn error(message: Word<'_>) -> Simple<'_> {
    log(message).arg(Word::literal("error"))
}

/// Leave with `code`.
pub(crate) fn exit<'a>(code: u8) -> Simple<'a> {
    call("exit", [number(code)])
}

/// A number as a word.
pub(crate) fn number<'a>(number: impl Into<i64>) -> Word<'a> {
    Word::literal(number.into().to_string())
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

/// The name of one of several functions that do the same for others: `name`,
/// `name_2`, `name_3`.
pub(crate) fn numbered(name: &str, index: usize) -> String {
    match index {
        0 => name.to_owned(),
        index => format!("{name}_{}", index + 1),
    }
}

/// The columns that a line of generated code takes at most, where words allow.
const COLUMNS: usize = 90;
/// The indent of most generated code: an arm of a `case`, and a loop in it.
const INDENT: usize = 6;

/// `command` with as many words a line as fit.
pub(crate) fn wrapped(mut command: Simple<'_>) -> Simple<'_> {
    let mut column = INDENT;
    let mut first = true;
    for word in &mut command.words {
        let width = width(Simple::new([word.clone()]));
        // A blank before, and a backslash behind.
        if !first && column + 1 + width + 2 > COLUMNS {
            word.on_next_line = true;
            column = INDENT + 2 + width;
        } else {
            column += 1 + width;
        }
        first = false;
    }
    command
}

/// `and_or` with each pipeline on a line of its own if one line is too long.
pub(crate) fn broken(mut and_or: AndOr<'_>) -> AndOr<'_> {
    if INDENT + width(and_or.clone()) > COLUMNS
        && let Some(last) = and_or.rest.last_mut()
    {
        last.on_next_line = true;
    }
    and_or
}

/// The columns of `item` on one line.
fn width<'a>(item: impl Into<Item<'a>>) -> usize {
    let script = Script {
        body: List::from_iter([item.into()]),
    };
    String::from_utf8_lossy(&print(&script))
        .trim_end()
        .chars()
        .count()
}

/// `case` as a command.
pub(crate) fn compound(case: Case<'_>) -> Compound<'_> {
    CompoundKind::from(case).into()
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

/// `''`: the empty word, and the pattern that only it matches.
pub(crate) fn empty<'a>() -> Word<'a> {
    quote::word("")
}

/// `$((expression))`
pub(crate) fn arithmetic<'a>(expression: String) -> Word<'a> {
    WordPart::Arithmetic(vec![WordPart::Literal(expression.into())]).into()
}

/// `{ list; }` around what would bind otherwise with its neighbours.
pub(crate) fn group(and_or: AndOr<'_>) -> Pipeline<'_> {
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
