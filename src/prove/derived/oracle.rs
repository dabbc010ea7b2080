//! What must come of a start, as the explanation of it says.

use std::collections::{BTreeMap, BTreeSet};

use nix::sys::signal::Signal;

use crate::explain::{Entry, Probe, Remark, Run, Start, Story, explain};
use crate::plan::{Log, Plan, Supervision};
use crate::prove::container::settle;
use crate::prove::scenario::{Expectation, Scenario};
use crate::sandbox::stand_in::Behaviour;

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
    pub(super) fn environment(&self, scenario: &Scenario) -> BTreeMap<String, Option<String>> {
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

    /// How many of the steps of `scenario` have a time limit, for which a `sleep` is
    /// started.
    pub(super) fn limited_steps(&self, scenario: &Scenario) -> usize {
        let steps = self.run().map(|run| run.steps.as_slice());
        let steps = steps.unwrap_or_default().iter();
        let limited = steps.filter(|step| step.step.timeout.is_some());
        limited
            .filter(|step| *settle(&step.applies, scenario))
            .count()
    }

    /// Puts all programs into `scenario`: that of the mode, which does as `behaviour`
    /// says, and the others, which succeed. Some may be the same program.
    pub(super) fn furnish(&self, scenario: &mut Scenario, behaviour: Behaviour) {
        let Some(command) = self.command(scenario) else {
            return;
        };
        let program = &command[0];
        let others = self.others(scenario);
        let shared = others.contains(program);
        for other in others {
            scenario.stand_ins.insert(other, Behaviour::exits(0));
        }
        let steps = std::iter::repeat_n(Behaviour::exits(0), self.steps_by(program, scenario));
        let own = steps.chain([behaviour]);
        let after = shared.then(|| Behaviour::exits(0));
        if let Some(all) = own.chain(after).reduce(Behaviour::next) {
            scenario.stand_ins.insert(program.clone(), all);
        }
    }

    /// How many steps of `scenario` start `program`.
    pub(super) fn steps_by(&self, program: &str, scenario: &Scenario) -> usize {
        let steps = self.steps(scenario);
        steps.iter().filter(|step| step[0] == program).count()
    }

    /// The programs of `scenario` besides that of the mode.
    fn others(&self, scenario: &Scenario) -> BTreeSet<String> {
        let mut commands = self.steps(scenario);
        if let Some(run) = self.run() {
            let supervised = run.supervised.iter();
            let hooks = supervised
                .flat_map(|one| [&one.before, &one.after])
                .flatten();
            commands.extend(hooks.map(|hook| settle(hook, scenario).clone()));
            if let Some(Probe::Run(command)) = &run.health {
                commands.push(settle(command, scenario).clone());
            }
        }
        commands
            .into_iter()
            .map(|command| command[0].clone())
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
            Expectation::ProcessOne(command, self.supervision().is_none()),
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

    /// What runs up to the program: the steps, then it.
    pub(super) fn commands(&self, scenario: &Scenario) -> Vec<Vec<String>> {
        let mut commands = self.steps(scenario);
        commands.extend(self.command(scenario));
        commands
    }

    /// `message` as the log has it.
    pub(super) fn logged(&self, message: &str) -> Expectation {
        Expectation::Logged(self.line(message))
    }

    /// `warning` as the log has it.
    pub(super) fn warned(&self, warning: &str) -> Expectation {
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
