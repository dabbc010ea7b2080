//! What is explained is what the script does: each is asked, and compared.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lychgate::emit::emit;
use lychgate::shell::Shell;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::comparison::{Comparison, Reach, named};
use crate::emission::case::Case;
use crate::emission::fixtures::Fixture;
use crate::emission::planned;
use crate::emission::play::Stage;
use crate::emission::random::good_tables;
use crate::support::{each_shell, skip};

/// How often each random table is started.
const STARTS: usize = 2;

/// In the shells besides dash one case in so many is compared: that all cases come out
/// the same there is shown elsewhere.
const SAMPLE: usize = 8;

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
                let Some(mut comparison) = Comparison::new(plan, stage, case) else {
                    continue;
                };
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
/// Tells who runs the script.
const ID: &str = "#!/bin/dash\nexec /usr/bin/id \"$@\"\n";
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
        return skip("dash is not installed");
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let starts = starts();
    let stage = Stage::new(WORDS.into_iter().chain(["program"]));
    stage.file("bin/sleep", SLEEP.as_bytes());
    stage.file("bin/id", ID.as_bytes());
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
            let comparison = Comparison::new(&plan, &stage, &start);
            let mut comparison = comparison.expect("it asks no question");
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

/// The explanation of one start does not fit another one.
#[test]
fn control_another_start_is_noticed() {
    let Some(dash) = Shell::Dash.find() else {
        return skip("dash is not installed");
    };
    let plan = planned(include_str!("../fixtures/emit/setup.toml"));
    let stage = Stage::new(["show"]);
    let script = stage.file("setup.sh", &emit(&plan));
    let start = |variables: &[(&str, &str)]| Case {
        variables: owned(variables.iter().copied().collect()),
        ..Case::default()
    };
    let right = start(&[("MODE", "worker"), ("TOKEN", "1")]);
    let others = [
        start(&[("MODE", "web"), ("TOKEN", "1")]),
        start(&[("MODE", "worker"), ("TOKEN", "1"), ("LEVEL", "debug")]),
        start(&[("MODE", "worker")]),
    ];
    for other in &others {
        for (explained, played) in [(&right, other), (other, &right)] {
            let comparison = Comparison::new(&plan, &stage, explained);
            let mut comparison = comparison.expect("it asks no question");
            let started = comparison.play(&dash, &script, played);
            started.expect("the script can be started");
            let noticed = catch_unwind(AssertUnwindSafe(|| comparison.check())).is_err();
            assert!(noticed, "{explained:?}\n{played:?}");
        }
    }
}
