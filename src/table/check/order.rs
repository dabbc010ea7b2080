//! Whether the defaults can be put in an order.

use std::collections::BTreeMap;

use super::Check;
use crate::table::fault::Fault;
use crate::table::name::VariableName;

/// How far the search has come with a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not seen yet.
    New,
    /// On the path that is being searched.
    Open,
    /// Done, with all that it needs.
    Closed,
}

impl Check<'_, '_> {
    /// Whether a default needs, over others or at once, its own variable.
    pub(super) fn order(&mut self) {
        let variables = &self.table.variables;
        let index: BTreeMap<&VariableName, usize> = variables
            .iter()
            .enumerate()
            .map(|(at, variable)| (&variable.name.value, at))
            .collect();
        let needs: Vec<Vec<usize>> = variables
            .iter()
            .map(|variable| {
                let names = variable.default_names().into_iter();
                names.filter_map(|name| index.get(name).copied()).collect()
            })
            .collect();
        for cycle in cycles(&needs) {
            self.cycle(&cycle);
        }
    }

    /// Notes a cycle at the default of its first variable.
    fn cycle(&mut self, cycle: &[usize]) {
        let variables = &self.table.variables;
        let defaults: Vec<_> = cycle
            .iter()
            .filter_map(|&at| variables[at].default.as_ref())
            .collect();
        let Some(first) = defaults.first() else {
            return;
        };
        let mut names: Vec<String> = cycle
            .iter()
            .map(|&at| variables[at].name.value.to_string())
            .collect();
        let name = names[0].clone();
        let fault = if names.len() == 1 {
            Fault::DefaultOfItself { name }
        } else {
            names.push(name);
            Fault::Cycle { names }
        };
        let span = first.span.clone();
        let related = defaults.get(1).map(|second| second.span.clone());
        self.fault(&span, fault, related.as_ref());
    }
}

/// Cycles of the graph `needs`, each with its lowest number first; of variables
/// that all need each other at least one is given.
///
/// A depth-first search with its path in a vector: a chain of defaults may be
/// as long as the table.
fn cycles(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut cycles = Vec::new();
    let mut states = vec![State::New; needs.len()];
    let mut is_reported = vec![false; needs.len()];
    for start in 0..needs.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        // Each variable of the path with the number of its needs that are done.
        let mut path = vec![(start, 0)];
        while let Some((at, done)) = path.last_mut() {
            let Some(&next) = needs[*at].get(*done) else {
                states[*at] = State::Closed;
                path.pop();
                continue;
            };
            *done += 1;
            match states[next] {
                State::New => {
                    states[next] = State::Open;
                    path.push((next, 0));
                }
                State::Open if !is_reported[next] => {
                    let from = path.iter().position(|&(at, _)| at == next).unwrap_or(0);
                    let mut cycle: Vec<usize> = path[from..].iter().map(|&(at, _)| at).collect();
                    for &at in &cycle {
                        is_reported[at] = true;
                    }
                    let lowest = (0..cycle.len()).min_by_key(|&i| cycle[i]).unwrap_or(0);
                    cycle.rotate_left(lowest);
                    cycles.push(cycle);
                }
                State::Open | State::Closed => {}
            }
        }
    }
    cycles
}
