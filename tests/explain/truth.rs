//! What is explained is what the script does: each is asked, and compared.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use lychgate::emit::emit;
use lychgate::explain::{Answer, Entry, Fact, Finding, Remark, Run, Start, Story, explain};
use lychgate::plan::{Log, Plan};
use lychgate::shell::{Installed, Shell};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::emission::case::{Case, Outcome};
use crate::emission::fixtures::Fixture;
use crate::emission::planned;
use crate::emission::play::Stage;
use crate::emission::random::good_tables;
use crate::support::each_shell;

/// How often each random table is started.
const STARTS: usize = 2;

/// In the shells besides dash one case in so many is compared: that all cases come out
/// the same there is shown elsewhere.
const SAMPLE: usize = 8;

/// A container, as far as conditions look at it.
struct Container<'s> {
    stage: &'s Stage,
    path: String,
}

impl Container<'_> {
    fn holds(&self, fact: &Fact) -> bool {
        let at = |path: &str| self.stage.folder().join(path);
        let is = |path: &str, is: fn(&fs::Metadata) -> bool| {
            !path.is_empty() && fs::metadata(at(path)).is_ok_and(|found| is(&found))
        };
        match fact {
            Fact::File(path) => is(path, fs::Metadata::is_file),
            Fact::Directory(path) => is(path, fs::Metadata::is_dir),
            Fact::Socket(path) => is(path, |found| found.file_type().is_socket()),
            Fact::Empty(path) if is(path, fs::Metadata::is_dir) => {
                fs::read_dir(at(path)).is_ok_and(|mut entries| entries.next().is_none())
            }
            Fact::Empty(path) => is(path, |found| found.is_file() && found.len() == 0),
            Fact::Program(name) => self.has(name),
            Fact::Root => nix::unistd::geteuid().is_root(),
        }
    }

    /// Whether dash finds the program `name`.
    fn has(&self, name: &str) -> bool {
        let mut dash = Command::new("/bin/dash");
        dash.args(["-c", "command -v \"$1\" >/dev/null", "dash", name]);
        let status = dash.env("PATH", &self.path).status();
        status.expect("dash is installed").success()
    }

    /// The branch of `answer` that applies here: exactly one.
    #[track_caller]
    fn settle<T: PartialEq + Clone>(&self, answer: &Answer<T>) -> T {
        let is_so = |finding: &Finding| self.holds(&finding.fact) == finding.holds;
        let branches = answer.branches().iter();
        let mut here = branches.filter(|branch| branch.when.iter().all(is_so));
        let branch = here.next().expect("one branch applies");
        assert!(here.next().is_none(), "two branches apply");
        branch.value.clone()
    }

    /// The sentences among `remarks` that are said here.
    fn said<'r>(&self, remarks: impl Iterator<Item = &'r Remark>) -> Vec<String> {
        let said = remarks.filter(|remark| self.settle(&remark.applies));
        said.map(|remark| remark.message.clone()).collect()
    }
}

/// A start of `plan`, what was explained and what came of it.
struct Comparison<'c> {
    plan: &'c Plan,
    story: Story<'c>,
    container: Container<'c>,
    given: BTreeMap<String, String>,
    outcome: Outcome,
}

impl<'c> Comparison<'c> {
    fn new(plan: &'c Plan, stage: &'c Stage, case: &Case) -> Self {
        let given = stage.environment(case);
        let container = Container {
            stage,
            path: given["PATH"].clone(),
        };
        let start = Start {
            variables: given.clone(),
            words: case.words.clone(),
        };
        let story = explain(plan, &start).expect("a start that has few branches");
        Self {
            plan,
            story,
            container,
            given,
            outcome: Outcome::default(),
        }
    }

    /// Starts `script` in `shell`.
    fn play(&mut self, shell: &Installed, script: &Path, case: &Case) -> std::io::Result<()> {
        self.outcome = self.container.stage.play(shell, script, case)?;
        Ok(())
    }

    /// The working directory of the program, if there is one of its own.
    fn directory(&self) -> Option<PathBuf> {
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
    fn check(&self) -> Reach {
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
                || names
                    .iter()
                    .any(|name| said.starts_with(&format!("{name} is ")));
            assert!(explained, "not explained: {said}");
        }
    }

    #[track_caller]
    fn check_mode(&self) {
        if !self.plan.talks || self.plan.selection.is_none() {
            return;
        }
        match &self.story.mode {
            Some(chosen) => assert!(self.says(&format!("mode {}", chosen.mode.name))),
            None => {
                let lines = &self.outcome.said;
                assert!(lines.iter().all(|said| !said.contains(": mode ")));
            }
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
        let (why, code) = match missing {
            true => ("cannot enter ", self.plan.exit.environment),
            false => ("step '", self.plan.exit.step),
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

fn name_of<'e>(entry: &'e Entry<'_>) -> &'e str {
    &entry.variable.reference.name
}

/// How far a start came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Refusal,
    Before,
    Program,
}

/// How many starts came how far.
type Count = BTreeMap<Reach, usize>;

#[test]
fn every_case_of_the_fixtures_is_explained() {
    let fixtures = Fixture::all();
    each_shell(|shell| {
        let is_dash = shell.shell() == Shell::Dash;
        let step = if is_dash { 1 } else { SAMPLE };
        let mut count = Count::new();
        for Fixture {
            name,
            plan,
            stage,
            script,
            cases,
        } in &fixtures
        {
            for case in cases.iter().step_by(step) {
                let mut comparison = Comparison::new(plan, stage, case);
                comparison.play(shell, script, case)?;
                let reach = named(&format!("{name}.cases:{}", case.line), &comparison);
                *count.entry(reach).or_default() += 1;
            }
        }
        let of = |reach| count.get(&reach).copied().unwrap_or(0) * step;
        assert!(
            of(Reach::Program) > 150 && of(Reach::Refusal) > 100,
            "{count:?}"
        );
        assert!(
            count.get(&Reach::Before).is_none_or(|&count| count < 10),
            "{count:?}"
        );
        Ok(())
    });
}

/// Checks a comparison that has this name.
fn named(name: &str, comparison: &Comparison<'_>) -> Reach {
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| comparison.check()));
    checked.unwrap_or_else(|_| {
        panic!(
            "{name}\n{:#?}\n{:#?}",
            comparison.story.then, comparison.outcome
        )
    })
}

/// The words of a command line, which may be the name of the program.
const WORDS: [&str; 9] = [
    "web",
    "work-er",
    "work-er-2",
    "work-er.x",
    "esac",
    "a",
    "abc",
    "b c",
    "unknown",
];

/// Ends the script whose pause it is.
const SLEEP: &str = "#!/bin/dash\nkill -s TERM \"$PPID\"\n";
/// Does nothing.
const HOOK: &str = "#!/bin/dash\n";

/// The variables that random tables look at.
const NAMES: [&str; 8] = [
    "B", "C_D", "X1", "TOKEN", "OLD_A", "OLD_B", "OLD_X1", "NOWHERE",
];

/// Words and variables for random tables.
fn starts() -> impl Strategy<Value = Case> {
    let mode = select(&["", "web", "work-er", "work-er.x", "esac", "bad\n"][..]);
    let value = select(&["", "1", "a", "tRue", "0", "80", "x y", "-3", "b'\"$x"][..]);
    let variables = proptest::collection::btree_map(select(&NAMES[..]), value, 0..6);
    let variables = (
        mode.clone(),
        proptest::option::weighted(0.2, mode),
        variables,
    );
    let variables = variables.prop_map(|(mode, other, mut variables)| {
        variables.insert("LYCHEE_MODE", mode);
        variables.insert("A", other.unwrap_or_default());
        variables
    });
    let word = prop_oneof![3 => select(&WORDS[..]), 1 => select(&["-x", "", "--"][..])];
    let words = proptest::collection::vec(word, 0..4);
    (variables, words).prop_map(|(variables, words)| Case {
        variables: owned(variables),
        words: without_empty_first(words),
        ..Case::default()
    })
}

/// `words` from the first on that is not empty. The layouts of a script differ in what
/// an empty first word is to a default mode that takes no words.
fn without_empty_first(words: Vec<&str>) -> Vec<String> {
    let words = words.into_iter().skip_while(|word| word.is_empty());
    words.map(str::to_owned).collect()
}

fn owned(variables: BTreeMap<&str, &str>) -> BTreeMap<String, String> {
    let pairs = variables.into_iter();
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn every_start_of_random_tables_is_explained() {
    let Some(dash) = Shell::Dash.find() else {
        return crate::emission::engines::skip("dash is not installed");
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let starts = starts();
    let stage = Stage::new(WORDS.into_iter().chain(["program"]));
    stage.file("bin/sleep", SLEEP.as_bytes());
    for hook in ["bin/drain", "bin/report"] {
        stage.file(hook, HOOK.as_bytes());
    }
    let mut count = Count::new();
    for (index, table) in good_tables().iter().enumerate() {
        let plan = planned(table);
        let script = stage.file(&format!("{index}.sh"), &emit(&plan));
        for _ in 0..STARTS {
            let start = starts
                .new_tree(&mut runner)
                .expect("nothing is filtered")
                .current();
            let mut comparison = Comparison::new(&plan, &stage, &start);
            if let Some(directory) = comparison.directory() {
                fs::create_dir_all(directory).expect("the stage is ours");
            }
            let played = comparison.play(&dash, &script, &start);
            played.expect("the script can be started");
            let reach = named(&format!("{table}\n{start:?}"), &comparison);
            *count.entry(reach).or_default() += 1;
        }
    }
    assert!(
        count[&Reach::Program] > 100 && count[&Reach::Refusal] > 100,
        "{count:?}"
    );
    assert!(!count.contains_key(&Reach::Before), "{count:?}");
}
