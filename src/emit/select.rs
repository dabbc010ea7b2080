//! The choice of the mode.
//!
//! Three layouts, the shortest that is right: one `case` with the modes' whole
//! life in its arms; a `case` that only checks and shifts, with the one mode
//! behind it; or a choice that sets `lg_mode` and a `case` over that.

use crate::emit::build::{
    arm, bracket, call, compound, empty, exec_words, fail, inline_case, number,
};
use crate::emit::choice::Choice;
use crate::emit::run::{body, no_command, option_first};
use crate::emit::sentence::{
    capitalized, invalid, no_arguments, no_mode, no_variable, unknown_mode,
};
use crate::emit::shared::Shared;
use crate::emit::word;
use crate::plan::{Command, Mode, Plan, Selection, Source, Unknown};
use crate::syntax::quote;
use crate::syntax::tree::{
    AndOr, Arm, Case, Compound, List, Operator, Parameter, Pipeline, Simple, Test, Word,
};

/// The variable that holds the mode between its choice and its life.
const MODE: &str = "lg_mode";

/// What follows the choice of a mode. The boolean says that the words of the
/// command line may be none, or begin with an option.
type Goal<'p> = dyn Fn(&Mode, bool) -> List<'static> + 'p;

/// Everything from the choice of the mode to its program.
pub(crate) fn select<'a>(plan: &Plan, shared: &Shared<'_>) -> List<'a> {
    let life = |mode: &Mode, words_may_miss| body(plan, mode, shared, words_may_miss);
    let Some(selection) = &plan.selection else {
        return life(&plan.modes[0], true);
    };
    let mut list = List::new();
    list.comment(&chosen(selection, "chooses what this container does."));
    list.append(choose(plan, selection, &life));
    list
}

/// Asks the sources of `selection`, and goes on to the `goal` of the mode.
pub(crate) fn choose<'a>(plan: &Plan, selection: &Selection, goal: &Goal<'_>) -> List<'a> {
    let layout = match (selection.sources.as_slice(), plan.modes.len()) {
        ([_], 1) => Layout::Before,
        ([source], _) if Choice::new(plan, selection).fits_arms(source) => Layout::Inside,
        _ => Layout::Variable,
    };
    let select = Select {
        plan,
        selection,
        goal,
        layout,
    };
    let mut list = List::new();
    match layout {
        Layout::Inside => list.push(select.source(&selection.sources[0], true)),
        Layout::Before => {
            list.push(select.source(&selection.sources[0], true));
            list.append(goal(&plan.modes[0], true));
        }
        Layout::Variable => {
            select.choose(&mut list);
            list.blank();
            list.push(select.dispatch());
        }
    }
    list
}

/// A sentence whose subject is the one who chooses: `LYCHEE_MODE chooses what this
/// container does.`
pub(crate) fn chosen(selection: &Selection, predicate: &str) -> String {
    let name = |source: &Source| match source {
        Source::FirstWord => "the first word".to_owned(),
        Source::Variable(name) => name.clone(),
    };
    let names: Vec<String> = selection.sources.iter().map(name).collect();
    let comma = if names.len() > 1 { "," } else { "" };
    let names = names.join(", or else ");
    capitalized(&format!("{names}{comma} {predicate}"))
}

/// Where the modes' lives stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// In the arms of the choice.
    Inside,
    /// Behind it: there is only one.
    Before,
    /// In the arms of a second `case`.
    Variable,
}

struct Select<'p> {
    plan: &'p Plan,
    selection: &'p Selection,
    goal: &'p Goal<'p>,
    layout: Layout,
}

impl Select<'_> {
    /// Asks each source until one has chosen.
    fn choose(&self, list: &mut List<'_>) {
        let sources = &self.selection.sources;
        list.push(Simple::assign(MODE, empty()));
        for (index, source) in sources.iter().enumerate() {
            let case = self.source(source, index + 1 == sources.len());
            if index == 0 {
                list.push(case);
            } else {
                let chosen = bracket([Word::literal("-n"), Word::parameter(MODE)]);
                list.push(AndOr::from(Pipeline::from(chosen)).or(case));
            }
        }
    }

    fn dispatch<'a>(&self) -> Compound<'a> {
        let arms = self.plan.modes.iter().map(|mode| {
            arm(
                vec![quote::word(mode.name.clone())],
                (self.goal)(mode, true),
            )
        });
        compound(Case::new(Word::unquoted(MODE), arms))
    }

    /// One source asked; if it is the last one, nothing is left open.
    fn source<'a>(&self, source: &Source, last: bool) -> Compound<'a> {
        match source {
            Source::Variable(name) => self.variable(name, last),
            Source::FirstWord => self.first_word(last),
        }
    }

    fn variable<'a>(&self, name: &str, last: bool) -> Compound<'a> {
        let only = self.selection.sources.len() == 1;
        let default = self.selection.default.filter(|_| only);
        let mut arms: Vec<Arm<'a>> = (0..self.plan.modes.len())
            .map(|mode| {
                arm(
                    self.choice().names(mode),
                    self.lead(mode, List::new(), true),
                )
            })
            .collect();
        if default.is_none() {
            let open = if last {
                self.silent_variable()
            } else {
                List::new()
            };
            arms.push(arm(vec![empty()], open));
        }
        arms.push(arm(vec![Word::literal("*")], self.wrong_variable(name)));
        let word = match default {
            Some(mode) => Parameter::with(
                name.to_owned(),
                Operator::Default(Test::UnsetOrEmpty),
                quote::word(self.plan.modes[mode].name.clone()),
            ),
            None => Parameter::with(
                name.to_owned(),
                Operator::Default(Test::Unset),
                Word::default(),
            ),
        };
        compound(Case::new(word.into(), arms))
    }

    fn first_word<'a>(&self, last: bool) -> Compound<'a> {
        let mut arms = if self.layout == Layout::Inside {
            self.arms_with_lives()
        } else {
            self.arms_that_choose(last)
        };
        if last {
            arms.extend(self.rest());
        }
        compound(Case::new(word::positional(1), arms))
    }

    /// An arm a mode, with its life in it.
    fn arms_with_lives<'a>(&self) -> Vec<Arm<'a>> {
        let choice = self.choice();
        let mut arms = Vec::new();
        for mode in choice.order(true) {
            let others = choice.others(mode);
            let prelude = self.consume(mode, !others.is_empty());
            let life = self.lead(mode, prelude, !others.is_empty());
            if self.selection.unknown == Unknown::Mode(mode) && self.selection.default.is_none() {
                arms.push(arm(vec![empty()], self.no_mode()));
            }
            arms.push(arm([choice.names(mode), others].concat(), life));
        }
        arms
    }

    /// The names of each mode, then what chooses one besides.
    fn arms_that_choose<'a>(&self, last: bool) -> Vec<Arm<'a>> {
        let choice = self.choice();
        let by_name = (0..self.plan.modes.len()).map(|mode| {
            let lead = self.lead(mode, self.consume(mode, false), true);
            arm(choice.names(mode), lead)
        });
        let by_others = choice
            .by_others(last)
            .into_iter()
            .map(|(mode, patterns)| arm(patterns, self.lead(mode, List::new(), true)));
        by_name.chain(by_others).collect()
    }

    /// The arms for first words that choose no mode.
    fn rest<'a>(&self) -> Vec<Arm<'a>> {
        let any = |list| arm(vec![Word::literal("*")], list);
        let last = match self.selection.unknown {
            // It stands in the arms of the modes.
            Unknown::Mode(_) if self.layout == Layout::Inside => return Vec::new(),
            Unknown::Mode(mode) => any(self.lead(mode, List::new(), true)),
            Unknown::Error => any(self.unknown_word()),
            Unknown::Exec => return self.any_command(),
        };
        let no_word = self.selection.default.is_none();
        let no_word = no_word.then(|| arm(vec![empty()], self.no_mode()));
        no_word.into_iter().chain([last]).collect()
    }

    /// The arms that run the words as a command of no mode.
    fn any_command<'a>(&self) -> Vec<Arm<'a>> {
        let code = self.plan.exit.usage;
        let mut arms = Vec::new();
        if self.selection.default.is_none() {
            arms.push(no_command(code));
        }
        if self.selection.options.is_none() {
            arms.push(option_first(code));
        }
        arms.push(arm(vec![Word::literal("*")], List::inline(exec_words())));
        arms
    }

    /// Takes the word that chose `mode` off the command line, and refuses what
    /// is left if the mode's program has no place for it. `asks` says that the
    /// mode may have been chosen otherwise.
    fn consume<'a>(&self, mode: usize, asks: bool) -> List<'a> {
        let mut list = List::new();
        let command = self.plan.modes[mode].run().0;
        if *command == Command::Words {
            return list;
        }
        let shift = call("shift", []);
        if asks && self.layout == Layout::Inside {
            let names = self.choice().names(mode);
            let shift = arm(names, List::inline(shift));
            list.push(inline_case(word::positional(1), [shift]));
        } else {
            list.push(shift);
        }
        if !command.takes_words() {
            let message = no_arguments(&self.plan.modes[mode]);
            let refuse = fail(quote::word(message), self.plan.exit.usage);
            let none = bracket([Word::parameter("#"), Word::literal("-eq"), number(0)]);
            list.push(AndOr::from(Pipeline::from(none)).or(refuse));
        }
        list
    }

    /// `prelude`, and then on to `mode`.
    fn lead<'a>(&self, mode: usize, mut prelude: List<'a>, words_may_miss: bool) -> List<'a> {
        let mode = &self.plan.modes[mode];
        match self.layout {
            Layout::Before => {}
            Layout::Inside => {
                prelude.append((self.goal)(mode, words_may_miss));
            }
            Layout::Variable => {
                prelude.push(Simple::assign(MODE, quote::word(mode.name.clone())));
            }
        }
        prelude
    }

    /// What happens when the last source is a variable and says nothing.
    fn silent_variable<'a>(&self) -> List<'a> {
        let default = self
            .selection
            .default
            .map(|mode| self.lead(mode, List::new(), true));
        if !self.selection.sources.contains(&Source::FirstWord) {
            return default.unwrap_or_else(|| self.no_variable());
        }
        // The first word was asked before, and named no mode.
        let default = default.map(|default| arm(vec![empty()], default));
        let arms = default.into_iter().chain(self.rest());
        List::from_iter([compound(Case::new(word::positional(1), arms))])
    }

    fn no_variable<'a>(&self) -> List<'a> {
        let message = no_variable(self.selection, &self.plan.modes);
        List::inline(fail(quote::word(message), self.plan.exit.mode))
    }

    fn no_mode<'a>(&self) -> List<'a> {
        let message = no_mode(&self.plan.modes);
        List::inline(fail(quote::word(message), self.plan.exit.usage))
    }

    fn wrong_variable<'a>(&self, name: &str) -> List<'a> {
        let mut list = List::new();
        list.push(call("lg_clean", [Word::parameter(name.to_owned())]));
        let [before, after] = invalid(name, &self.plan.modes);
        let message = word::message_with_text(&before, &after);
        list.push(fail(message, self.plan.exit.mode));
        list
    }

    fn unknown_word<'a>(&self) -> List<'a> {
        let mut list = List::new();
        list.push(call("lg_clean", [Word::parameter("1")]));
        let [before, after] = unknown_mode(&self.plan.modes);
        let message = word::message_with_text(&before, &after);
        list.push(fail(message, self.plan.exit.usage));
        list
    }

    fn choice(&self) -> Choice<'_> {
        Choice::new(self.plan, self.selection)
    }
}
