//! Whatever is answered and whatever an image says: the table is right, and so is
//! its script.

use lychgate::dockerfile::{self, Image};
use lychgate::draft::{Answers, ModeAnswer, draft};
use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::is_right;
use crate::emission::emitted;
use crate::emission::engines::{accept, formatted, parsed_by_dash};

/// How many tables are made.
const TABLES: usize = 300;

/// How many of their scripts are shown to every shell and shellcheck.
const SHOWN: usize = 10;

/// A word as a Dockerfile may have it.
fn word() -> impl Strategy<Value = String> {
    "[a-c'\"\\\\`*$@{}#&;<> \n\t\u{1b}é-]{0,6}|/entrypoint\\.sh|\\$HOME|-[a-z]"
}

/// `keyword` in exec form or shell form, or no such line.
fn command(keyword: &'static str) -> impl Strategy<Value = String> {
    let exec = vec(word(), 0..4).prop_map(|words| serde_json::json!(words).to_string());
    let shell = "[a-c'\"$*;&|-][a-c'\"$*;&| -]{0,9}";
    line(keyword, prop_oneof![3 => exec.boxed(), 1 => shell.boxed()])
}

/// An instruction with one of these texts, or no such line.
fn line(
    keyword: &'static str,
    text: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    of(text).prop_map(move |text| match text {
        Some(text) => format!("{keyword} {text}\n"),
        None => String::new(),
    })
}

/// One of these words.
fn one(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(words).prop_map(str::to_owned)
}

fn image() -> impl Strategy<Value = Image> {
    let signals = &["SIGQUIT", "USR1", "15", "28", "SIGRTMIN+3", "$X", "\"\t\""];
    let copied = &[". /app", "docker/entrypoint.sh a\"b /"];
    let lines = (
        line("COPY", one(copied)),
        command("ENTRYPOINT"),
        command("CMD"),
        line("STOPSIGNAL", one(signals)),
    );
    lines.prop_map(|(copy, entrypoint, cmd, signal)| {
        let source = format!("FROM debian\n{copy}{entrypoint}{cmd}{signal}");
        dockerfile::parse(&source).unwrap_or_else(|fault| panic!("{fault:?}\n{source}"))
    })
}

fn answers() -> impl Strategy<Value = Answers> {
    let commands = &[
        "php",
        "a 'b c' $@",
        "a \"${X:-1}\" '$@'",
        "a # not this",
        "a '' \\\\",
    ];
    let app = of("[a-z'\"\\\\$#é ]{1,6}");
    let names = btree_set("[a-zA-Z0-9_./+@][a-zA-Z0-9_.:/+@-]{0,5}", 1..4);
    let runs = vec(of(one(commands)), 3);
    let source = of(one(&["arg", "env:ROLE"]));
    let answers = (app, names, runs, source, 0..4_usize);
    answers.prop_map(|(app, names, runs, select, default)| {
        let default = names.iter().nth(default).cloned();
        let modes = names.into_iter().zip(runs);
        let modes = modes.map(|(name, command)| ModeAnswer { name, command });
        Answers {
            app,
            modes: modes.collect(),
            select,
            default,
        }
    })
}

/// The same tables each time.
fn tables() -> Vec<String> {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let strategy = (answers(), image());
    let mut table = || {
        let tree = strategy.new_tree(&mut runner);
        let (answers, image) = tree.expect("nothing is filtered").current();
        draft(&answers, &image).table
    };
    (0..TABLES).map(|_| table()).collect()
}

/// A line as a Dockerfile may have it, and as none should.
fn dockerfile_line() -> impl Strategy<Value = String> {
    let keyword = one(&[
        "FROM",
        "cmd",
        "ENTRYPOINT",
        "LABEL",
        "COPY",
        "RUN",
        "#",
        "SHELL",
    ]);
    let rest = "[a\\[\\]\"',$<=\\\\`# \t\réE-]{0,12}";
    let end = one(&["\n", "\\\n", "\r\n", "`\n", " <<E\n", ""]);
    (keyword, rest, end).prop_map(|(keyword, rest, end)| format!("{keyword} {rest}{end}"))
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(2000) })]

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(
        lines in vec(dockerfile_line(), 0..8),
        before in one(&["", "\u{feff}", "# escape=`\n", "FROM a\n"]),
    ) {
        let source = format!("{before}{}", lines.concat());
        if let Err(diagnostic) = dockerfile::parse(&source)
            && let Some(label) = diagnostic.primary
        {
            prop_assert!(source.get(label.span).is_some_and(|text| !text.is_empty()));
        }
    }
}

#[test]
fn any_draft_is_a_right_table_with_a_clean_script() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut scripts = Vec::new();
    for (index, table) in tables().iter().enumerate() {
        is_right(table);
        let path = folder.path().join(format!("{index}.sh"));
        std::fs::write(&path, emitted(table)).expect("the folder is ours");
        scripts.push(path);
    }
    formatted(&scripts);
    parsed_by_dash(&scripts);
    accept(&scripts[..SHOWN]);
}
