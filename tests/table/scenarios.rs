//! Scenarios: what their starts lead to, and what becomes of them in the plan.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lychgate::explain::{self, Story, Unexplained, explain};
use lychgate::plan::{Death, End, Moment, Plan, Scenario, Signal, Verdict, resolve};
use lychgate::table::{Outcome, Source, Start, Table};

use super::{accepted, refused};

/// The scenarios of a table with these lines.
fn scenarios(source: &str) -> Vec<Scenario> {
    resolve(&accepted(source), "lychgate.toml").scenarios
}

/// The one scenario of `mode` with `line` in a table that begins with `head`.
fn start(head: &str, mode: &str, line: &str) -> (Option<usize>, String, Vec<String>) {
    let source = format!(
        "{head}\n[[scenarios]]\nid = 'a'\nsays = 'b'\nmode = '{mode}'\n{line}\n\
         expect = {{ absent = 'x' }}\n"
    );
    let scenario = scenarios(&source).remove(0);
    let variables: Vec<_> = scenario
        .variables
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    (scenario.mode, variables.join(" "), scenario.words)
}

#[test]
fn lychee_proves_its_requirements() {
    let scenarios = scenarios(include_str!("../../golden/lychee/lychgate.toml"));
    let modes: Vec<_> = scenarios.iter().map(|it| (&*it.id, it.mode)).collect();
    let (web, worker) = (Some(0), Some(1));
    assert_eq!(
        modes,
        [
            ("S-002-01", worker),
            ("S-002-02", web),
            ("S-002-03", web),
            ("S-002-04", None),
            ("S-002-05", worker),
            ("FR-002-05", worker),
            ("FR-002-05-reset", worker),
        ]
    );
    let stopped = &scenarios[4];
    assert_eq!(
        stopped.variables.get("LYCHEE_MODE").map(String::as_str),
        Some("worker")
    );
    assert_eq!(stopped.signal, Some((Signal::Term, Moment::Running)));
    let (program, starts) = &stopped.stand_ins[0];
    assert_eq!((program.as_str(), starts.len()), ("php", 1));
    assert_eq!(starts[0].lingers, Some(Duration::from_millis(300)));
    assert_eq!(starts[0].end, End::Exit(4));
    assert_eq!(stopped.expect.exit, Some(4));
    assert_eq!(stopped.expect.starts, [("php".to_owned(), 1)]);
    assert_eq!(scenarios[5].stand_ins[0].1[0].times, 11);
    assert_eq!(scenarios[6].later, Some(Duration::from_secs(300)));
    assert_eq!(scenarios[6].expect.health, Some(Verdict::Healthy));
}

#[test]
fn every_key_of_a_scenario_reaches_the_plan() {
    let scenarios = scenarios(include_str!("../fixtures/every-key.toml"));
    let first = &scenarios[0];
    assert_eq!(first.words, ["--verbose"], "`options` chooses the mode");
    assert_eq!(first.signal, Some((Signal::Term, Moment::Step)));
    let (drain, starts) = &first.stand_ins[1];
    assert_eq!(drain, "/drain");
    assert_eq!(starts[0].end, End::Dies(Death::Kill));
    let php = &first.stand_ins[0].1[0];
    assert_eq!(php.until, Some(Signal::Term));
    assert_eq!(php.runs, Some(Duration::from_secs(3600)));
    assert_eq!(php.prints.as_deref(), Some("ready\n"));
    assert_eq!(php.complains.as_deref(), Some("no config\n"));
    assert_eq!(first.expect.within, Some(Duration::from_secs(2)));
    assert_eq!(first.expect.absent, ["password", "leaving"]);
    assert_eq!(scenarios[1].words, ["worker"], "the first word chooses");
}

#[test]
fn the_mode_is_chosen_by_what_is_asked_first() {
    let modes = "[modes.web]\n[modes.worker]\nrun = ['/work', '$@']\nmatch = ['w?']\n";
    let by = |select: &str| format!("[entrypoint]\nselect = {select}\n{modes}");
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();

    let variable = by("['env:ROLE', 'arg']");
    let args = "args = ['worker', 'x']";
    let said = start(&variable, "worker", args);
    assert_eq!(
        said,
        (Some(1), "ROLE=worker".to_owned(), words(&["worker", "x"]))
    );
    let said = start(&variable, "worker", "env = { ROLE = 'worker', A = '' }");
    assert_eq!(said, (Some(1), "A= ROLE=worker".to_owned(), words(&[])));

    let word = by("['arg', 'env:ROLE']");
    let said = start(&word, "worker", args);
    assert_eq!(
        said,
        (Some(1), String::new(), words(&["worker", "worker", "x"]))
    );
    let said = start(&word, "worker", "args = ['w1']");
    assert_eq!(said, (Some(1), String::new(), words(&["w1"])), "by `match`");
    let said = start(&word, "web", "args = ['/app']");
    assert_eq!(said, (Some(0), "ROLE=web".to_owned(), words(&["/app"])));

    let said = start("[modes.only]\nrun = '/app'", "only", "");
    assert_eq!(
        said,
        (Some(0), String::new(), words(&[])),
        "nothing chooses"
    );
}

#[test]
fn durations_have_milliseconds() {
    let later = |text: &str| {
        format!(
            "[modes.m]\nrun = '/a'\nrestart = {{}}\n[[scenarios]]\nid = 'a'\nsays = 'b'\n\
             later = '{text}'\nexpect = {{ absent = 'x' }}\n"
        )
    };
    for (text, milliseconds) in [
        ("1ms", 1),
        ("1500ms", 1500),
        ("2s", 2000),
        ("5m", 300_000),
        ("24h", 86_400_000),
    ] {
        let said = scenarios(&later(text)).remove(0).later;
        assert_eq!(said, Some(Duration::from_millis(milliseconds)), "{text}");
    }
    for text in [
        "",
        "5",
        "s",
        "0ms",
        "25h",
        "-1s",
        "1 s",
        "1us",
        "99999999999999999999s",
    ] {
        let said = refused("lychgate.toml", &later(text));
        assert!(said.contains("duration"), "{text}: {said}");
    }
}

/// The tables of the project that are right.
fn tables() -> Vec<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tables = vec![project.join("tests/fixtures/every-key.toml")];
    for folder in ["golden", "tests/fixtures/emit"] {
        let entries = fs::read_dir(project.join(folder)).expect("the folder is there");
        let paths = entries.map(|entry| entry.expect("it can be listed").path());
        tables.extend(paths.map(|path| {
            let inside = path.join("lychgate.toml");
            if path.is_dir() { inside } else { path }
        }));
    }
    tables.retain(|path| path.extension().is_some_and(|it| it == "toml") && path.is_file());
    tables
}

/// Starts by which a table can be asked what it chooses.
fn starts(table: &Table) -> Vec<Start> {
    let names = table.modes.iter().flat_map(|mode| {
        let aliases = mode.aliases.iter().map(|alias| alias.value.to_string());
        [mode.name.value.to_string()].into_iter().chain(aliases)
    });
    let names: Vec<String> = names.collect();
    let others = [
        "",
        "-x",
        "--verbose",
        "php",
        "worker-1",
        "a1",
        ":health",
        ":help",
        ":run",
    ];
    let words: Vec<String> = names
        .iter()
        .cloned()
        .chain(others.map(str::to_owned))
        .collect();
    let mut lines = vec![Vec::new()];
    for word in &words {
        lines.push(vec![word.clone()]);
        lines.push(vec![word.clone(), "php".to_owned()]);
    }
    let variables = table
        .entrypoint
        .select
        .iter()
        .filter_map(|source| match &source.value {
            Source::Variable(name) => Some(name.to_string()),
            Source::FirstWord => None,
        });
    let variables: Vec<String> = variables.collect();
    let mut starts = Vec::new();
    for words in lines {
        let start = |variables| Start {
            variables,
            words: words.clone(),
        };
        starts.push(start([].into()));
        for name in &variables {
            for value in names.iter().map(String::as_str).chain(["", "invalid"]) {
                starts.push(start([(name.clone(), value.to_owned())].into()));
            }
        }
    }
    starts
}

/// What `explain` says that `start` leads to, in words.
fn told(plan: &Plan, start: &Start) -> String {
    let start = explain::Start {
        variables: start.variables.clone(),
        words: start.words.clone(),
    };
    let question = |word: &str| format!("the question {word}");
    match explain(plan, &start) {
        Err(Unexplained::Question(word)) => question(&word),
        Err(Unexplained::TooManyBranches) => "too much".to_owned(),
        Ok(Story {
            mode: None,
            then: Ok(_),
            ..
        }) => "a command".to_owned(),
        Ok(Story {
            mode: None,
            then: Err(refusal),
            ..
        }) => format!("refused: {}", refusal.code),
        // A mode that runs the words refuses wrong ones before it looks at variables.
        Ok(Story {
            mode: Some(_),
            then: Err(refusal),
            environment,
            ..
        }) if environment.is_empty() => {
            format!("refused: {}", refusal.code)
        }
        Ok(Story {
            mode: Some(chosen), ..
        }) => chosen.mode.name.clone(),
    }
}

/// What a start leads to is told twice: of the table, where a scenario is checked, and of
/// the plan, where it is explained.
#[test]
fn a_start_leads_to_what_explain_says() {
    let mut asked = 0;
    for path in tables() {
        let table = accepted(&fs::read_to_string(&path).expect("it is a file of ours"));
        let plan = resolve(&table, "lychgate.toml");
        for start in starts(&table) {
            let told = told(&plan, &start);
            let said = match table.outcome(&start) {
                _ if told == "too much" => continue,
                Outcome::Mode(index, _) => plan.modes[index].name.clone(),
                _ if told.starts_with("the question") => {
                    assert!(start.words[0].starts_with(':'));
                    continue;
                }
                Outcome::Command(_) => "a command".to_owned(),
                Outcome::Answer => "an answer".to_owned(),
                Outcome::Refused(lychgate::table::Refusal::Mode) => {
                    format!("refused: {}", plan.exit.mode)
                }
                Outcome::Refused(lychgate::table::Refusal::Usage) => {
                    format!("refused: {}", plan.exit.usage)
                }
            };
            assert_eq!(said, told, "{}: {start:?}", path.display());
            asked += 1;
        }
    }
    assert!(asked > 1000, "only {asked} starts");
}
