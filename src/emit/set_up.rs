//! The variables of a mode: what it has in common with others, then its own.

use std::collections::BTreeSet;

use crate::emit::build::{call, numbered};
use crate::emit::command;
use crate::emit::environment::{after_checks, before_checks, environment};
use crate::emit::sentence::all_of;
use crate::emit::shared::Shared;
use crate::plan::{Mode, Plan, Variable};
use crate::syntax::print;
use crate::syntax::tree::{Function, List, Script, Simple, Word};

/// So many lines stand where they are needed, even if that is in two places.
const SHORT: usize = 2;

/// Sets and checks the variables of `mode`, those in common by the function of `shared`.
pub(crate) fn set_up(plan: &Plan, mode: &Mode, shared: &Shared<'_>) -> List<'static> {
    let calls = shared.is_called_by(mode);
    let own: Vec<&Variable> = mode
        .variables()
        .filter(|variable| !(calls && shared.has(variable)))
        .collect();
    let parts = environment(&own, plan.log);
    let mut can_fail = !parts.checks.lines.is_empty();
    let mut list = List::new();
    if calls {
        list.push(call(Shared::FUNCTION, []));
    }
    list.append(parts.defaults);
    if can_fail && !(calls && shared.can_fail()) {
        list.append(before_checks());
    }
    list.append(parts.checks);
    can_fail |= calls && shared.can_fail();
    if can_fail {
        list.push(after_checks(plan.exit.environment));
    }
    list.append(parts.notes);
    list
}

/// What stands in the life of a mode and in the answer to `:run`, to be a function
/// for each group of modes with the same code.
#[derive(Default)]
pub(crate) struct SharedSetUps<'p> {
    groups: Vec<(Vec<&'p str>, List<'static>)>,
}

impl<'p> SharedSetUps<'p> {
    /// The groups of `plan`'s modes; none where `:run` has no use for them.
    pub(crate) fn of(plan: &'p Plan, shared: &Shared<'_>) -> Self {
        let asked: BTreeSet<&str> = command::modes(plan).iter().map(name).collect();
        if asked.is_empty() {
            return Self::default();
        }
        let mut groups: Vec<(Vec<&str>, List<'static>)> = Vec::new();
        for mode in &plan.modes {
            let code = set_up(plan, mode, shared);
            match groups.iter_mut().find(|(_, other)| *other == code) {
                Some((modes, _)) => modes.push(name(mode)),
                None => groups.push((vec![name(mode)], code)),
            }
        }
        let is_asked = |modes: &[&str]| modes.iter().any(|mode| asked.contains(mode));
        groups.retain(|(modes, code)| is_asked(modes) && lines(code) > SHORT);
        Self { groups }
    }

    /// The functions, each with its comment.
    pub(crate) fn definitions<'a>(&self) -> List<'a> {
        let mut list = List::new();
        for (index, (modes, code)) in self.groups.iter().enumerate() {
            let modes = all_of(modes.iter().copied());
            list.blank();
            list.comment(&format!("The variables that belong to {modes}."));
            list.push(Function::new(function(index), code.clone()));
        }
        list
    }

    /// A call of the function that does the same as `code`, or `code` itself.
    pub(crate) fn run<'a>(&self, code: List<'a>) -> List<'a> {
        match self.groups.iter().position(|(_, other)| *other == code) {
            Some(index) => List::from_iter([Simple::new([Word::literal(function(index))])]),
            None => code,
        }
    }
}

fn name(mode: &Mode) -> &str {
    &mode.name
}

/// The name of the function for a group.
fn function(index: usize) -> String {
    numbered("lg_variables", index)
}

/// How many lines `code` takes.
fn lines(code: &List<'_>) -> usize {
    let body = code.clone();
    String::from_utf8_lossy(&print(&Script { body }))
        .lines()
        .count()
}
