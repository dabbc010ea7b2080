//! What the script can be asked: a first word with a colon in front.

use crate::emit::build::{arm, compound};
use crate::emit::shared::Shared;
use crate::emit::word;
use crate::emit::{command, health, help};
use crate::plan::{Plan, Verb};
use crate::syntax::tree::{Case, List, Word};

/// Answers each question of `plan`, before anything else is done; nothing where
/// nobody can ask.
pub(crate) fn questions<'a>(plan: &Plan, shared: &Shared<'_>) -> List<'a> {
    let answers = [
        (health::QUESTION, health::answer(plan)),
        (help::QUESTION, help::answer(plan)),
        (command::QUESTION, command::answer(plan, shared)),
    ];
    let arms: Vec<_> = answers
        .into_iter()
        .filter_map(|(word, answer)| Some(arm(vec![Word::literal(word)], answer?)))
        .collect();
    let mut list = List::new();
    if !arms.is_empty() {
        list.comment("A question, after whose answer the script leaves.");
        list.push(compound(Case::new(word::positional(1), arms)));
        list.blank();
    }
    list
}

/// Whether `word` asks something that the script of `plan` answers.
pub(crate) fn is_question(plan: &Plan, word: &str) -> bool {
    match word {
        health::QUESTION => health::asked(plan).next().is_some(),
        help::QUESTION => plan.verbs.contains(&Verb::Help),
        command::QUESTION => plan.verbs.contains(&Verb::Run),
        _ => false,
    }
}
