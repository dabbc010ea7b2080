//! Rules of what happens in a scenario once it has started.

use std::ops::Range;

use super::Check;
use super::course::Course;
use super::program::Programs;
use crate::table::model::{Mode, Restart, Spanned, Table, Variable};
use crate::table::scenario::{Moment, Scenario};
use crate::table::scenario_fault::ScenarioFault;
use crate::table::stand_in::{End, StandInStart};
use crate::table::start::{Outcome, Start};
use crate::table::step::{Step, StepFail};

/// A scenario with what its start leads to.
pub(super) struct Trial<'t> {
    scenario: &'t Scenario,
    /// The mode, where there is one.
    mode: Option<&'t Mode>,
    /// Its steps.
    steps: Vec<&'t Step>,
    /// What becomes of the program, where one is started.
    course: Option<Course>,
    /// The place of its stand-in, where it has one.
    stand_in: Option<&'t Range<usize>>,
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
        let mut trial = Self {
            scenario,
            mode,
            steps: table.steps.iter().filter(is_run).collect(),
            course: None,
            stand_in: None,
        };
        let program = table.program(outcome);
        let mut stand_ins = scenario.stand_ins.iter();
        let stand_in = stand_ins.find(|(name, _)| Some(name.value.as_str()) == program);
        trial.stand_in = stand_in.map(|(name, _)| &name.span);
        trial.course = match outcome {
            Outcome::Answer | Outcome::Refused(_) => None,
            // `:run` looks at the variables of a mode first.
            Outcome::Command(words) if words.len() < start.words.len() => Some(Course::OPEN),
            Outcome::Command(_) | Outcome::Mode(..) => Some(trial.course(program)),
        };
        if let Some(course) = &mut trial.course {
            course.ends |= mode.is_some_and(|mode| may_refuse(table, mode))
                || trial.steps.iter().any(|step| may_fail(step, scenario));
        }
        trial
    }

    /// What becomes of `program`.
    fn course(&self, program: Option<&str>) -> Course {
        let Some(program) = program else {
            return Course::OPEN;
        };
        // Other commands may have some of its starts.
        if Programs::beside_those_of(self.mode, self.steps.iter().copied()).may_hold(program) {
            return Course::OPEN;
        }
        match self.scenario.stand_in(program) {
            None => Course::STEADY,
            Some(starts) => Course::of(starts, self.restart()),
        }
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
            let Some(program) = step.program() else {
                return true;
            };
            let starts = self.scenario.stand_in(program).unwrap_or_default();
            starts.iter().any(StandInStart::stays)
        };
        self.steps.iter().any(stays)
    }

    /// Whether the container comes to an end.
    fn ends(&self) -> bool {
        self.scenario.signal.is_some() || self.course.is_none_or(|course| course.ends)
    }
}

impl Check<'_, '_> {
    /// Whether all that is to happen can, and all that is to be seen.
    pub(super) fn trial(&mut self, trial: &Trial<'_>) {
        self.sent(trial);
        self.later(trial);
        self.seen(trial);
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
            self.unplayable(span, fault, trial.stand_in);
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
    let starts = step.program().map(|program| scenario.stand_in(program));
    is_fatal
        && match starts {
            None => true,
            Some(starts) => starts.unwrap_or_default().iter().any(fails),
        }
}
