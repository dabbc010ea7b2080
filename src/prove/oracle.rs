//! What must come of a start, as the explanation of it says.

use std::collections::{BTreeMap, BTreeSet};

use nix::sys::signal::Signal;

use crate::emit::form;
use crate::explain::{Answer, Entry, Fact, Probe, Remark, Run, Start, Story, explain};
use crate::plan::{Log, Mode, Note, Plan, Supervision};
use crate::prove::container::settle;
use crate::prove::scenario::{Expectation, SLEEP, Scenario, Time};
use crate::prove::step::Step;
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

    /// The same, if `start` leads to `mode`.
    pub(super) fn in_mode(plan: &'p Plan, start: &Start, mode: &Mode) -> Option<Self> {
        Self::new(plan, start).filter(|oracle| oracle.mode() == Some(mode))
    }

    /// The mode, if one is chosen.
    pub(super) fn mode(&self) -> Option<&'p Mode> {
        Some(self.story.mode.as_ref()?.mode)
    }

    /// The story itself.
    pub(super) fn story(&self) -> &Story<'p> {
        &self.story
    }

    /// What the container of `scenario` refuses with, if it does.
    pub(super) fn refusal(&self, scenario: &Scenario) -> Option<(u8, Vec<String>)> {
        let wrong: Vec<String> = self.errors(scenario).collect();
        match &self.story.then {
            Err(refusal) if wrong.is_empty() => Some((refusal.code, refusal.messages.clone())),
            _ if wrong.is_empty() => None,
            _ => Some((self.plan.exit.environment, wrong)),
        }
    }

    /// What the container of `scenario` says of its variables.
    fn errors(&self, scenario: &Scenario) -> impl Iterator<Item = String> {
        let entries = self.story.environment.iter();
        said(entries.flat_map(|entry| &entry.errors), scenario)
    }

    /// Whether a variable is refused in the container of `scenario`.
    pub(super) fn has_wrong_variables(&self, scenario: &Scenario) -> bool {
        self.errors(scenario).next().is_some()
    }

    /// What is run, unless it is refused in any container.
    pub(super) fn run(&self) -> Option<&Run<'p>> {
        self.story.then.as_ref().ok()
    }

    /// The program with its arguments.
    pub(super) fn command(&self, scenario: &Scenario) -> Option<Vec<String>> {
        Some(settle(&self.run()?.command, scenario).clone())
    }

    /// The steps that run before the program, in their order.
    pub(super) fn steps(&self, scenario: &Scenario) -> Vec<Step<'p>> {
        let steps = self
            .run()
            .map(|run| run.steps.as_slice())
            .unwrap_or_default();
        let applying = steps.iter().filter(|step| *settle(&step.applies, scenario));
        let mut found: Vec<Step<'p>> = Vec::new();
        for (place, step) in applying.enumerate() {
            let command = settle(&step.command, scenario).clone();
            let earlier = found.iter().filter(|it| it.program() == command[0]);
            found.push(Step {
                rules: step.step,
                number: earlier.count() + 1,
                command,
                place,
            });
        }
        found
    }

    /// How the program is looked after, if it is.
    pub(super) fn supervision(&self) -> Option<&'p Supervision> {
        Some(self.run()?.supervised.as_ref()?.supervision)
    }

    /// The signal by which the program is stopped.
    pub(super) fn stop(&self) -> Signal {
        let supervision = self.supervision();
        supervision.map_or(Signal::SIGTERM, |one| signal(one.signal))
    }

    /// What the program's environment must be.
    pub(super) fn environment(&self, scenario: &Scenario) -> BTreeMap<String, Option<String>> {
        let given = scenario.start.variables.iter();
        // `cd` gives it another value.
        let stays = |name: &str| name != "PWD" || self.directory(scenario).is_none();
        let given = given.filter(|(name, _)| stays(name));
        let given = given.map(|(name, value)| (name.clone(), Some(value.clone())));
        let mut all: BTreeMap<_, _> = given.collect();
        let exported = |entry: &&Entry<'_>| !entry.variable.reference.private;
        for entry in self.story.environment.iter().filter(exported) {
            let value = settle(&entry.value, scenario).value.clone();
            all.insert(entry.variable.reference.name.clone(), value);
        }
        all
    }

    /// Everything that only the container of a start can tell.
    pub(super) fn facts(&self) -> BTreeSet<Fact> {
        let mut facts = BTreeSet::new();
        for entry in &self.story.environment {
            asked(&entry.value, &mut facts);
            for remark in entry.errors.iter().chain(&entry.warnings) {
                asked(&remark.applies, &mut facts);
            }
        }
        if let Some(run) = self.run() {
            for step in &run.steps {
                asked(&step.applies, &mut facts);
                asked(&step.command, &mut facts);
            }
            asked(&run.command, &mut facts);
        }
        facts
    }

    /// Puts all programs into `scenario`: that of the mode, which does as `behaviour`
    /// says, and the others, which succeed.
    pub(super) fn furnish(&self, scenario: &mut Scenario, behaviour: Behaviour) {
        let cast = self.cast(scenario, behaviour);
        self.take_on(scenario, cast);
    }

    /// The same, but the step with this place among those that are run does as `step`
    /// says.
    pub(super) fn furnish_with(
        &self,
        scenario: &mut Scenario,
        behaviour: Behaviour,
        place: usize,
        step: Behaviour,
    ) {
        let mut cast = self.cast(scenario, behaviour);
        cast[place].1 = step;
        self.take_on(scenario, cast);
    }

    /// Gives `scenario` the programs of `cast`, one after the other for one that is
    /// started several times, and the directory in which they run.
    fn take_on(&self, scenario: &mut Scenario, cast: Vec<(String, Behaviour)>) {
        for (program, does) in cast {
            let all = match scenario.stand_ins.remove(&program) {
                Some(before) => before.next(does),
                None => does,
            };
            scenario.stand_ins.insert(program, all);
        }
        scenario.image.directory = self.directory(scenario);
        scenario.image.folders.extend(self.directory(scenario));
        if scenario.stand_ins.contains_key(SLEEP) && self.sleeps() {
            scenario.time = Time::Unclear;
        }
        if let Some(Probe::File { path, .. }) = self.run().and_then(|run| run.health.as_ref()) {
            let path = settle(path, scenario).clone();
            scenario.image.files.push(path.clone());
            scenario.image.beat = Some(path);
        }
        // A folder for the state that the table names is one of the image.
        if let [own] = self.plan.state.as_slice()
            && self.run().is_some_and(|run| run.health.is_some())
        {
            scenario.image.folders.push(own.clone());
        }
    }

    /// Whether the script lets time pass itself, for a pause or a limit.
    fn sleeps(&self) -> bool {
        let supervised = self
            .supervision()
            .is_some_and(|one| one.restart.is_some() || one.grace.is_some());
        let mut steps = self.run().into_iter().flat_map(|run| &run.steps);
        supervised || steps.any(|step| step.step.timeout.is_some())
    }

    /// The working directory of the program, if it has one of its own.
    pub(super) fn directory(&self, scenario: &Scenario) -> Option<String> {
        let directory = self.run()?.directory.as_ref()?;
        Some(settle(directory, scenario).clone())
    }

    /// The TCP port on which somebody must listen for `scenario` to be healthy, if health is
    /// asked that way, and if it is a port.
    pub(super) fn port(&self, scenario: &Scenario) -> Option<u16> {
        match self.run()?.health.as_ref()? {
            Probe::Tcp(port) => {
                let port = settle(port, scenario);
                let is_one = port.starts_with(|first| matches!(first, '1'..='9'));
                port.parse().ok().filter(|_| is_one)
            }
            _ => None,
        }
    }

    /// Who is started in `scenario`, in the order of their starts, and does what; nobody
    /// where nothing is run.
    fn cast(&self, scenario: &Scenario, behaviour: Behaviour) -> Vec<(String, Behaviour)> {
        let scenario = &self.with_programs(scenario);
        let Some(command) = self.command(scenario) else {
            return Vec::new();
        };
        let succeeds = |command: Vec<String>| (command[0].clone(), Behaviour::exits(0));
        let steps = self.steps(scenario).into_iter();
        let steps = steps.map(|step| succeeds(step.command));
        let own = (command[0].clone(), behaviour);
        let others = self.others(scenario).into_iter().map(succeeds);
        steps.chain([own]).chain(others).collect()
    }

    /// `scenario` with all programs that are started in it, for a condition may ask for one
    /// of them.
    fn with_programs(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        loop {
            let commands = self.all_commands(&scenario);
            let known = scenario.stand_ins.len();
            for mut command in commands {
                let there = scenario.stand_ins.entry(command.swap_remove(0));
                there.or_insert_with(|| Behaviour::exits(0));
            }
            if scenario.stand_ins.len() == known {
                return scenario;
            }
        }
    }

    /// How many steps of `scenario` run just `command`.
    pub(super) fn steps_like(&self, command: &[String], scenario: &Scenario) -> usize {
        let steps = self.steps(scenario);
        steps.iter().filter(|step| step.command == command).count()
    }

    /// How many steps of `scenario` start `program`.
    pub(super) fn steps_by(&self, program: &str, scenario: &Scenario) -> usize {
        let steps = self.steps(scenario);
        steps
            .iter()
            .filter(|step| step.program() == program)
            .count()
    }

    /// What runs in `scenario` when its program has begun: for its health and its end.
    fn others(&self, scenario: &Scenario) -> Vec<Vec<String>> {
        let Some(run) = self.run() else {
            return Vec::new();
        };
        let supervised = run.supervised.iter();
        let hooks = supervised
            .flat_map(|one| [&one.before, &one.after])
            .flatten();
        let probe = match &run.health {
            Some(Probe::Run(command)) => Some(command),
            _ => None,
        };
        let all = probe.into_iter().chain(hooks);
        all.map(|command| settle(command, scenario).clone())
            .collect()
    }

    /// What must come of `scenario`, whose programs are there, up to its program.
    pub(super) fn expected(&self, scenario: &Scenario) -> Vec<Expectation> {
        if let Some((code, messages)) = self.refusal(scenario) {
            let logged = messages.iter().map(|message| self.failed(message));
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
            Expectation::ProcessOne(command.clone(), self.supervision().is_none()),
        ];
        if let Some(umask) = self.plan.umask {
            let mask = u32::from(umask.bits());
            expected.push(Expectation::Umask(command.clone(), mask));
        }
        if let Some(directory) = self.directory(scenario)
            && directory.starts_with('/')
        {
            expected.push(Expectation::Directory(command, directory));
        }
        if let Some(chosen) = &self.story.mode
            && self.plan.talks
            && self.plan.selection.is_some()
        {
            expected.push(self.logged(&format!("mode {}", chosen.mode.name)));
        }
        let entries = self.story.environment.iter();
        let warnings = said(entries.flat_map(|entry| &entry.warnings), scenario);
        expected.extend(warnings.map(|warning| self.warned(&warning)));
        expected.extend(self.values(scenario));
        expected
    }

    /// The values that are said in `scenario`, but for those of which characters are
    /// replaced.
    fn values(&self, scenario: &Scenario) -> impl Iterator<Item = Expectation> {
        let entries = self.story.environment.iter();
        let said = entries.filter(|entry| entry.variable.notes.contains(&Note::Log));
        said.filter_map(|entry| {
            let value = settle(&entry.value, scenario).value.clone();
            let value = value.unwrap_or_default();
            let name = &entry.variable.reference.name;
            let is_plain = value.chars().all(|one| matches!(one, ' '..='~'));
            is_plain.then(|| self.logged(&format!("{name} is {value}")))
        })
    }

    /// What runs up to the program: the steps, then it.
    pub(super) fn commands(&self, scenario: &Scenario) -> Vec<Vec<String>> {
        let steps = self.steps(scenario).into_iter();
        let steps = steps.map(|step| step.command);
        steps.chain(self.command(scenario)).collect()
    }

    /// All that is started in `scenario`.
    pub(super) fn all_commands(&self, scenario: &Scenario) -> Vec<Vec<String>> {
        let mut all = self.commands(scenario);
        all.extend(self.others(scenario));
        all
    }

    /// The line of the log that says `message`.
    fn logged(&self, message: &str) -> Expectation {
        self.line("info", message)
    }

    /// The line of the log that says the error `message`.
    pub(super) fn failed(&self, message: &str) -> Expectation {
        self.line("error", message)
    }

    /// The line of the log that says `warning`.
    pub(super) fn warned(&self, warning: &str) -> Expectation {
        self.line("warning", &form::warning(self.plan.log, warning))
    }

    /// The same of a warning that the runtime says, in its own words.
    pub(super) fn warned_by_runtime(&self, warning: &str) -> Expectation {
        self.line("warning", warning)
    }

    fn line(&self, level: &str, message: &str) -> Expectation {
        let app = form::app(self.plan);
        let escaped = form::escaped(message);
        Expectation::Logged(match self.plan.log {
            Log::Plain => format!("{app}: {message}\n"),
            Log::Logfmt => format!("level={level} app={app} msg=\"{escaped}\"\n"),
            Log::Json => {
                format!("{{\"level\":\"{level}\",\"app\":\"{app}\",\"msg\":\"{escaped}\"}}\n")
            }
        })
    }
}

/// Adds what `answer` depends on.
fn asked<T>(answer: &Answer<T>, facts: &mut BTreeSet<Fact>)
where
    T: PartialEq,
{
    let findings = answer.branches().iter().flat_map(|branch| &branch.when);
    facts.extend(findings.map(|finding| finding.fact.clone()));
}

/// Those of `remarks` that the container of `scenario` says.
fn said<'r>(
    remarks: impl Iterator<Item = &'r Remark>,
    scenario: &Scenario,
) -> impl Iterator<Item = String> {
    let applying = remarks.filter(|remark| *settle(&remark.applies, scenario));
    applying.map(|remark| remark.message.clone())
}

/// A signal of the plan as the kernel has it.
pub(super) fn signal(signal: crate::plan::Signal) -> Signal {
    Signal::try_from(i32::from(signal.number())).unwrap_or(Signal::SIGTERM)
}
