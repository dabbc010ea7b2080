//! The tables of the project: their scripts do all that follows from them, in every shell.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::shells;
use crate::emission::planned;
use crate::support::{LYCHGATE, note, test_name};

/// How many scenarios are played at a time: most of them wait.
const JOBS: usize = 4;

/// Programs that a shell has in itself, and runs in place of those on `PATH`.
const OWN: [&str; 5] = ["/bin/sh", "crontab", "env", "setpriv", "true"];

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the script of `table` does in each shell that is there.
fn played(table: &Path) -> Matrix {
    let text = fs::read_to_string(table).expect("the tables of the project are texts");
    let subject = Subject::of(&planned(&text));
    prove(&subject, shells(), Path::new(LYCHGATE), JOBS, |_, _, _| {})
        .expect("the sandbox works here")
}

/// Fails unless every cell of `matrix` is proven, but those for which a shell has a
/// program itself. Gives the names of the scenarios.
#[track_caller]
fn is_proven(matrix: &Matrix) -> BTreeSet<String> {
    for row in &matrix.rows {
        let id = &row.scenario.id;
        for (cell, shell) in row.cells.iter().zip(&matrix.shells) {
            let shell = shell.shell();
            match &cell.verdict {
                Verdict::Proven => {}
                Verdict::Refuted(misses) => {
                    let seen = cell.outcome.as_ref().map(ToString::to_string);
                    panic!("{id} in {shell}: {misses:#?}\n{}", seen.unwrap_or_default())
                }
                Verdict::NotRun(why) => {
                    let is_own = OWN
                        .iter()
                        .any(|own| *why == format!("runs its own `{own}`"));
                    let is_refused = why.contains("refused");
                    assert!(is_own || is_refused, "{id} in {shell}: {why}");
                }
            }
            if cell.outcome.as_ref().is_some_and(|outcome| !outcome.pid1) {
                note(&format!("`{}` was proven without process 1", test_name()));
            }
        }
    }
    let rows = matrix.rows.iter();
    rows.map(|row| row.scenario.id.clone()).collect()
}

/// The same of a table of the gallery.
#[track_caller]
fn golden(name: &str) -> BTreeSet<String> {
    is_proven(&played(&project(&format!("golden/{name}/lychgate.toml"))))
}

#[test]
fn lychee_does_what_its_requirements_say() {
    let ids = golden("lychee");
    let required = [
        "S-002-01",
        "S-002-02",
        "S-002-03",
        "S-002-04",
        "S-002-05",
        "FR-002-05",
        "FR-002-05-reset",
    ];
    for id in required {
        assert!(ids.contains(id), "{id} is not proven");
    }
    for what in [
        "stop",
        "stop-again",
        "stop-pause",
        "restart",
        "crash-loop",
        "health",
    ] {
        assert!(ids.contains(&format!("worker/{what}")), "worker/{what}");
    }
}

#[test]
fn the_shop_does_what_its_table_says() {
    golden("shop");
}

#[test]
fn redash_does_what_its_table_says() {
    golden("redash");
}

#[test]
fn the_other_tables_of_the_gallery_are_proven() {
    for name in ["smallest", "memcached", "valkey", "ctfd", "mautic"] {
        golden(name);
    }
}

#[test]
fn every_fixture_is_proven() {
    let folder = fs::read_dir(project("tests/fixtures/emit")).expect("it is there");
    let paths = folder.map(|entry| entry.expect("it can be listed").path());
    let tables = paths.filter(|path| path.extension().is_some_and(|it| it == "toml"));
    let proven: usize = tables.map(|table| is_proven(&played(&table)).len()).sum();
    assert!(proven > 300, "{proven}");
}
