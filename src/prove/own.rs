//! The scenarios that a table has of its own.

use std::iter::repeat_n;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::plan::{self, Death, End, Moment, Plan, StandInStart, StepFail, Supervision, Verdict};
use crate::prove::container;
use crate::prove::oracle::{Oracle, signal};
use crate::prove::scenario::{Act, Expectation, Question, Scenario};
use crate::prove::step::Step;
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// Every scenario that the table of `plan` has itself, in its order.
pub(super) fn own(plan: &Plan) -> Vec<Scenario> {
    let scenarios = plan.scenarios.iter();
    scenarios
        .map(|own| Own::new(plan, own).scenario())
        .collect()
}

/// A scenario of the table, and what its start comes to.
struct Own<'p> {
    said: &'p plan::Scenario,
    oracle: Option<Oracle<'p>>,
    blank: Scenario,
    /// The program of the mode; nothing where none is run.
    program: Option<String>,
}

impl<'p> Own<'p> {
    fn new(plan: &'p Plan, own: &'p plan::Scenario) -> Self {
        let mut start = container::start(plan);
        start.variables.extend(own.variables.clone());
        start.words.clone_from(&own.words);
        let oracle = Oracle::new(plan, &start);
        let blank = Scenario {
            id: own.id.clone(),
            ..Scenario::blank("", "", &own.says, "`[[scenarios]]` of the table", start)
        };
        let program = oracle.as_ref().and_then(|oracle| {
            let refused = oracle.refusal(&blank).is_some();
            let command = oracle.command(&blank).filter(|_| !refused)?;
            command.into_iter().next()
        });
        Self {
            said: own,
            oracle,
            blank,
            program,
        }
    }

    fn scenario(&self) -> Scenario {
        let mut scenario = self.blank.clone();
        if let Some(oracle) = &self.oracle {
            let stop = oracle.stop();
            oracle.furnish(
                &mut scenario,
                listening(Behaviour::runs_until(stop), self.port()),
            );
            let is_asked = self.said.expect.health.is_some();
            scenario.image.own_network = is_asked && oracle.port(&self.blank).is_some();
        }
        scenario.image.own_clock = self.said.later.is_some();
        for (program, starts) in &self.said.stand_ins {
            let port = self
                .port()
                .filter(|_| self.program.as_ref() == Some(program));
            let behaviour = behaviour(starts, port);
            scenario.stand_ins.insert(program.clone(), behaviour);
        }
        if let Some(program) = &self.program {
            self.skip_times(program, &mut scenario);
            scenario.acts = self.acts(program);
        }
        scenario.expected = self.expected();
        scenario
    }

    /// The port on which the program listens: the one that is asked, if it is to be healthy.
    fn port(&self) -> Option<u16> {
        let is_healthy = self.said.expect.health == Some(Verdict::Healthy);
        let oracle = self.oracle.as_ref().filter(|_| is_healthy)?;
        oracle.port(&self.blank)
    }

    fn supervision(&self) -> Option<&'p Supervision> {
        self.oracle.as_ref()?.supervision()
    }

    /// What the table says of `program`.
    fn starts_of(&self, program: &str) -> &'p [StandInStart] {
        let mut stand_ins = self.said.stand_ins.iter();
        let found = stand_ins.find(|(name, _)| name == program);
        found
            .map(|(_, starts)| starts.as_slice())
            .unwrap_or_default()
    }

    /// Lets the times pass at once for which the scenario would wait: pauses, and the
    /// limit of what does not end.
    fn skip_times(&self, program: &str, scenario: &mut Scenario) {
        if !matches!(self.said.signal, Some((_, Moment::Step))) {
            let steps = self.steps().into_iter();
            for step in steps.filter(|step| self.is_too_long(step)) {
                scenario.skip_limit_of(step.program(), step.number);
            }
        }
        let in_pause = matches!(self.said.signal, Some((_, Moment::Pause)));
        let restarts = self.supervision().is_some_and(|one| one.restart.is_some());
        let starts = self.starts_of(program);
        let ends = starts.first().is_some_and(StandInStart::ends);
        let stop = self.oracle.as_ref().map_or(Signal::SIGTERM, Oracle::stop);
        let stays = starts.iter().any(|start| {
            start.until.is_some_and(|until| signal(until) != stop) && start.runs.is_none()
        });
        let first = self.first(program);
        if stays {
            scenario.skip_limits(program.to_owned(), first);
        } else if restarts && ends && !in_pause {
            scenario.skip_pauses(program.to_owned(), first);
        }
    }

    /// The number of the first start of `program` that is not one of a step.
    fn first(&self, program: &str) -> usize {
        let steps = self.oracle.as_ref();
        steps.map_or(0, |oracle| oracle.steps_by(program, &self.blank)) + 1
    }

    /// The steps of the start, in their order.
    fn steps(&self) -> Vec<Step<'p>> {
        let steps = self.oracle.as_ref();
        steps
            .map(|oracle| oracle.steps(&self.blank))
            .unwrap_or_default()
    }

    /// What the table says of the start in which `program` runs `step`.
    fn start_in(&self, step: &Step<'_>) -> Option<&'p StandInStart> {
        let starts = self.starts_of(step.program());
        each(starts).take(step.number).last()
    }

    /// Whether `step` takes longer than its limit.
    fn is_too_long(&self, step: &Step<'_>) -> bool {
        let (Some(start), Some(seconds)) = (self.start_in(step), step.rules.timeout) else {
            return false;
        };
        let limit = Duration::from_secs(seconds.into());
        !start.ends() || start.runs.is_some_and(|runs| runs > limit)
    }

    /// Whether the program is not started, since `step` does not let it come so far.
    fn is_kept_by(&self, step: &Step<'_>) -> bool {
        let Some(start) = self.start_in(step) else {
            return false;
        };
        let never_ends = !start.ends() && step.rules.timeout.is_none();
        let fails = self.is_too_long(step) || start.end.code() != 0;
        never_ends || fails && step.rules.fail == StepFail::Stop
    }

    /// The number of the start of `program`, after those of the steps, that stays, or
    /// else of its last one.
    fn lasting(&self, program: &str) -> usize {
        let first = self.first(program);
        let starts = self.starts_of(program);
        let mut numbered = (1..).zip(each(starts));
        let stays = numbered.find(|(number, start)| *number >= first && !start.ends());
        stays.map_or_else(|| each(starts).count().max(first), |(number, _)| number)
    }

    /// Whether the container is to end, or to be seen, before `program` is started.
    fn ends_without(&self, program: &str) -> bool {
        let expect = &self.said.expect;
        let never = |(name, times): &(String, u32)| name == program && *times == 0;
        self.said.signal.is_none() && (expect.exit.is_some() || expect.starts.iter().any(never))
    }

    fn acts(&self, program: &str) -> Vec<Act> {
        let mut steps = self.steps().into_iter();
        let is_kept = steps.any(|step| self.is_kept_by(&step));
        let lasts = !is_kept
            && !self.ends_without(program)
            && self
                .starts_of(program)
                .iter()
                .last()
                .is_none_or(|last| !last.ends());
        let runs = Condition::ready(program).times(self.lasting(program));
        let mut acts = match self.said.signal {
            Some((_, Moment::Pause)) => vec![
                Act::Until(Condition::gone(program).times(self.first(program))),
                Act::Gone(program.to_owned()),
            ],
            Some((_, Moment::Step)) => {
                let stays = |step: &Step<'_>| self.start_in(step).is_some_and(StandInStart::stays);
                let steps = self.steps().into_iter().filter(stays);
                let runs = |step: Step<'_>| Condition::ready(step.program()).times(step.number);
                steps.take(1).map(runs).map(Act::Until).collect()
            }
            Some(_) => vec![Act::Until(runs)],
            None if lasts => vec![Act::Until(runs)],
            None => Vec::new(),
        };
        acts.push(Act::Rest);
        acts.extend(self.said.later.map(Act::Later));
        let health = self.said.expect.health.map(Question::health);
        acts.extend(health.map(Act::Ask));
        match self.said.signal {
            Some((sent, Moment::Stopping)) => acts.extend([
                Act::Send(Signal::SIGTERM),
                Act::Until(Condition::signalled(program)),
                Act::Rest,
                Act::Send(signal(sent)),
            ]),
            Some((sent, _)) => acts.push(Act::Send(signal(sent))),
            None if self.said.expect.exit.is_none() => {
                // It need not end by itself: all that it is to say comes before.
                let order = self.said.expect.order.iter();
                let texts = self.said.expect.output.iter().chain(order);
                acts.extend(texts.map(|text| Act::Until(Condition::written(text))));
                acts.push(Act::Send(Signal::SIGTERM));
            }
            None => {}
        }
        acts
    }

    fn expected(&self) -> Vec<Expectation> {
        let expect = &self.said.expect;
        let mut all = Vec::new();
        all.extend(expect.exit.map(Expectation::Code));
        all.extend(expect.output.iter().cloned().map(Expectation::Output));
        all.extend(expect.absent.iter().cloned().map(Expectation::Absent));
        if !expect.order.is_empty() {
            all.push(Expectation::Order(expect.order.clone()));
        }
        let starts = expect.starts.iter();
        all.extend(starts.map(|(program, times)| {
            let times = usize::try_from(*times).unwrap_or(usize::MAX);
            Expectation::Starts(program.clone(), times)
        }));
        all.extend(expect.command.clone().map(Expectation::Command));
        all.extend(expect.within.map(Expectation::Within));
        all
    }
}

/// What a stand-in does that is said by the table; with a port, it listens there too.
fn behaviour(starts: &[StandInStart], port: Option<u16>) -> Behaviour {
    let all = each(starts).map(|start| listening(one(start), port));
    let all = all.reduce(Behaviour::next);
    all.unwrap_or_else(|| Behaviour::exits(0))
}

/// Each start for itself; the last one repeats.
fn each(starts: &[StandInStart]) -> impl Iterator<Item = &StandInStart> {
    let all = starts.iter();
    all.flat_map(|start| repeat_n(start, usize::from(start.times)))
}

fn listening(behaviour: Behaviour, port: Option<u16>) -> Behaviour {
    match port {
        Some(port) => behaviour.listens(port),
        None => behaviour,
    }
}

fn one(start: &StandInStart) -> Behaviour {
    let mut one = match (start.runs, start.until) {
        (None, None) => Behaviour::exits(0),
        (None, Some(until)) => Behaviour::runs_until(signal(until)),
        (Some(runs), None) => Behaviour::runs_for(runs),
        (Some(runs), Some(until)) => Behaviour::runs_for(runs).or_until(signal(until)),
    };
    if let Some(time) = start.lingers {
        one = one.lingers(time);
    }
    if let Some(text) = &start.prints {
        one = one.prints(text);
    }
    if let Some(text) = &start.complains {
        one = one.complains(text);
    }
    match start.end {
        End::Exit(code) => one.with_code(code),
        End::Dies(death) => one.with_death(by(death)),
    }
}

/// The signal of a death as the kernel has it.
fn by(death: Death) -> Signal {
    Signal::try_from(i32::from(death.number())).unwrap_or(Signal::SIGKILL)
}
