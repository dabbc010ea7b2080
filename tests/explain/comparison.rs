//! What was explained beside what came of it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use lychgate::explain::{Entry, Run, Start, Story, Unexplained, explain};
use lychgate::plan::{Log, Plan};
use lychgate::shell::Installed;

use super::container::Container;
use crate::emission::case::{Case, Outcome};
use crate::emission::play::Stage;

/// How far a start came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    Refusal,
    Before,
    Program,
}

/// A start of `plan`, what was explained and what came of it.
pub(super) struct Comparison<'c> {
    plan: &'c Plan,
    story: Story<'c>,
    container: Container<'c>,
    given: BTreeMap<String, String>,
    outcome: Outcome,
}

impl<'c> Comparison<'c> {
    /// What is explained of `case`; nothing if that asks a question and starts nothing.
    pub(super) fn new(plan: &'c Plan, stage: &'c Stage, case: &Case) -> Option<Self> {
        let given = stage.environment(case);
        let container = Container::new(stage, &given["PATH"]);
        let start = Start {
            variables: given.clone(),
            words: case.words.clone(),
        };
        let story = match explain(plan, &start) {
            Err(Unexplained::Question(_)) => return None,
            story => story.expect("a start that has few branches"),
        };
        Some(Self {
            plan,
            story,
            container,
            given,
            outcome: Outcome::default(),
        })
    }

    /// Starts `script` in `shell`.
    pub(super) fn play(
        &mut self,
        shell: &Installed,
        script: &Path,
        case: &Case,
    ) -> std::io::Result<()> {
        self.outcome = self.container.stage.play(shell, script, case)?;
        Ok(())
    }

    /// The working directory of the program, if there is one of its own.
    pub(super) fn directory(&self) -> Option<PathBuf> {
        let directory = self.story.then.as_ref().ok()?.directory.as_ref()?;
        let directory = self.container.settle(directory);
        Some(self.container.stage.folder().join(directory))
    }

    /// Whether a line of the log says `message`, whatever its level.
    fn says(&self, message: &str) -> bool {
        let escaped = message.replace('\\', r"\\").replace('"', "\\\"");
        let line = match self.plan.log {
            Log::Plain => format!("{}: {message}", self.plan.app),
            Log::Logfmt => format!(" msg=\"{escaped}\""),
            Log::Json => format!("\"msg\":\"{escaped}\"}}"),
        };
        let lines = self.outcome.said.iter();
        let mut same = lines.filter(|said| match self.plan.log {
            Log::Plain => **said == line,
            Log::Logfmt | Log::Json => said.ends_with(&line),
        });
        same.next().is_some()
    }

    /// What the container refuses with, if it does.
    fn refusal(&self) -> Option<(u8, Vec<String>)> {
        if let Err(refusal) = &self.story.then {
            let (code, mut messages) = (refusal.code, refusal.messages.clone());
            if !self.story.environment.is_empty() {
                messages = self.wrong();
            }
            return Some((code, messages));
        }
        let wrong = self.wrong();
        (!wrong.is_empty()).then_some((self.plan.exit.environment, wrong))
    }

    fn wrong(&self) -> Vec<String> {
        let entries = self.story.environment.iter();
        self.container.said(entries.flat_map(|entry| &entry.errors))
    }

    /// Fails unless what was explained came of it. Gives what could be compared.
    #[track_caller]
    pub(super) fn check(&self) -> Reach {
        if let Some((code, messages)) = self.refusal() {
            self.check_refusal(code, &messages);
            return Reach::Refusal;
        }
        let run = self.story.then.as_ref().expect("it is not refused");
        self.check_mode();
        self.check_warnings();
        if self.outcome.run.is_empty() {
            self.check_stopped_before();
            return Reach::Before;
        }
        self.check_run(run);
        Reach::Program
    }

    #[track_caller]
    fn check_refusal(&self, code: u8, messages: &[String]) {
        assert_eq!(self.outcome.code, i32::from(code));
        assert!(self.outcome.run.is_empty() && self.outcome.before.is_empty());
        for message in messages {
            assert!(self.says(message), "not said: {message}");
        }
        let is_error = |said: &&String| {
            let errors = ["level=error ", "{\"level\":\"error\""];
            errors.iter().any(|error| said.starts_with(error))
        };
        let errors = self.outcome.said.iter().filter(is_error).count();
        if self.plan.log == Log::Plain {
            self.check_plain_lines(messages);
        } else {
            assert_eq!(errors, messages.len());
        }
    }

    /// Every line is explained: as an error, or what is said on the way to it.
    #[track_caller]
    fn check_plain_lines(&self, messages: &[String]) {
        let app = format!("{}: ", self.plan.app);
        let names: Vec<_> = self.story.environment.iter().map(name_of).collect();
        for line in &self.outcome.said {
            let said = line.strip_prefix(&app).expect("the script says it");
            let explained = messages.iter().any(|message| message == said)
                || said.starts_with("mode ")
                || said.starts_with("nofile cannot be ")
                || said.starts_with("warning: ")
                || names.iter().any(|name| is_value(name, said));
            assert!(explained, "not explained: {said}");
        }
    }

    #[track_caller]
    fn check_mode(&self) {
        if !self.plan.talks || self.plan.selection.is_none() {
            return;
        }
        if let Some(chosen) = &self.story.mode {
            assert!(self.says(&format!("mode {}", chosen.mode.name)));
        } else {
            let lines = &self.outcome.said;
            assert!(lines.iter().all(|said| !said.contains(": mode ")));
        }
    }

    #[track_caller]
    fn check_warnings(&self) {
        let entries = self.story.environment.iter();
        let warnings = self
            .container
            .said(entries.flat_map(|entry| &entry.warnings));
        let prefix = match self.plan.log {
            Log::Plain => "warning: ",
            Log::Logfmt | Log::Json => "",
        };
        for warning in &warnings {
            assert!(
                self.says(&format!("{prefix}{warning}")),
                "not said: {warning}"
            );
        }
        let own =
            |said: &&String| said.contains(": warning: ") && !said.contains("warning: step '");
        if self.plan.log == Log::Plain {
            let said = self.outcome.said.iter().filter(own).count();
            assert_eq!(said, warnings.len());
        }
    }

    /// What only the container knows ended it: a step failed, or there is no directory.
    #[track_caller]
    fn check_stopped_before(&self) {
        let last = self.outcome.said.last().expect("it says why");
        let missing = self
            .directory()
            .is_some_and(|directory| !directory.is_dir());
        let (why, code) = if missing {
            ("cannot enter ", self.plan.exit.environment)
        } else {
            ("step '", self.plan.exit.step)
        };
        assert!(last.contains(why), "no program: {last}");
        assert_eq!(self.outcome.code, i32::from(code));
    }

    #[track_caller]
    fn check_run(&self, run: &Run<'_>) {
        assert_eq!(self.outcome.run, self.container.settle(&run.command));
        let steps = run.steps.iter();
        let steps = steps.filter(|step| self.container.settle(&step.applies));
        let commands: Vec<_> = steps
            .map(|step| self.container.settle(&step.command))
            .filter(|command| !command[0].contains('/'))
            .collect();
        assert_eq!(self.outcome.before, commands);
        // What is given under a name of the script's own is none of its variables.
        let mut added = self.outcome.added.clone();
        added.retain(|name, _| !name.starts_with("lg_"));
        assert_eq!(added, self.added());
    }

    /// What the program's environment is explained to have besides the given one.
    fn added(&self) -> BTreeMap<String, String> {
        let exported = self.story.environment.iter();
        let exported = exported.filter(|entry| !entry.variable.reference.private);
        let values = exported.filter_map(|entry| {
            let value = self.container.settle(&entry.value).value?;
            Some((name_of(entry).to_owned(), value))
        });
        let is_new = |(name, value): &(String, String)| self.given.get(name) != Some(value);
        values.filter(is_new).collect()
    }
}

/// Whether `said` tells the value of the variable `name`, for its `log`.
fn is_value(name: &str, said: &str) -> bool {
    let rest = said
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix(" is "));
    rest.is_some_and(|value| !value.starts_with("required"))
}

fn name_of<'e>(entry: &'e Entry<'_>) -> &'e str {
    &entry.variable.reference.name
}

/// Checks a comparison that has this name.
pub(super) fn named(name: &str, comparison: &Comparison<'_>) -> Reach {
    let checked = catch_unwind(AssertUnwindSafe(|| comparison.check()));
    checked.unwrap_or_else(|_| {
        panic!(
            "{name}\n{:#?}\n{:#?}",
            comparison.story.then, comparison.outcome
        )
    })
}
