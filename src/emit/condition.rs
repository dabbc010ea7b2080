//! Conditions as commands whose status is the answer.

use crate::emit::build::{bracket, call, empty, group, silent};
use crate::emit::word::{self, Words};
use crate::plan::{Condition, Glob, Mode, Plan, Reference, Test};
use crate::syntax::quote;
use crate::syntax::tree::{AndOr, Connector, List, Pipeline, Simple, Word};

/// `condition` as an and-or list; `words` takes what must stand before it.
pub(crate) fn condition<'a>(condition: &Condition, words: &mut Words<'a>) -> AndOr<'a> {
    match condition {
        Condition::Test(test) => answer(test, words),
        Condition::Not(test) => negated(test, words),
        Condition::All(list) => joined(list, Connector::And, words),
        Condition::Any(list) => joined(list, Connector::Or, words),
    }
}

/// The same as one pipeline, to stand in a longer and-or list.
fn operand(and_or: AndOr<'_>) -> Pipeline<'_> {
    if and_or.rest.is_empty() {
        and_or.first
    } else {
        group(and_or)
    }
}

fn joined<'a>(list: &[Condition], connector: Connector, words: &mut Words<'a>) -> AndOr<'a> {
    let mut answers = list.iter().map(|part| condition(part, words));
    let Some(first) = answers.next() else {
        return AndOr::from(Pipeline::from(call("true", [])));
    };
    answers.fold(first, |all, next| {
        let all = if only(&all, connector) {
            all
        } else {
            AndOr::from(group(all))
        };
        let (next, rest) = if only(&next, connector) {
            (next.first, next.rest)
        } else {
            (group(next), Vec::new())
        };
        let mut all = match connector {
            Connector::And => all.and(next),
            Connector::Or => all.or(next),
        };
        all.rest.extend(rest);
        all
    })
}

/// Whether nothing in `and_or` binds otherwise than by `connector`.
fn only(and_or: &AndOr<'_>, connector: Connector) -> bool {
    and_or.rest.iter().all(|link| link.connector == connector)
}

fn answer<'a>(test: &Test, words: &mut Words<'a>) -> AndOr<'a> {
    match test {
        Test::Set(name) => single(bracket([Word::literal("-n"), word::value(name)])),
        Test::Is(name, values) => compared(name, values, "="),
        Test::IsNot(name, values) => compared(name, values, "!="),
        Test::True(name) => single(call("lg_true", [word::value(name)])),
        Test::File(path) => single(bracket([Word::literal("-f"), words.word(path)])),
        Test::Directory(path) => single(bracket([Word::literal("-d"), words.word(path)])),
        Test::Socket(path) => single(bracket([Word::literal("-S"), words.word(path)])),
        Test::Empty(path) => single(call("lg_empty", [words.word(path)])),
        Test::FirstWord(glob) => single(first_word(glob, "-n", words)),
        Test::Program(name) => single(silent(call(
            "command",
            [Word::literal("-v"), quote::word(name.clone())],
        ))),
        Test::Root => single(bracket([
            quote::template([quote::Piece::Output(List::inline(call(
                "id",
                [Word::literal("-u")],
            )))]),
            Word::literal("-eq"),
            Word::literal("0"),
        ])),
        Test::Given(options) => single(given(options)),
    }
}

fn negated<'a>(test: &Test, words: &mut Words<'a>) -> AndOr<'a> {
    match test {
        Test::Set(name) => single(bracket([Word::literal("-z"), word::value(name)])),
        Test::Is(name, values) => compared(name, values, "!="),
        Test::IsNot(name, values) => compared(name, values, "="),
        Test::FirstWord(glob) => single(first_word(glob, "-z", words)),
        test => AndOr::from(operand(answer(test, words)).negate()),
    }
}

/// `[ "$name" = a ] || [ "$name" = b ]`, or with `!=` and `&&`.
fn compared<'a>(name: &Reference, values: &[String], operator: &'static str) -> AndOr<'a> {
    let mut tests = values.iter().map(|value| {
        Pipeline::from(bracket([
            word::value(name),
            Word::literal(operator),
            quote::word(value.clone()),
        ]))
    });
    let first = tests.next().expect("a comparison has at least one value");
    tests.fold(AndOr::from(first), |all, next| match operator {
        "=" => all.or(next),
        _ => all.and(next),
    })
}

/// `lg_given --option -o -- "$@"`
fn given<'a>(options: &[String]) -> Simple<'a> {
    let options = options.iter().cloned().map(Word::literal);
    let words = [Word::literal("--"), Word::parameter("@")];
    call("lg_given", options.chain(words))
}

fn first_word<'a>(glob: &Glob, operator: &'static str, words: &mut Words<'a>) -> Simple<'a> {
    let fits = Word::parameter(words.first_word(glob));
    bracket([Word::literal(operator), fits])
}

/// Keeps the first word for conditions if `plan` has one that looks at it: a
/// mode may use the word up.
pub(crate) fn keep_first_word<'a>(plan: &Plan) -> List<'a> {
    let mut list = List::new();
    if plan.modes.iter().any(Mode::looks_at_words) {
        list.comment("Conditions look at the first word, which a mode may use up.");
        list.push(Simple::assign(word::FIRST, word::positional(1)));
    }
    list
}

/// The same for a command line whose first word is not the container's.
pub(crate) fn no_first_word<'a>(plan: &Plan) -> List<'a> {
    let mut list = List::new();
    if plan.modes.iter().any(Mode::looks_at_words) {
        list.comment("Conditions look at the first word of the container: here there is none.");
        list.push(Simple::assign(word::FIRST, empty()));
    }
    list
}

fn single(command: Simple<'_>) -> AndOr<'_> {
    AndOr::from(Pipeline::from(command))
}
