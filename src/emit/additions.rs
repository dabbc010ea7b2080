//! Words that join those of the command line.

use crate::emit::build::{call, wrapped};
use crate::emit::condition::condition;
use crate::emit::word::{self, Words};
use crate::plan::{Added, Addition, Mode, Plan, Reference, Source};
use crate::syntax::tree::{Compound, If, List, Simple, Word};

/// Makes the words those of `mode`, with `additions` behind them.
pub(crate) fn add(plan: &Plan, mode: &Mode, additions: &[Addition], list: &mut List<'_>) {
    if !mode.run().0.takes_words() && words_may_be_left(plan, mode) {
        list.comment("The words of the command line are not for this program.");
        list.push(call("set", [Word::literal("--")]));
    }
    for addition in additions {
        let mut words = Words::default();
        let when = addition.when.as_ref();
        let when = when.map(|when| condition(when, &mut words));
        let body = match &addition.words {
            Added::Words(texts) => {
                let added: Vec<_> = texts.iter().map(|text| words.word(text)).collect();
                List::from_iter([set(added)])
            }
            Added::Split(reference) => split(reference),
        };
        list.append(words.before);
        match when {
            None => list.append(body),
            Some(when) => list.push(Compound::from(If::new(when, body))),
        }
    }
}

/// Whether a command line may have words that `mode`, which takes none, has not
/// refused: where its name is no part of it.
fn words_may_be_left(plan: &Plan, mode: &Mode) -> bool {
    plan.selection.as_ref().is_none_or(|selection| {
        let is_variable = |source: &Source| matches!(source, Source::Variable(_));
        let is_mode = |default: usize| plan.modes[default].name == mode.name;
        selection.sources.iter().any(is_variable) || selection.default.is_some_and(is_mode)
    })
}

/// `set -- "$@" added...`
fn set<'a>(added: impl IntoIterator<Item = Word<'a>>) -> Simple<'a> {
    let words = [Word::literal("--"), Word::parameter("@")];
    wrapped(call("set", words.into_iter().chain(added)))
}

/// Adds the words in the value of a variable: the shell cuts it at `IFS`, which posh
/// takes from the environment, and would look for files.
fn split<'a>(reference: &Reference) -> List<'a> {
    let mut list = List::new();
    let name = &reference.name;
    list.comment(&format!(
        "The words of {name}: cut at blanks, with no globs and no quotes."
    ));
    list.push(call("unset", [Word::literal("IFS")]));
    list.push(call("set", [Word::literal("-f")]));
    list.comment("shellcheck disable=SC2086");
    list.push(set([word::unquoted(reference)]));
    list.push(call("set", [Word::literal("+f")]));
    list
}
