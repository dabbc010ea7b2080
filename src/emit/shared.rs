//! What several modes do in the same way: the variables that they set and check.
//! Their steps are a matter of `steps.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::environment::{before_checks, environment};
use crate::emit::sentence::all_of;
use crate::emit::set_up::{SharedSetUps, set_up};
use crate::emit::steps::SharedSteps;
use crate::plan::{Mode, Plan, Variable};
use crate::syntax::tree::{Function, List};

/// What functions do for several modes.
pub(crate) struct Shared<'p> {
    /// The steps.
    pub(crate) steps: SharedSteps<'p>,
    plan: &'p Plan,
    set_ups: SharedSetUps<'p>,
    callers: Vec<&'p Mode>,
    variables: Vec<&'p Variable>,
    names: BTreeSet<&'p str>,
}

impl<'p> Shared<'p> {
    /// The name of the function for the variables.
    pub(crate) const FUNCTION: &'static str = "lg_environment";

    /// What the modes of `plan` that check their environment have in common;
    /// nothing where there is at most one such mode.
    pub(crate) fn of(plan: &'p Plan) -> Self {
        let checks = |mode: &&Mode| mode.variables().any(|v| !v.checks.is_empty());
        let has_variables = |mode: &&Mode| mode.variables().next().is_some();
        let mut callers: Vec<&Mode> = plan.modes.iter().filter(checks).collect();
        if callers.len() < 2 {
            callers = plan.modes.iter().filter(has_variables).collect();
        }
        let variables = match callers.as_slice() {
            [first, others @ ..] if !others.is_empty() => {
                let others: Vec<BTreeMap<&str, &Variable>> =
                    others.iter().map(|m| by_name(m)).collect();
                let everywhere =
                    |v: &&Variable| others.iter().all(|mode| mode.get(name(v)) == Some(v));
                self_contained(&callers, first.variables().filter(everywhere).collect())
            }
            _ => Vec::new(),
        };
        let names = variables.iter().map(|variable| name(variable)).collect();
        let mut shared = Self {
            steps: SharedSteps::of(plan),
            plan,
            set_ups: SharedSetUps::default(),
            callers,
            variables,
            names,
        };
        shared.set_ups = SharedSetUps::of(plan, &shared);
        shared
    }

    /// Sets and checks the variables of `mode`.
    pub(crate) fn set_up<'a>(&self, mode: &Mode) -> List<'a> {
        self.set_ups.run(set_up(self.plan, mode, self))
    }

    /// Whether `mode` calls the function.
    pub(crate) fn is_called_by(&self, mode: &Mode) -> bool {
        !self.variables.is_empty() && self.callers.iter().any(|caller| caller.name == mode.name)
    }

    /// Whether the function takes care of `variable` of a mode that calls it.
    pub(crate) fn has(&self, variable: &Variable) -> bool {
        self.names.contains(name(variable))
    }

    /// Whether the function checks anything.
    pub(crate) fn can_fail(&self) -> bool {
        self.variables
            .iter()
            .any(|variable| !variable.checks.is_empty())
    }

    /// The functions with their comments; nothing where nothing is shared.
    pub(crate) fn definitions<'a>(&self) -> List<'a> {
        let mut list = self.definition();
        list.append(self.set_ups.definitions());
        list.append(self.steps.definitions());
        list
    }

    fn definition<'a>(&self) -> List<'a> {
        let mut list = List::new();
        if self.variables.is_empty() {
            return list;
        }
        let parts = environment(&self.variables, self.plan.log);
        let mut body = parts.defaults;
        if self.can_fail() {
            body.append(before_checks());
        }
        body.append(parts.checks);
        body.append(parts.notes);
        let modes = all_of(self.callers.iter().map(|mode| mode.name.as_str()));
        list.comment(&format!("The variables that {modes} have in common."));
        list.push(Function::new(Self::FUNCTION, body));
        list
    }
}

fn name(variable: &Variable) -> &str {
    &variable.reference.name
}

fn by_name(mode: &Mode) -> BTreeMap<&str, &Variable> {
    mode.variables()
        .map(|variable| (name(variable), variable))
        .collect()
}

/// `variables` without those that look at a variable that is not among them but
/// has a default in some mode.
fn self_contained<'p>(modes: &[&'p Mode], mut variables: Vec<&'p Variable>) -> Vec<&'p Variable> {
    let managed: BTreeSet<&str> = modes
        .iter()
        .flat_map(|mode| mode.variables())
        .map(name)
        .collect();
    loop {
        let inside: BTreeSet<&str> = variables.iter().map(|variable| name(variable)).collect();
        let before = variables.len();
        variables.retain(|variable| {
            variable
                .names()
                .all(|name| inside.contains(name) || !managed.contains(name))
        });
        if variables.len() == before {
            return variables;
        }
    }
}
