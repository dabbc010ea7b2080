//! Stops: TERM and the other signals while the program runs.

use std::time::Duration;

use nix::sys::signal::Signal;

use super::case::{CODE, Case};
use crate::plan::Supervision;
use crate::prove::oracle::signal;
use crate::prove::scenario::{Act, Expectation, Scenario};
use crate::sandbox::outcome::signal_name;
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// The code of a program that KILL has ended: 128 and the number of the signal.
const KILLED: u8 = 137;
/// The code of a script that TERM has ended.
const TERMINATED: u8 = 143;
/// Seconds of a pause whose end cannot be told from that of a stop.
const SHORT: u32 = 3;
/// Long enough for more signals to come while a program ends, on a busy machine too.
const MOMENT: Duration = Duration::from_millis(500);

/// Why a program is stopped by the script.
const PARENT: &str = "the script stays as the parent of its program";

/// The scenarios in which the container is stopped.
pub(super) fn scenarios(case: &Case<'_>) -> Vec<Scenario> {
    let Some(supervision) = case.supervision() else {
        return vec![of_a_program(case)];
    };
    let mut all = vec![stop(case)];
    let accepted = supervision.accepts.iter().map(|one| signal(*one));
    all.extend(
        std::iter::once(Signal::SIGINT)
            .chain(accepted)
            .map(|sent| by(case, sent)),
    );
    all.push(again(case));
    all.extend(forwarded(case, supervision));
    all.extend(case.starts_again().map(|code| in_the_pause(case, code)));
    all.extend(supervision.grace.map(|grace| after_the_grace(case, grace)));
    all
}

/// The script has become the program, which gets the signal itself.
fn of_a_program(case: &Case<'_>) -> Scenario {
    let why = "the script becomes the program";
    let mut scenario = case.scenario("stop", "its program gets TERM itself", why, case.runs());
    scenario.acts = sent(case, Signal::SIGTERM);
    scenario.expected = vec![case.got(&[Signal::SIGTERM]), Expectation::Code(CODE)];
    scenario
}

fn stop(case: &Case<'_>) -> Scenario {
    let name = signal_name(case.stop());
    let says = format!("TERM: its program gets {name} once, and its code is the container's");
    let mut scenario = case.scenario("stop", &says, PARENT, case.runs());
    scenario.acts = sent(case, Signal::SIGTERM);
    let [before, after] = case.hooks(&scenario);
    let mut ran = case.oracle.commands(&scenario);
    ran.extend(before.into_iter().chain(after));
    scenario.expected = vec![
        case.got(&[case.stop()]),
        Expectation::Ran(ran),
        Expectation::Code(CODE),
    ];
    scenario
}

/// Another signal does the same.
fn by(case: &Case<'_>, signal: Signal) -> Scenario {
    let name = signal_name(signal);
    let says = format!("{name} stops it as TERM does");
    let mut scenario = case.scenario(&format!("stop-{name}"), &says, PARENT, case.runs());
    scenario.acts = sent(case, signal);
    scenario.expected = stopped_once(case);
    scenario
}

/// Impatient operators send more than one signal.
fn again(case: &Case<'_>) -> Scenario {
    let says = "more signals while its program ends change nothing";
    let runs = case.runs().lingers(MOMENT);
    let mut scenario = case.scenario("stop-again", says, PARENT, runs);
    scenario.acts = sent(case, Signal::SIGTERM);
    scenario.acts.extend([
        Act::Until(Condition::signalled(case.program())),
        Act::Send(Signal::SIGTERM),
        Act::Send(Signal::SIGINT),
    ]);
    scenario.expected = stopped_once(case);
    scenario
}

/// The signals that are passed on, each once, then the stop.
fn forwarded(case: &Case<'_>, supervision: &Supervision) -> Option<Scenario> {
    if supervision.forward.is_empty() {
        return None;
    }
    // KILL would end the program, and TERM stop it.
    let passed: Vec<_> = supervision
        .forward
        .iter()
        .map(|forward| (signal(forward.from), signal(forward.to)))
        .filter(|(_, to)| *to != case.stop())
        .collect();
    let names: Vec<_> = passed.iter().map(|(from, _)| signal_name(*from)).collect();
    let says = format!("{} go to its program", names.join(", "));
    let mut scenario = case.scenario("forward", &says, "`forward` lists them", case.runs());
    scenario.acts = case.running(1).to_vec();
    for (count, (from, _)) in passed.iter().enumerate() {
        let got = Condition::signalled(case.program()).times(count + 1);
        scenario
            .acts
            .extend([Act::Send(*from), Act::Until(got), Act::Rest]);
    }
    scenario.acts.push(Act::Send(Signal::SIGTERM));
    let mut got: Vec<_> = passed.iter().map(|(_, to)| *to).collect();
    got.push(case.stop());
    scenario.expected = vec![case.got(&got), case.starts(1), Expectation::Code(CODE)];
    Some(scenario)
}

fn in_the_pause(case: &Case<'_>, code: u8) -> Scenario {
    let says = "TERM in the pause before a restart ends it at once";
    let ends = Behaviour::exits(code);
    let mut scenario = case.scenario("stop-pause", says, "`restart` has a pause", ends);
    scenario.acts = case.gone().to_vec();
    scenario.acts.extend([Act::Send(Signal::SIGTERM)]);
    scenario.expected = vec![case.starts(1), Expectation::Code(TERMINATED)];
    let pause = case
        .supervision()
        .and_then(|one| Some(one.restart.as_ref()?.delay));
    // A short pause is over before a slow machine has ended anything.
    if let Some(seconds) = pause.filter(|seconds| *seconds > SHORT) {
        let within = Duration::from_secs(u64::from(seconds - 1));
        scenario.expected.push(Expectation::Within(within));
    }
    scenario
}

fn after_the_grace(case: &Case<'_>, grace: u32) -> Scenario {
    let says = "a program that does not end in its grace is killed";
    let stays = Behaviour::ignores_signals();
    let mut scenario = case.scenario("stop-grace", says, "`stop.grace` is set", stays);
    case.skip_grace(&mut scenario);
    scenario.acts = sent(case, Signal::SIGTERM);
    scenario.expected = vec![
        case.starts(1),
        Expectation::Code(KILLED),
        Expectation::Limit(grace),
    ];
    scenario
}

/// Sends `signal` while the program runs.
fn sent(case: &Case<'_>, signal: Signal) -> Vec<Act> {
    let running = case.running(1).into_iter();
    running.chain([Act::Send(signal)]).collect()
}

/// The program was told once, and not started again.
fn stopped_once(case: &Case<'_>) -> Vec<Expectation> {
    vec![
        case.got(&[case.stop()]),
        case.starts(1),
        Expectation::Code(CODE),
    ]
}
