//! `:run`: a command in the environment that the program of the container has.

use crate::emit::build::{arm, call, empty, exec_words, fail, inline_case};
use crate::emit::condition::no_first_word;
use crate::emit::limits::limits;
use crate::emit::run::enter;
use crate::emit::select::{choose, chosen};
use crate::emit::shared::Shared;
use crate::emit::word;
use crate::plan::{Mode, Phase, Plan, Selection, Source, Unknown, Verb};
use crate::syntax::quote;
use crate::syntax::tree::{List, Word};

/// The word that asks.
pub(crate) const QUESTION: &str = ":run";
/// What stands behind the word.
pub(crate) const WORDS: &str = "COMMAND [ARG...]";

/// The modes whose environment `:run` may have; none where nobody can ask.
pub(crate) fn modes(plan: &Plan) -> &[Mode] {
    if !plan.verbs.contains(&Verb::Run) {
        return &[];
    }
    match by_variables(plan) {
        Choice::Of(mode) => std::slice::from_ref(mode),
        Choice::By(_) => &plan.modes,
    }
}

/// Becomes the command; `None` where nobody can ask.
pub(crate) fn answer<'a>(plan: &Plan, shared: &Shared<'_>) -> Option<List<'a>> {
    let environment = environment(plan, shared)?;
    let mut list = List::new();
    list.push(call("shift", []));
    let usage = format!("usage: {QUESTION} {WORDS}");
    let refuse = fail(quote::word(usage), plan.exit.usage);
    let none = arm(vec![empty(), Word::literal("-*")], List::inline(refuse));
    list.push(inline_case(word::positional(1), [none]));
    list.append(limits(plan));
    list.append(no_first_word(plan));
    list.append(environment);
    list.push(exec_words());
    Some(list)
}

/// Gives the command what the program has. Nobody is asked where all modes give the same.
fn environment<'a>(plan: &Plan, shared: &Shared<'_>) -> Option<List<'a>> {
    let given = |mode: &Mode, _| given(plan, mode, shared);
    let (first, others) = modes(plan).split_first()?;
    let same = given(first, true);
    match by_variables(plan) {
        Choice::By(selection) if others.iter().any(|mode| given(mode, true) != same) => {
            let mut list = List::new();
            list.comment(&chosen(&selection, "says whose environment that is."));
            list.append(choose(plan, &selection, &given));
            Some(list)
        }
        _ => Some(same),
    }
}

/// What the program of `mode` has besides limits: its variables and its directory.
fn given(plan: &Plan, mode: &Mode, shared: &Shared<'_>) -> List<'static> {
    let mut list = List::new();
    for phase in &mode.phases {
        match phase {
            Phase::Environment(_) => list.append(shared.set_up(mode)),
            Phase::Directory(directory) => enter(plan, directory, &mut list),
            // These are of the program alone.
            Phase::Steps(_) | Phase::Additions(_) | Phase::Run { .. } => {}
        }
    }
    list
}

/// Who chooses where the first word is a command.
enum Choice<'p> {
    /// Nobody: it is always this mode.
    Of(&'p Mode),
    /// Variables.
    By(Selection),
}

/// What is left of the choice without the first word. Where that is nothing there is
/// a default, or only one mode: the table's check has seen to it.
fn by_variables(plan: &Plan) -> Choice<'_> {
    let Some(selection) = &plan.selection else {
        return Choice::Of(&plan.modes[0]);
    };
    let is_variable = |source: &&Source| matches!(source, Source::Variable(_));
    let sources: Vec<Source> = selection
        .sources
        .iter()
        .filter(is_variable)
        .cloned()
        .collect();
    if sources.is_empty() {
        return Choice::Of(&plan.modes[selection.default.unwrap_or(0)]);
    }
    Choice::By(Selection {
        sources,
        default: selection.default,
        unknown: Unknown::Error,
        options: None,
    })
}
