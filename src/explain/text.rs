//! The story for people: a title a phase, and its lines below it.

use crate::emit::sentence::{either, started_again};
use crate::explain::answer::{Answer, Branch};
use crate::explain::phrase::{all, assignment, command, if_any, word};
use crate::explain::story::{
    By, Chosen, Entry, Origin, Probe, Remark, Resolved, Run, StepStory, Story, Supervised,
};
use crate::plan::{AfterLimit, Plan, Restart, StepFail};

/// `story` as text. Commands and values are quoted as a shell reads them.
#[must_use]
pub fn text(story: &Story<'_>) -> String {
    let mut page = Page::default();
    page.line(0, &headline(story));
    page.phase("limits", limits(story.plan));
    page.phase("environment", story.environment.iter().flat_map(entry));
    match &story.then {
        Ok(run) => {
            let steps = run.steps.iter();
            page.phase("steps", steps.flat_map(|one| step(story.plan, one)));
            let directory = run.directory.iter();
            page.phase(
                "directory",
                directory.flat_map(|path| cases("", path, word)),
            );
            page.phase("program", program(story.plan, run));
            page.phase("health", run.health.iter().flat_map(health));
        }
        Err(refusal) => {
            let title = format!("the container leaves with {}", refusal.code);
            page.phase(&title, refusal.messages.iter().map(|text| at(1, text)));
        }
    }
    page.text
}

/// A line with its level.
struct Line {
    level: usize,
    text: String,
}

fn at(level: usize, text: impl Into<String>) -> Line {
    let text = text.into();
    Line { level, text }
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, level: usize, text: &str) {
        self.text.push_str(&"  ".repeat(level));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// The lines under their title; nothing for none.
    fn phase(&mut self, title: &str, lines: impl IntoIterator<Item = Line>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.text.push('\n');
            self.line(0, title);
        }
        for line in lines {
            self.line(line.level, &line.text);
        }
    }
}

fn headline(story: &Story<'_>) -> String {
    match (&story.mode, &story.then) {
        (Some(chosen), _) => format!("mode {}, {}", chosen.mode.name, chosen_by(chosen)),
        (None, Ok(_)) => "no mode: the words are a command to which no rule applies".to_owned(),
        (None, Err(_)) => "no mode".to_owned(),
    }
}

fn chosen_by(chosen: &Chosen<'_>) -> String {
    match &chosen.by {
        By::Nobody => "the only one".to_owned(),
        By::Default => "the default".to_owned(),
        By::Variable { name, value } => format!("chosen by {}", assignment(name, value)),
        By::Word(first) => format!("chosen by the first word, {}", word(first)),
        By::Match(first) => format!("whose `match` fits the first word, {}", word(first)),
        By::Option(first) => format!("which takes options such as {}", word(first)),
        By::Unknown(first) => format!("which takes unknown words such as {}", word(first)),
    }
}

fn limits(plan: &Plan) -> Vec<Line> {
    let umask = plan.umask.map(|umask| at(1, format!("umask {umask}")));
    let files = plan.nofile.map(|nofile| {
        at(
            1,
            format!("at most {nofile} open files, or as many as the container allows"),
        )
    });
    umask.into_iter().chain(files).collect()
}

fn entry(entry: &Entry<'_>) -> Vec<Line> {
    let reference = &entry.variable.reference;
    let private = reference.private;
    let mut lines = cases("", &entry.value, |value| {
        variable(&reference.name, value, private)
    });
    // What is wrong in any case stands where the container leaves.
    let open = |error: &&Remark| error.applies.certain().is_none();
    let errors = entry.errors.iter().filter(open);
    lines.extend(errors.map(|error| remark("error", error)));
    lines.extend(
        entry
            .warnings
            .iter()
            .map(|warning| remark("warning", warning)),
    );
    lines
}

/// `NAME=value (default)`
fn variable(name: &str, resolved: &Resolved, private: bool) -> String {
    let origin = match &resolved.origin {
        Origin::Given => "given".to_owned(),
        Origin::Alias(alias) => format!("from {alias}"),
        Origin::Default => "default".to_owned(),
        Origin::Nothing => return format!("{name} has no value"),
    };
    let private = if private { ", not exported" } else { "" };
    let value = resolved.value.as_deref().unwrap_or_default();
    format!("{} ({origin}{private})", assignment(name, value))
}

fn remark(kind: &str, remark: &Remark) -> Line {
    let when = match remark.applies.certain() {
        Some(_) => String::new(),
        None => format!(", {}", if_any(&remark.applies)),
    };
    at(2, format!("{kind}{when}: {}", remark.message))
}

fn step(plan: &Plan, story: &StepStory<'_>) -> Vec<Line> {
    let name = &story.step.name;
    let title = match story.applies.certain() {
        Some(true) => name.clone(),
        Some(false) => return vec![at(1, format!("{name}: not run"))],
        None => format!("{name}: {}", if_any(&story.applies)),
    };
    let failure = match story.step.fail {
        StepFail::Stop => format!("a failure ends the container with {}", plan.exit.step),
        StepFail::Warn => "a failure is only said".to_owned(),
    };
    let timeout = story
        .step
        .timeout
        .map_or(String::new(), |seconds| format!("at most {seconds} s; "));
    let mut lines = vec![at(1, title)];
    lines.extend(deeper(cases("", &story.command, |argv| command(argv))));
    lines.push(at(2, timeout + &failure));
    lines
}

fn program(plan: &Plan, run: &Run<'_>) -> Vec<Line> {
    let mut lines = cases("", &run.command, |argv| command(argv));
    match &run.supervised {
        None => lines.push(at(2, "takes the place of the script, as process 1")),
        Some(supervised) => lines.extend(self::supervised(plan, supervised)),
    }
    lines
}

fn supervised(plan: &Plan, supervised: &Supervised<'_>) -> Vec<Line> {
    let rules = supervised.supervision;
    let mut lines = vec![at(2, "a child of the script, which is process 1")];
    if let Some(restart) = &rules.restart {
        lines.push(at(2, started_again(restart)));
        lines.extend(limit(plan, restart));
    }
    if let Some(before) = &supervised.before {
        lines.extend(deeper(cases("before a stop: ", before, |argv| {
            command(argv)
        })));
    }
    let accepts = rules.accepts.iter().map(|signal| signal.name());
    let stops = either(
        ["TERM", "INT"]
            .into_iter()
            .chain(accepts)
            .map(str::to_owned),
    );
    let kill = match rules.grace {
        Some(seconds) => format!(", and KILL after {seconds} s"),
        None => String::new(),
    };
    let signal = rules.signal.name();
    lines.push(at(
        2,
        format!("{stops} to the container: gets {signal}{kill}"),
    ));
    for forward in &rules.forward {
        let (from, to) = (forward.from.name(), forward.to.name());
        lines.push(at(2, format!("{from} to the container: gets {to}")));
    }
    if let Some(after) = &supervised.after {
        lines.extend(deeper(cases("after its end: ", after, |argv| {
            command(argv)
        })));
    }
    lines
}

fn limit(plan: &Plan, restart: &Restart) -> Option<Line> {
    let limit = restart.limit?;
    let then = match limit.then {
        AfterLimit::Exit => format!("the container ends with {}", plan.exit.crash_loop),
        AfterLimit::Unhealthy => "unhealthy".to_owned(),
    };
    let (exits, within) = (limit.exits, limit.within);
    Some(at(
        2,
        format!("more than {exits} exits in {within} s: {then}"),
    ))
}

fn health(probe: &Probe) -> Vec<Line> {
    let mut lines = vec![at(1, "the program runs")];
    lines.extend(match probe {
        Probe::Alive => Vec::new(),
        Probe::Run(answer) => cases("ends with 0: ", answer, |argv| command(argv)),
        Probe::Tcp(port) => cases("somebody listens on TCP port ", port, word),
        Probe::File { path, fresh_for } => cases("", path, |path| {
            format!("{} was changed in the last {fresh_for} s", word(path))
        }),
    });
    lines
}

/// The value after `lead`; if it depends on the container a line for each case.
fn cases<T: PartialEq>(lead: &str, answer: &Answer<T>, say: impl Fn(&T) -> String) -> Vec<Line> {
    if let Some(value) = answer.certain() {
        return vec![at(1, format!("{lead}{}", say(value)))];
    }
    let branches = answer.branches();
    let line = |(index, branch): (usize, &Branch<T>)| {
        let when = if index + 1 == branches.len() {
            "else".to_owned()
        } else {
            format!("if {}", all(&branch.when))
        };
        at(1, format!("{when}: {lead}{}", say(&branch.value)))
    };
    branches.iter().enumerate().map(line).collect()
}

fn deeper(lines: Vec<Line>) -> impl Iterator<Item = Line> {
    let deeper = |line: Line| at(line.level + 1, line.text);
    lines.into_iter().map(deeper)
}
