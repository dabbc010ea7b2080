//! The scenarios that follow from a plan.

mod case;
mod choice;
mod given;
mod health;
mod limits;
mod question;
mod restart;
mod start;
mod steps;
mod stop;
mod variable;

use crate::plan::Plan;
use crate::prove::scenario::Scenario;

use case::Case;

/// What follows from `plan` for any script, however it was written.
pub(super) fn conduct(plan: &Plan) -> Vec<Scenario> {
    let mut all = choice::scenarios(plan);
    for mode in &plan.modes {
        all.extend(start::scenarios(plan, mode));
        all.extend(given::scenarios(plan, mode));
        if let Some(case) = Case::new(plan, mode) {
            all.extend(limits::scenarios(&case));
            all.extend(steps::scenarios(&case));
            all.extend(stop::scenarios(&case));
            all.extend(restart::scenarios(&case));
        }
    }
    all.extend(variable::scenarios(plan));
    all
}

/// The questions that a script of lychgate answers by `plan`.
pub(super) fn questions(plan: &Plan) -> Vec<Scenario> {
    let mut all = Vec::new();
    for case in plan.modes.iter().filter_map(|mode| Case::new(plan, mode)) {
        all.extend(health::scenarios(&case));
        all.extend(question::run(&case));
        all.extend(question::refused(&case));
    }
    all.extend(question::help(plan));
    all.extend(question::wrong(plan));
    all
}
