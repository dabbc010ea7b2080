//! The scenarios that follow from a plan.

mod choice;
mod oracle;
mod start;
mod stop;

use std::collections::BTreeMap;

use crate::explain::Start;
use crate::plan::{Mode, Plan};
use crate::prove::scenario::{Scenario, Time};

/// Every scenario that follows from `plan`, in the order of the report.
#[must_use]
pub fn derived(plan: &Plan) -> Vec<Scenario> {
    let mut all = choice::scenarios(plan);
    for mode in &plan.modes {
        all.extend(start::scenarios(plan, mode));
        all.extend(stop::scenarios(plan, mode));
    }
    all
}

/// A scenario of `mode` to which stand-ins, acts and expectations are still to come.
fn scenario(mode: &Mode, what: &str, says: String, why: String, start: Start) -> Scenario {
    Scenario {
        id: format!("{}/{what}", mode.name),
        says,
        why,
        start,
        stand_ins: BTreeMap::new(),
        time: Time::Real,
        acts: Vec::new(),
        expected: Vec::new(),
    }
}
