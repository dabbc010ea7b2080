//! A scenario in the making: a start, and programs for it.

use nix::sys::signal::Signal;

use super::start::fitting;
use crate::explain::Start;
use crate::plan::{Mode, Plan, RestartOn, Supervision};
use crate::prove::container::settle;
use crate::prove::oracle::Oracle;
use crate::prove::scenario::{Act, Expectation, Question, Scenario};
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// The code with which a program ends that is not asked to end otherwise: none that a
/// shell gives by itself.
pub(super) const CODE: u8 = 7;

/// A mode, started in a way in which nothing is wrong.
pub(super) struct Case<'p> {
    pub(super) plan: &'p Plan,
    pub(super) mode: &'p Mode,
    pub(super) oracle: Oracle<'p>,
    start: Start,
}

impl<'p> Case<'p> {
    /// A start of `mode`; nothing if none was found in which nothing is wrong.
    pub(super) fn new(plan: &'p Plan, mode: &'p Mode) -> Option<Self> {
        let start = fitting(plan, mode, &mode.name)?;
        // A variable that chooses the mode may have to be something else as well.
        let oracle = Oracle::in_mode(plan, &start, mode)?;
        oracle.run()?;
        Some(Self {
            plan,
            mode,
            oracle,
            start,
        })
    }

    /// What a second command beside this one comes to, which has other words; nothing if
    /// it is in another mode.
    pub(super) fn without_words(&self) -> Option<Oracle<'p>> {
        let start = Start {
            words: Vec::new(),
            ..self.start.clone()
        };
        Oracle::in_mode(self.plan, &start, self.mode)
    }

    /// How the program is looked after, if it is.
    pub(super) fn supervision(&self) -> Option<&'p Supervision> {
        self.oracle.supervision()
    }

    /// The signal by which the program is stopped.
    pub(super) fn stop(&self) -> Signal {
        self.oracle.stop()
    }

    /// A code of the program that is no planned end of it.
    pub(super) fn failure(&self) -> u8 {
        let restart = self.supervision().and_then(|one| one.restart.as_ref());
        let is_planned = |code: &u8| restart.is_some_and(|one| one.recycle.contains(code));
        let mut codes = CODE..=u8::MAX;
        codes.find(|code| !is_planned(code)).unwrap_or(CODE)
    }

    /// A code of the program after which it is started again; nothing if there is none.
    pub(super) fn starts_again(&self) -> Option<u8> {
        let restart = self.supervision()?.restart.as_ref()?;
        match restart.on {
            RestartOn::Always | RestartOn::Failure => Some(self.failure()),
            RestartOn::Never => restart.recycle.first().copied(),
        }
    }

    /// A program that runs until it is stopped, and ends with [`CODE`] then.
    pub(super) fn runs(&self) -> Behaviour {
        Behaviour::runs_until(self.stop()).with_code(CODE)
    }

    /// The same, in a container that is healthy: it listens on the port that is asked.
    pub(super) fn serves(&self) -> Behaviour {
        match self.oracle.port(&self.start()) {
            Some(port) => self.runs().listens(port),
            None => self.runs(),
        }
    }

    /// Asks `scenario` for its health at this point, where no port of the host is seen.
    pub(super) fn ask(&self, scenario: &mut Scenario, question: Question) {
        scenario.image.own_network |= self.oracle.port(scenario).is_some();
        scenario.acts.push(Act::Ask(question));
    }

    /// A scenario in which all programs are there; the one of the mode does this.
    pub(super) fn scenario(
        &self,
        what: &str,
        says: &str,
        why: &str,
        program: Behaviour,
    ) -> Scenario {
        let mut scenario = Scenario::blank(&self.mode.name, what, says, why, self.start.clone());
        self.oracle.furnish(&mut scenario, program);
        scenario
    }

    /// The same, but the step with this place among those that are run does as `step`
    /// says.
    pub(super) fn with_step(
        &self,
        what: &str,
        says: &str,
        why: &str,
        place: usize,
        step: Behaviour,
    ) -> Scenario {
        let mut scenario = Scenario::blank(&self.mode.name, what, says, why, self.start.clone());
        let runs = self.runs();
        self.oracle.furnish_with(&mut scenario, runs, place, step);
        scenario
    }

    /// The same, but the command that is asked for health does as `probe` says.
    pub(super) fn with_probe(
        &self,
        what: &str,
        says: &str,
        why: &str,
        probe: Behaviour,
    ) -> Scenario {
        // It comes next to the program, which follows the steps.
        let place = self.oracle.commands(&self.start()).len();
        self.with_step(what, says, why, place, probe)
    }

    /// The program with its arguments.
    pub(super) fn command(&self) -> Vec<String> {
        self.oracle.command(&self.start()).unwrap_or_default()
    }

    /// A scenario in which all programs are there, and the one of the mode runs.
    pub(super) fn start(&self) -> Scenario {
        self.scenario("", "", "", self.runs())
    }

    /// The name of the program.
    pub(super) fn program(&self) -> String {
        self.command().first().cloned().unwrap_or_default()
    }

    /// How often the program has been started by steps.
    fn earlier(&self) -> usize {
        self.oracle.steps_by(&self.program(), &self.start())
    }

    /// The run of the program that has this number, from 1 on, has begun.
    pub(super) fn running(&self, number: usize) -> [Act; 2] {
        let ready = Condition::ready(self.program()).times(self.earlier() + number);
        [Act::Until(ready), Act::Rest]
    }

    /// The first run of the program is over, and what the script does then has begun.
    pub(super) fn gone(&self) -> [Act; 3] {
        let gone = Condition::gone(self.program()).times(self.earlier() + 1);
        [Act::Until(gone), Act::Gone(self.program()), Act::Rest]
    }

    /// Has every pause of `scenario` pass at once that comes after the program's start. It
    /// takes none of the time that counts, on a slow machine neither.
    pub(super) fn skip_pauses(&self, scenario: &mut Scenario) {
        scenario.image.own_clock = true;
        scenario.skip_pauses(self.program(), self.earlier() + 1);
    }

    /// Has the time limit of a stop pass at once.
    pub(super) fn skip_grace(&self, scenario: &mut Scenario) {
        scenario.skip_limits(self.program(), self.earlier() + 1);
    }

    /// How often the program was started, steps with the same words apart.
    pub(super) fn starts(&self, times: usize) -> Expectation {
        let command = self.command();
        let earlier = self.oracle.steps_like(&command, &self.start());
        Expectation::Runs(command, earlier + times)
    }

    /// The signals that the program got.
    pub(super) fn got(&self, signals: &[Signal]) -> Expectation {
        Expectation::Signals(self.program(), signals.to_vec())
    }

    /// What runs around a stop: before the program is told, and after its end.
    pub(super) fn hooks(&self, scenario: &Scenario) -> [Option<Vec<String>>; 2] {
        let supervised = self.oracle.run().and_then(|run| run.supervised.as_ref());
        let Some(supervised) = supervised else {
            return [None, None];
        };
        [&supervised.before, &supervised.after]
            .map(|hook| hook.as_ref().map(|hook| settle(hook, scenario).clone()))
    }
}
