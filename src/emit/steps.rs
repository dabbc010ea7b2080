//! Commands before the program.

use crate::emit::build::{
    broken, call, exit_with, fail, if_any, number, numbered, warning, wrapped,
};
use crate::emit::condition::condition;
use crate::emit::form;
use crate::emit::sentence::all_of;
use crate::emit::word::{self, Words};
use crate::plan::{Mode, Plan, Step, StepFail};
use crate::syntax::quote;
use crate::syntax::tree::{AndOr, Compound, Function, If, List, Pipeline, Simple, Word};

/// Steps that several modes have in common, to be a function for each group of
/// modes with the same ones.
pub(crate) struct SharedSteps<'p> {
    plan: &'p Plan,
    groups: Vec<Vec<&'p Mode>>,
}

impl<'p> SharedSteps<'p> {
    /// The groups of `plan`'s modes.
    pub(crate) fn of(plan: &'p Plan) -> Self {
        let mut groups: Vec<Vec<&Mode>> = Vec::new();
        for mode in plan.modes.iter().filter(|mode| !mode.steps().is_empty()) {
            let same = |group: &&mut Vec<&Mode>| group[0].steps() == mode.steps();
            match groups.iter_mut().find(same) {
                Some(group) => group.push(mode),
                None => groups.push(vec![mode]),
            }
        }
        groups.retain(|group| group.len() > 1);
        Self { plan, groups }
    }

    /// The functions, each with its comment.
    pub(crate) fn definitions<'a>(&self) -> List<'a> {
        let mut list = List::new();
        for (index, group) in self.groups.iter().enumerate() {
            let modes = all_of(group.iter().map(|mode| mode.name.as_str()));
            list.blank();
            list.comment(&format!("What runs before the program of {modes}."));
            let mut body = List::new();
            each(self.plan, group[0].steps(), &mut body);
            list.push(Function::new(function(index), body));
        }
        list
    }

    /// Runs the steps of `mode`.
    pub(crate) fn run(&self, mode: &Mode, list: &mut List<'_>) {
        let is_in = |group: &Vec<&Mode>| group.iter().any(|other| other.name == mode.name);
        match self.groups.iter().position(is_in) {
            Some(index) => list.push(Simple::new([Word::literal(function(index))])),
            None => each(self.plan, mode.steps(), list),
        }
    }
}

/// The name of the function for a group.
fn function(index: usize) -> String {
    numbered("lg_steps", index)
}

fn each(plan: &Plan, steps: &[Step], list: &mut List<'_>) {
    for step in steps {
        let mut words = Words::default();
        let when = step.when.as_ref().map(|when| condition(when, &mut words));
        let body = run(plan, step, &mut words);
        list.append(words.before);
        match when {
            None => list.append(body),
            Some(when) => list.push(Compound::from(If::new(when, body))),
        }
    }
}

/// Runs `step`, and does what its failure leads to.
fn run<'a>(plan: &Plan, step: &Step, words: &mut Words<'a>) -> List<'a> {
    let mut list = List::new();
    if let Some(seconds) = step.timeout {
        list.push(Simple::assign("lg_timeout", number(seconds)));
    }
    let name = quote::word(step.name.clone());
    let command = std::iter::once(name).chain(words.command(&step.command));
    let command = wrapped(call("lg_step", command));
    let failed = match step.fail {
        StepFail::Stop => fail(Word::parameter("lg_failure"), plan.exit.step),
        StepFail::Warn => {
            let before = form::warning(plan.log, "");
            warning(word::message(&before, "lg_failure", ""))
        }
    };
    list.push(broken(AndOr::from(Pipeline::from(command)).or(failed)));
    list
}

/// Hands over from the steps to a program that the script becomes.
pub(crate) fn hand_over(list: &mut List<'_>) {
    list.comment("From here on signals are for the program.");
    list.push(call("trap", ["-", "TERM", "INT"].map(Word::literal)));
    list.push(if_any("lg_stopped", exit_with("lg_stopped")));
}
