//! The scenarios that follow from a plan.

mod case;
mod choice;
mod given;
mod health;
mod question;
mod restart;
mod start;
mod steps;
mod stop;
mod variable;

use crate::plan::Plan;
use crate::prove::scenario::Scenario;

use case::Case;

/// Every scenario that follows from `plan`, in the order of the report.
pub(super) fn derived(plan: &Plan) -> Vec<Scenario> {
    let mut all = choice::scenarios(plan);
    for mode in &plan.modes {
        all.extend(start::scenarios(plan, mode));
        all.extend(given::scenarios(plan, mode));
        let Some(case) = Case::new(plan, mode) else {
            continue;
        };
        all.extend(steps::scenarios(&case));
        all.extend(stop::scenarios(&case));
        all.extend(restart::scenarios(&case));
        all.extend(health::scenarios(&case));
        all.extend(question::run(&case));
    }
    all.extend(variable::scenarios(plan));
    all.extend(question::help(plan));
    all.extend(question::wrong(plan));
    all
}
