//! Steps: in their order before the program, and what their failure leads to.

use nix::sys::signal::Signal;

use super::case::Case;
use crate::plan::StepFail;
use crate::prove::scenario::{Act, Expectation, Scenario};
use crate::prove::step::Step;
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// Why there are steps.
const WHY: &str = "`[[steps]]` run before the program";
/// The code with which a step fails.
const FAILED: u8 = 3;
/// The code of a script that TERM has ended.
const TERMINATED: u8 = 143;

/// The scenarios in which a step does not succeed.
pub(super) fn scenarios(case: &Case<'_>) -> Vec<Scenario> {
    let mut all = Vec::new();
    for step in case.oracle.steps(&case.start()) {
        all.push(fails(case, &step));
        all.push(stopped(case, &step));
        all.extend(
            step.rules
                .timeout
                .map(|seconds| takes_long(case, &step, seconds)),
        );
    }
    all
}

/// A scenario in which `step` does this.
fn scenario(case: &Case<'_>, step: &Step<'_>, what: &str, says: &str, does: Behaviour) -> Scenario {
    let what = format!("step-{}-{what}", step.rules.name.replace(' ', "-"));
    let says = format!("step '{}': {says}", step.rules.name);
    case.with_step(&what, &says, WHY, step.place, does)
}

/// All that runs up to `step`.
fn ran(case: &Case<'_>, step: &Step<'_>, scenario: &Scenario) -> Expectation {
    let mut commands = case.oracle.commands(scenario);
    commands.truncate(step.place + 1);
    Expectation::Ran(commands)
}

fn fails(case: &Case<'_>, step: &Step<'_>) -> Scenario {
    let failed = Behaviour::exits(FAILED);
    let stops = step.rules.fail == StepFail::Stop;
    let says = if stops {
        "its failure ends the container before the program"
    } else {
        "its failure is a warning"
    };
    let mut scenario = scenario(case, step, "fails", says, failed);
    let said = format!("step '{}' failed with code {FAILED}", step.rules.name);
    scenario.expected = after_failure(case, step, &mut scenario);
    scenario.expected.push(if stops {
        case.oracle.failed(&said)
    } else {
        case.oracle.warned(&said)
    });
    scenario
}

/// What must come of a failure of `step` in `scenario`, which is stopped if it goes on.
fn after_failure(case: &Case<'_>, step: &Step<'_>, scenario: &mut Scenario) -> Vec<Expectation> {
    match step.rules.fail {
        StepFail::Stop => vec![
            ran(case, step, scenario),
            Expectation::Code(case.plan.exit.step),
        ],
        StepFail::Warn => {
            scenario.acts.extend(case.running(1));
            scenario.acts.push(Act::Send(Signal::SIGTERM));
            vec![case.starts(1)]
        }
    }
}

fn stopped(case: &Case<'_>, step: &Step<'_>) -> Scenario {
    let runs = Behaviour::runs_until(Signal::SIGTERM);
    let says = "TERM ends it, and nothing follows";
    let mut scenario = scenario(case, step, "stop", says, runs);
    scenario.acts = vec![
        Act::Until(Condition::ready(step.program()).times(step.number)),
        Act::Rest,
        Act::Send(Signal::SIGTERM),
    ];
    scenario.expected = vec![
        ran(case, step, &scenario),
        Expectation::Signals(step.program().to_owned(), vec![Signal::SIGTERM]),
        Expectation::Code(TERMINATED),
    ];
    scenario
}

fn takes_long(case: &Case<'_>, step: &Step<'_>, seconds: u32) -> Scenario {
    let runs = Behaviour::runs_until(Signal::SIGTERM);
    let says = format!("it is ended after {seconds} s, and has failed");
    let mut scenario = scenario(case, step, "timeout", &says, runs);
    scenario.skip_limit_of(step.program(), step.number);
    scenario.expected = after_failure(case, step, &mut scenario);
    scenario.expected.push(Expectation::Limit(seconds));
    let said = format!("step '{}' took more than {seconds} s", step.rules.name);
    scenario.expected.push(match step.rules.fail {
        StepFail::Stop => case.oracle.failed(&said),
        StepFail::Warn => case.oracle.warned(&said),
    });
    scenario
}
