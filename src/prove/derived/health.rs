//! Health: what the script answers in each part of its life.

use std::time::Duration;

use nix::sys::signal::Signal;

use super::case::{CODE, Case};
use crate::explain::Probe;
use crate::plan::Verdict;
use crate::prove::container::settle;
use crate::prove::scenario::{Act, Expectation, Question, Scenario};
use crate::sandbox::stand_in::Behaviour;

/// Why it is asked.
const WHY: &str = "`health` is set";

/// The scenarios in which the container is asked for its health.
pub(super) fn scenarios(case: &Case<'_>) -> Vec<Scenario> {
    let Some(probe) = case.oracle.run().and_then(|run| run.health.as_ref()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    match probe {
        Probe::Alive => all.push(alive(case)),
        Probe::Run(command) => {
            let program = settle(command, &case.start())[0].clone();
            all.extend([alive(case), command_says_no(case, program)]);
        }
        Probe::Tcp(_) => {
            // Nobody can listen on what is no port.
            let port = case.oracle.port(&case.start());
            all.extend(port.map(|port| somebody_listens(case, port)));
            all.push(nobody_listens(case));
        }
        Probe::File { fresh_for, .. } => {
            all.extend([alive(case), no_file(case), old_file(case, *fresh_for)]);
        }
    }
    all.extend(case.starts_again().map(|code| in_the_pause(case, code)));
    all
}

fn scenario(
    case: &Case<'_>,
    what: &str,
    says: &str,
    program: Behaviour,
    answer: Question,
) -> Scenario {
    let mut scenario = case.scenario(what, says, WHY, program);
    scenario.acts = case.running(1).to_vec();
    case.ask(&mut scenario, answer);
    scenario.acts.push(Act::Send(Signal::SIGTERM));
    scenario
}

fn unhealthy() -> Question {
    Question {
        says: "unhealthy: ".to_owned(),
        ..Question::health(Verdict::Unhealthy)
    }
}

fn alive(case: &Case<'_>) -> Scenario {
    scenario(
        case,
        "health",
        "is healthy while its program runs",
        case.runs(),
        Question::health(Verdict::Healthy),
    )
}

fn command_says_no(case: &Case<'_>, program: String) -> Scenario {
    let says = "is unhealthy when its command says so";
    let no = Behaviour::exits(CODE);
    let mut scenario = case.with_probe("health-command", says, WHY, no);
    scenario.acts = case.running(1).to_vec();
    case.ask(&mut scenario, Question::health(Verdict::Unhealthy));
    scenario.acts.push(Act::Send(Signal::SIGTERM));
    // Before it is asked the same program may have been started otherwise.
    let is_other = case
        .oracle
        .commands(&scenario)
        .iter()
        .all(|one| one[0] != program);
    let environment = case
        .without_words()
        .filter(|_| is_other)
        .map(|beside| beside.environment(&scenario));
    scenario
        .expected
        .extend(environment.map(|environment| Expectation::Environment(program, environment)));
    scenario
}

fn somebody_listens(case: &Case<'_>, port: u16) -> Scenario {
    let says = format!("is healthy while its program listens on port {port}");
    let answer = Question::health(Verdict::Healthy);
    scenario(case, "health-tcp-listens", &says, case.serves(), answer)
}

fn nobody_listens(case: &Case<'_>) -> Scenario {
    let says = "is unhealthy while nobody listens";
    scenario(case, "health-tcp", says, case.runs(), unhealthy())
}

fn no_file(case: &Case<'_>) -> Scenario {
    let says = "is unhealthy while its file is not there";
    let mut scenario = scenario(case, "health-file", says, case.runs(), unhealthy());
    scenario.image.files.clear();
    scenario.image.beat = None;
    scenario
}

fn old_file(case: &Case<'_>, fresh_for: u32) -> Scenario {
    let says = format!("is unhealthy when its file was changed {fresh_for} s ago");
    let mut scenario = case.scenario("health-file-old", &says, "`fresh-for` is set", case.runs());
    scenario.acts = case.running(1).to_vec();
    scenario.acts.extend([
        Act::Ask(Question::health(Verdict::Healthy)),
        Act::Age(Duration::from_secs(u64::from(fresh_for))),
        // It would be old in time anyway.
        Act::Ask(Question {
            says: format!(" s ago, {fresh_for} s is the limit"),
            is_settled: true,
            ..unhealthy()
        }),
        Act::Send(Signal::SIGTERM),
    ]);
    scenario
}

fn in_the_pause(case: &Case<'_>, code: u8) -> Scenario {
    let says = "is not healthy in the pause before a restart";
    let ends = Behaviour::exits(code);
    let mut scenario = case.scenario("health-pause", says, WHY, ends);
    scenario.acts = case.gone().to_vec();
    scenario.acts.extend([
        Act::Ask(Question {
            says: "starting: ".to_owned(),
            ..unhealthy()
        }),
        Act::Send(Signal::SIGTERM),
    ]);
    scenario.expected = vec![case.starts(1)];
    scenario
}
