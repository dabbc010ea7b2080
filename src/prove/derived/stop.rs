//! Stops: TERM and the other signals, in each part of a mode's life.

use nix::sys::signal::Signal;

use super::oracle::{CODE, Oracle, signal, stop_signal};
use super::scenario;
use super::start::fitting;
use crate::plan::{Mode, Plan, Supervision};
use crate::prove::scenario::{Act, Expectation, Scenario, Time};
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// The code of a program that a signal has ended: 128 and the number of the signal.
const KILLED: u8 = 137;

/// The scenarios in which a container of `mode` is stopped.
pub(super) fn scenarios(plan: &Plan, mode: &Mode) -> Vec<Scenario> {
    let Some(start) = fitting(plan, mode, &mode.name) else {
        return Vec::new();
    };
    let Some(oracle) = Oracle::new(plan, &start) else {
        return Vec::new();
    };
    let stop = Stop {
        mode,
        oracle,
        start,
    };
    match stop.oracle.supervision() {
        None => stop.of_a_program().into_iter().collect(),
        Some(supervision) => stop.of_a_child(supervision),
    }
}

struct Stop<'p> {
    mode: &'p Mode,
    oracle: Oracle<'p>,
    start: crate::explain::Start,
}

impl Stop<'_> {
    /// A scenario with all programs, of which the one of the mode is started and does
    /// this.
    fn scenario(
        &self,
        what: &str,
        says: &str,
        why: &str,
        behaviour: Behaviour,
    ) -> (Scenario, String) {
        let blank = scenario(
            self.mode,
            what,
            says.to_owned(),
            why.to_owned(),
            self.start.clone(),
        );
        let mut scenario = self.oracle.furnished(blank);
        let program = self
            .oracle
            .command(&scenario)
            .map_or_else(String::new, |words| words[0].clone());
        scenario.stand_ins.insert(program.clone(), behaviour);
        scenario.acts.clear();
        (scenario, program)
    }

    /// The script has become the program, which gets the signal itself.
    fn of_a_program(&self) -> Option<Scenario> {
        let runs = Behaviour::runs_until(Signal::SIGTERM).with_code(CODE);
        let why = "the script becomes the program";
        let (mut scenario, program) =
            self.scenario("stop", "its program gets TERM itself", why, runs);
        scenario.acts = running(&program, Signal::SIGTERM);
        scenario.expected = vec![
            Expectation::Signals(program, vec![Signal::SIGTERM]),
            Expectation::Code(CODE),
        ];
        Some(scenario)
    }

    fn of_a_child(&self, supervision: &Supervision) -> Vec<Scenario> {
        let stop = stop_signal(supervision);
        let mut all = Vec::new();
        let asked = [Signal::SIGTERM, Signal::SIGINT];
        let accepted = supervision.accepts.iter().map(|accepted| signal(*accepted));
        for sent in asked.into_iter().chain(accepted) {
            all.push(self.while_running(sent, stop));
        }
        all.push(self.again(stop));
        if supervision.restart.is_some() {
            all.push(self.in_the_pause());
        }
        if supervision.grace.is_some() {
            all.push(self.after_the_grace());
        }
        all
    }

    fn while_running(&self, sent: Signal, stop: Signal) -> Scenario {
        let (sent_name, stop_name) = (name(sent), name(stop));
        let (what, says) = if sent == Signal::SIGTERM {
            (
                "stop".to_owned(),
                format!("its program gets {stop_name} once, and ends the container with its code"),
            )
        } else {
            (
                format!("stop-{sent_name}"),
                format!("{sent_name} stops it as TERM does"),
            )
        };
        let runs = Behaviour::runs_until(stop).with_code(CODE);
        let (mut scenario, program) = self.scenario(
            &what,
            &says,
            "the script stays as the parent of its program",
            runs,
        );
        scenario.acts = running(&program, sent);
        scenario.expected = vec![
            Expectation::Signals(program.clone(), vec![stop]),
            Expectation::Starts(program, 1),
            Expectation::Code(CODE),
        ];
        scenario
    }

    /// Impatient operators send more than one signal.
    fn again(&self, stop: Signal) -> Scenario {
        let runs = Behaviour::runs_until(stop)
            .lingers(std::time::Duration::from_millis(100))
            .with_code(CODE);
        let says = "more signals while its program ends change nothing";
        let (mut scenario, program) = self.scenario(
            "stop-again",
            says,
            "the script stays as the parent of its program",
            runs,
        );
        scenario.acts = running(&program, Signal::SIGTERM);
        scenario.acts.extend([
            Act::Until(Condition::signalled(&program)),
            Act::Send(Signal::SIGTERM),
            Act::Send(Signal::SIGINT),
        ]);
        scenario.expected = vec![
            Expectation::Signals(program.clone(), vec![stop]),
            Expectation::Starts(program, 1),
            Expectation::Code(CODE),
        ];
        scenario
    }

    fn in_the_pause(&self) -> Scenario {
        let (mut scenario, program) = self.scenario(
            "stop-pause",
            "TERM in the pause before a restart ends it at once",
            "`restart` has a pause",
            Behaviour::exits(CODE),
        );
        scenario.acts = vec![
            Act::Until(Condition::gone(&program)),
            Act::Rest,
            Act::Send(Signal::SIGTERM),
        ];
        scenario.expected = vec![Expectation::Starts(program, 1), Expectation::Code(143)];
        scenario
    }

    fn after_the_grace(&self) -> Scenario {
        let (mut scenario, program) = self.scenario(
            "stop-grace",
            "a program that does not end in its grace is killed",
            "`stop.grace` is set",
            Behaviour::ignores_signals(),
        );
        scenario.time = Time::Skipped;
        scenario.acts = running(&program, Signal::SIGTERM);
        scenario.expected = vec![Expectation::Starts(program, 1), Expectation::Code(KILLED)];
        scenario
    }
}

/// Sends `signal` while `program` runs.
fn running(program: &str, signal: Signal) -> Vec<Act> {
    vec![
        Act::Until(Condition::ready(program)),
        Act::Rest,
        Act::Send(signal),
    ]
}

fn name(signal: Signal) -> &'static str {
    signal.as_str().trim_start_matches("SIG")
}
