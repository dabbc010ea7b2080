//! What must come of a start, as the explanation of it says.

use std::collections::BTreeMap;

use nix::sys::signal::Signal;

use crate::explain::{Entry, Remark, Run, Start, Story, explain};
use crate::plan::{Log, Plan, Supervision};
use crate::prove::container::settle;
use crate::prove::scenario::{Act, Expectation, Scenario};
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// The code with which a program ends that is not asked to end otherwise: none that a
/// shell gives by itself.
pub(super) const CODE: u8 = 7;

/// What comes of a start.
pub(super) struct Oracle<'p> {
    plan: &'p Plan,
    story: Story<'p>,
}

impl<'p> Oracle<'p> {
    /// What `start` comes to; nothing if it asks a question, or depends on more than
    /// anybody would read.
    pub(super) fn new(plan: &'p Plan, start: &Start) -> Option<Self> {
        let story = explain(plan, start).ok()?;
        Some(Self { plan, story })
    }

    /// The story itself.
    pub(super) fn story(&self) -> &Story<'p> {
        &self.story
    }

    /// What the container of `scenario` refuses with, if it does.
    pub(super) fn refusal(&self, scenario: &Scenario) -> Option<(u8, Vec<String>)> {
        let entries = self.story.environment.iter();
        let errors = entries.flat_map(|entry| &entry.errors);
        let wrong: Vec<String> = said(errors, scenario).collect();
        match &self.story.then {
            Err(refusal) if wrong.is_empty() => Some((refusal.code, refusal.messages.clone())),
            _ if wrong.is_empty() => None,
            _ => Some((self.plan.exit.environment, wrong)),
        }
    }

    /// What is run, unless it is refused in any container.
    pub(super) fn run(&self) -> Option<&Run<'p>> {
        self.story.then.as_ref().ok()
    }

    /// The program with its arguments.
    pub(super) fn command(&self, scenario: &Scenario) -> Option<Vec<String>> {
        Some(settle(&self.run()?.command, scenario).clone())
    }

    /// The commands that run before the program.
    pub(super) fn steps(&self, scenario: &Scenario) -> Vec<Vec<String>> {
        let steps = self
            .run()
            .map(|run| run.steps.as_slice())
            .unwrap_or_default();
        let applying = steps.iter().filter(|step| *settle(&step.applies, scenario));
        applying
            .map(|step| settle(&step.command, scenario).clone())
            .collect()
    }

    /// How the program is looked after, if it is.
    pub(super) fn supervision(&self) -> Option<&'p Supervision> {
        Some(self.run()?.supervised.as_ref()?.supervision)
    }

    /// What the program's environment must be.
    fn environment(&self, scenario: &Scenario) -> BTreeMap<String, Option<String>> {
        let given = scenario.start.variables.iter();
        let given = given.map(|(name, value)| (name.clone(), Some(value.clone())));
        let mut all: BTreeMap<_, _> = given.collect();
        let exported = |entry: &&Entry<'_>| !entry.variable.reference.private;
        for entry in self.story.environment.iter().filter(exported) {
            let value = settle(&entry.value, scenario).value.clone();
            all.insert(entry.variable.reference.name.clone(), value);
        }
        all
    }

    /// `scenario` with a program that ends by itself with [`CODE`], or by the first
    /// signal where it would be started again, and with steps that succeed.
    pub(super) fn furnished(&self, mut scenario: Scenario) -> Scenario {
        for step in self.steps(&scenario) {
            scenario
                .stand_ins
                .insert(step[0].clone(), Behaviour::exits(0));
        }
        let Some(command) = self.command(&scenario) else {
            return scenario;
        };
        let program = command[0].clone();
        let supervision = self.supervision();
        let restarts = supervision.is_some_and(|supervision| supervision.restart.is_some());
        if restarts {
            let stop = supervision.map_or(Signal::SIGTERM, stop_signal);
            let runs = Behaviour::runs_until(stop).with_code(CODE);
            scenario.acts.extend([
                Act::Until(Condition::ready(&program)),
                Act::Rest,
                Act::Send(Signal::SIGTERM),
            ]);
            scenario.stand_ins.insert(program, runs);
        } else {
            scenario.stand_ins.insert(program, Behaviour::exits(CODE));
        }
        for hook in self.hooks(&scenario) {
            scenario
                .stand_ins
                .entry(hook)
                .or_insert(Behaviour::exits(0));
        }
        scenario
    }

    /// The programs that run around a stop.
    fn hooks(&self, scenario: &Scenario) -> Vec<String> {
        let Some(supervised) = self.run().and_then(|run| run.supervised.as_ref()) else {
            return Vec::new();
        };
        let both = [&supervised.before, &supervised.after];
        let hooks = both.into_iter().flatten();
        hooks
            .map(|hook| settle(hook, scenario)[0].clone())
            .collect()
    }

    /// What must come of `scenario`, whose programs are there, up to its program.
    pub(super) fn expected(&self, scenario: &Scenario) -> Vec<Expectation> {
        if let Some((code, messages)) = self.refusal(scenario) {
            let logged = messages.iter().map(|message| self.logged(message));
            return [Expectation::Code(code), Expectation::Ran(Vec::new())]
                .into_iter()
                .chain(logged)
                .collect();
        }
        let Some(command) = self.command(scenario) else {
            return Vec::new();
        };
        let program = command[0].clone();
        let mut expected = vec![
            Expectation::Environment(program.clone(), self.environment(scenario)),
            Expectation::ProcessOne(program, self.supervision().is_none()),
        ];
        if let Some(chosen) = &self.story.mode
            && self.plan.talks
            && self.plan.selection.is_some()
        {
            expected.push(self.logged(&format!("mode {}", chosen.mode.name)));
        }
        let entries = self.story.environment.iter();
        let warnings = said(entries.flat_map(|entry| &entry.warnings), scenario);
        expected.extend(warnings.map(|warning| self.warned(&warning)));
        expected
    }

    /// All that runs where nothing is stopped: the steps, then the program once.
    pub(super) fn ran(&self, scenario: &Scenario) -> Expectation {
        let mut commands = self.steps(scenario);
        commands.extend(self.command(scenario));
        Expectation::Ran(commands)
    }

    /// `message` as the log has it.
    pub(super) fn logged(&self, message: &str) -> Expectation {
        Expectation::Logged(self.line(message))
    }

    fn warned(&self, warning: &str) -> Expectation {
        match self.plan.log {
            Log::Plain => self.logged(&format!("warning: {warning}")),
            Log::Logfmt | Log::Json => self.logged(warning),
        }
    }

    fn line(&self, message: &str) -> String {
        let escaped = message.replace('\\', r"\\").replace('"', "\\\"");
        match self.plan.log {
            Log::Plain => format!("{}: {message}\n", self.plan.app),
            Log::Logfmt => format!(" msg=\"{escaped}\"\n"),
            Log::Json => format!("\"msg\":\"{escaped}\"}}\n"),
        }
    }
}

/// Those of `remarks` that the container of `scenario` says.
fn said<'r>(
    remarks: impl Iterator<Item = &'r Remark>,
    scenario: &Scenario,
) -> impl Iterator<Item = String> {
    let applying = remarks.filter(|remark| *settle(&remark.applies, scenario));
    applying.map(|remark| remark.message.clone())
}

/// The signal by which a program is stopped.
pub(super) fn stop_signal(supervision: &Supervision) -> Signal {
    signal(supervision.signal)
}

/// A signal of the plan as the kernel has it.
pub(super) fn signal(signal: crate::plan::Signal) -> Signal {
    Signal::try_from(i32::from(signal.number())).unwrap_or(Signal::SIGTERM)
}
