//! The tables of `fixtures/emit`: the script of each, and what it does with the
//! cases beside the table, in every shell.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use lychgate::emit::emit;
use lychgate::plan::Plan;

use super::case::{Case, cases};
use super::engines::{accept, files};
use super::play::Stage;
use super::{emitted, planned};
use crate::support::each_shell;

/// A table with its script on a stage.
pub(crate) struct Fixture {
    /// Its name.
    pub(crate) name: String,
    /// What its table gives.
    pub(crate) plan: Plan,
    /// Its script.
    pub(crate) script: PathBuf,
    /// Where the script is.
    pub(crate) stage: Stage,
    /// How the script is started, and what comes of it.
    pub(crate) cases: Vec<Case>,
}

impl Fixture {
    fn new(table: &Path) -> Self {
        let text = |path: &Path| fs::read_to_string(path).expect("a fixture is a text");
        let cases = cases(&text(&table.with_extension("cases")));
        let programs: BTreeSet<&str> = cases
            .iter()
            .filter_map(|case| case.outcome.run.first().map(String::as_str))
            .collect();
        let stage = Stage::new(programs);
        furnish(stage.folder());
        let name = table
            .file_stem()
            .expect("a fixture has a name")
            .to_string_lossy()
            .into_owned();
        let plan = planned(&text(table));
        let script = stage.file(&format!("{name}.sh"), &emit(&plan));
        Self {
            name,
            plan,
            script,
            stage,
            cases,
        }
    }

    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/emit");
        files(&folder, ".toml")
            .iter()
            .map(|table| Self::new(table))
            .collect()
    }
}

/// Makes what conditions look for.
fn furnish(folder: &Path) {
    let made = fs::write(folder.join("file"), "content")
        .and_then(|()| fs::write(folder.join("empty file"), ""))
        .and_then(|()| fs::create_dir(folder.join("empty folder")))
        .and_then(|()| fs::create_dir(folder.join("folder")))
        .and_then(|()| fs::write(folder.join("folder/.hidden"), ""))
        .and_then(|()| UnixListener::bind(folder.join("socket")));
    made.expect("the stage is new and ours");
}

/// The script without its header and the runtime.
fn generated(script: &str) -> &str {
    let own = script.find("# The variables that ");
    let end = || script.rfind("\n}\n\n").map(|end| end + 4);
    let header = || script.find("\n\n").map(|end| end + 2);
    &script[own.or_else(end).or_else(header).unwrap_or(0)..]
}

#[test]
fn every_script_reads_well() {
    for fixture in Fixture::all() {
        let script = fs::read_to_string(&fixture.script).expect("the script was just written");
        insta::assert_snapshot!(fixture.name.as_str(), generated(&script));
    }
}

#[test]
fn every_script_is_accepted() {
    let fixtures = Fixture::all();
    let scripts: Vec<PathBuf> = fixtures
        .iter()
        .map(|fixture| fixture.script.clone())
        .collect();
    accept(&scripts);
}

#[test]
fn a_table_with_every_key_is_accepted() {
    let stage = Stage::new([]);
    let script = emitted(include_str!("../fixtures/every-key.toml"));
    accept(&[stage.file("every-key.sh", &script)]);
}

#[test]
fn every_script_does_what_its_cases_say() {
    let fixtures = Fixture::all();
    each_shell(|shell| {
        let mut wrong = Vec::new();
        for fixture in &fixtures {
            for case in &fixture.cases {
                let outcome = fixture.stage.play(shell, &fixture.script, case)?;
                if outcome != case.outcome {
                    let (name, line) = (&fixture.name, case.line);
                    let expected = &case.outcome;
                    wrong.push(format!(
                        "{name}.cases:{line}: {expected:?}\n    is {outcome:?}"
                    ));
                }
            }
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(wrong.join("\n").into())
        }
    });
}
