//! Rules of what happens in a scenario once it has started.

use std::ops::Range;

use super::Check;
use super::course::Course;
use super::program::Programs;
use crate::table::model::{Mode, Restart, Spanned, Table, Variable};
use crate::table::scenario::{Moment, Scenario};
use crate::table::scenario_fault::ScenarioFault;
use crate::table::signal::Signal;
use crate::table::stand_in::{Death, End, StandIn, StandInStart};
use crate::table::start::{Outcome, Start};
use crate::table::step::{Step, StepFail};

/// A scenario with what its start leads to.
pub(super) struct Trial<'t> {
    scenario: &'t Scenario,
    /// The mode, where there is one.
    mode: Option<&'t Mode>,
    /// Its steps.
    steps: Vec<&'t Step>,
    /// The stand-in for the program, where it has one.
    stand_in: Option<&'t StandIn>,
    /// What becomes of the program, where one is started.
    course: Option<Course>,
}

impl<'t> Trial<'t> {
    /// What comes of `start`, that of `scenario`, which leads to `outcome`.
    pub(super) fn new(
        table: &'t Table,
        scenario: &'t Scenario,
        start: &Start,
        outcome: &Outcome<'_>,
    ) -> Self {
        let mode = match outcome {
            Outcome::Mode(index, _) => Some(&table.modes[*index]),
            _ => None,
        };
        let is_run = |step: &&Step| mode.is_some_and(|mode| step.is_run_in(mode));
        let program = table.program(outcome);
        let trial = Self {
            scenario,
            mode,
            steps: table.steps.iter().filter(is_run).collect(),
            stand_in: program.and_then(|program| scenario.stand_in(program)),
            course: None,
        };
        let course = match outcome {
            Outcome::Answer | Outcome::Refused(_) => None,
            // `:run` looks at the variables of a mode first.
            Outcome::Command(words) if words.len() < start.words.len() => Some(Course::OPEN),
            Outcome::Command(_) | Outcome::Mode(..) => Some(trial.course(table, program)),
        };
        Self { course, ..trial }
    }

    /// What becomes of `program`.
    fn course(&self, table: &Table, program: Option<&str>) -> Course {
        let others = Programs::beside_those_of(self.mode, self.steps.iter().copied());
        let mut course = match (program, self.stand_in) {
            // Other commands may have some of its starts.
            (Some(program), _) if others.may_hold(program) => Course::OPEN,
            (None, _) => Course::OPEN,
            (Some(_), None) => Course::STEADY,
            (Some(_), Some(stand_in)) => Course::of(&stand_in.starts, self.restart()),
        };
        course.ends |= self.mode.is_some_and(|mode| may_refuse(table, mode));
        course.ends |= self.steps.iter().any(|step| may_fail(step, self.scenario));
        course
    }

    /// How the program is started again, if it ever is.
    fn restart(&self) -> Option<&'t Restart> {
        let restart = &self.mode?.restart.as_ref()?.value;
        restart.follows_any().then_some(restart)
    }

    /// The place of the mode.
    fn place(&self) -> Option<&'t Range<usize>> {
        self.mode.map(|mode| &mode.name.span)
    }

    /// Whether a step may still run when it is looked at.
    fn has_slow_step(&self) -> bool {
        let stays = |step: &&'t Step| {
            step.program().is_none_or(|program| {
                let stand_in = self.scenario.stand_in(program);
                stand_in.is_some_and(|it| it.starts.iter().any(StandInStart::stays))
            })
        };
        self.steps.iter().any(stays)
    }

    /// Whether the program may still run when it has got its stop signal.
    fn stops_slowly(&self) -> bool {
        let signal = self.mode.and_then(|mode| mode.stop.signal.as_ref());
        let signal = signal.map_or(Signal::Term, |signal| signal.value);
        let is_slow = |start: &StandInStart| {
            start.lingers.is_some() || start.stays() && start.until != Some(signal)
        };
        match self.stand_in {
            Some(stand_in) => stand_in.starts.iter().any(is_slow),
            None => self.course == Some(Course::OPEN),
        }
    }

    /// Whether the container comes to an end.
    fn ends(&self) -> bool {
        self.scenario.signal.is_some() || self.course.is_none_or(|course| course.ends)
    }
}

impl Check<'_, '_> {
    /// Whether all that is to happen can, and all that is to be seen.
    pub(super) fn trial(&mut self, trial: &Trial<'_>) {
        self.dies(trial);
        self.sent(trial);
        self.later(trial);
        self.seen(trial);
    }

    /// Whether the program can die as it is to. One that has become process 1 gets no
    /// signal that it has no handler for; of bad memory it dies all the same.
    fn dies(&mut self, trial: &Trial<'_>) {
        let is_other = |start: &StandInStart| match start.end {
            End::Dies(death) => death != Death::Segv,
            End::Exit(_) => false,
        };
        // Where others may have some of its starts this may be one of theirs.
        let is_process_1 = !trial.mode.is_some_and(Mode::is_supervised)
            && trial.course.is_some_and(|course| course != Course::OPEN);
        if let Some(stand_in) = trial.stand_in
            && is_process_1
            && stand_in.starts.iter().any(is_other)
        {
            let fault = ScenarioFault::ProcessOneDies;
            self.unplayable(&stand_in.program.span, fault, trial.place());
        }
    }

    /// Whether the signal can be sent at its moment.
    fn sent(&mut self, trial: &Trial<'_>) {
        let Some(Spanned { value, span }) = &trial.scenario.signal else {
            return;
        };
        let Some(course) = trial.course else {
            self.unplayable(span, ScenarioFault::SignalForNobody, None);
            return;
        };
        let mode = trial.place();
        match value.1 {
            Moment::Pause if !course.pauses || trial.restart().is_none() => {
                self.unplayable(span, ScenarioFault::NoPause, mode);
            }
            Moment::Step if trial.steps.is_empty() => {
                self.unplayable(span, ScenarioFault::NoStep, mode);
            }
            Moment::Step if !trial.has_slow_step() => {
                self.unplayable(span, ScenarioFault::StepEndsAtOnce, None);
            }
            Moment::Stopping if !trial.mode.is_some_and(Mode::is_supervised) => {
                self.unplayable(span, ScenarioFault::NotSupervised, mode);
            }
            Moment::Stopping if course.stays && !trial.stops_slowly() => {
                self.unplayable(span, ScenarioFault::StopsAtOnce, mode);
            }
            Moment::Running | Moment::Stopping => self.runs("signal", span, trial),
            Moment::Pause | Moment::Step => {}
        }
    }

    /// Whether the clock that is put forward means anything.
    fn later(&mut self, trial: &Trial<'_>) {
        let Some(later) = &trial.scenario.later else {
            return;
        };
        if trial.restart().is_none() {
            self.unplayable(
                &later.span,
                ScenarioFault::LaterWithoutRestart,
                trial.place(),
            );
            return;
        }
        self.runs("later", &later.span, trial);
    }

    /// Whether the program runs when `key` wants it to.
    fn runs(&mut self, key: &'static str, span: &Range<usize>, trial: &Trial<'_>) {
        if trial.course.is_some_and(|course| !course.stays) {
            let fault = ScenarioFault::ProgramEndsAtOnce { key };
            let stand_in = trial.stand_in.map(|stand_in| &stand_in.program.span);
            self.unplayable(span, fault, stand_in);
        }
    }

    /// Whether what is expected can be.
    fn seen(&mut self, trial: &Trial<'_>) {
        let expect = &trial.scenario.expect;
        let exit = expect.exit.as_ref().map(|exit| ("exit", &exit.span));
        let within = expect
            .within
            .as_ref()
            .map(|within| ("within", &within.span));
        for (key, span) in [exit, within].into_iter().flatten() {
            if !trial.ends() {
                self.unplayable(span, ScenarioFault::NeverEnds { key }, None);
            }
        }
        if let (Some(command), None) = (&expect.command, trial.course) {
            self.unplayable(&command.span, ScenarioFault::CommandOfNothing, None);
        }
        let Some(health) = &expect.health else {
            return;
        };
        if trial.mode.is_none_or(|mode| mode.health.is_none()) {
            let mode = trial.place();
            self.unplayable(&health.span, ScenarioFault::HealthOfNothing, mode);
        } else if let Some((_, end)) = exit.or(within) {
            self.unplayable(&health.span, ScenarioFault::HealthAfterEnd, Some(end));
        }
    }
}

/// Whether a check of `mode` may refuse a start.
fn may_refuse(table: &Table, mode: &Mode) -> bool {
    let is_checked = |variable: &Variable| {
        variable.required.is_some()
            || variable.kind.is_some()
            || variable.pattern.is_some()
            || !variable.one_of.is_empty()
    };
    let belongs = |variable: &&Variable| {
        let mut modes = variable.modes.iter();
        variable.modes.is_empty() || modes.any(|named| named.value == mode.name.value)
    };
    // Without its folder no program is started.
    let has_folder = mode.cd.is_some();
    has_folder || mode.has_setup() && table.variables.iter().filter(belongs).any(is_checked)
}

/// Whether the script may leave because of `step`.
fn may_fail(step: &Step, scenario: &Scenario) -> bool {
    let is_fatal = step
        .fail
        .as_ref()
        .is_none_or(|fail| fail.value == StepFail::Stop);
    let fails = |start: &StandInStart| start.end != End::Exit(0) || step.timeout.is_some();
    is_fatal
        && step.program().is_none_or(|program| {
            let stand_in = scenario.stand_in(program);
            stand_in.is_some_and(|it| it.starts.iter().any(fails))
        })
}
