//! `lychgate prove`.

mod check;
mod deaths;
mod health;
mod interrupt;
mod json;
mod list;
mod mutants;
mod namespaces;
mod odd_tables;
mod order;
mod own_variables;
mod progress;
mod reasons;
mod report;
mod script;
mod selection;
mod short;
mod steps;
mod tables;
mod temporary;
mod wrong_scripts;

use lychgate::prove::scenario::Scenario;
use lychgate::prove::subject::Subject;
use lychgate::shell::{Installed, Shell};

use crate::support::{shells_of_long_proofs, skip};
use crate::typed::Folder;

/// A table with a child of the script.
const WORKER: &str = "[modes.worker]\nrun = [\"work\", \"--queue=high\"]\nsupervise = true\n";

/// What a person writes in place of the script of [`WORKER`], and what is right in it.
const BY_HAND: &str = "#!/bin/sh\nwork --queue=high\n";

/// A folder with this table, and the programs of the system.
fn folder(table: &str) -> Folder {
    Folder::new()
        .variable("PATH", "/usr/bin:/bin")
        .file("lychgate.toml", table)
}

/// The shells in which scripts are proven, those of them that are there.
fn shells() -> Vec<Installed> {
    let wanted = shells_of_long_proofs().iter();
    wanted.copied().filter_map(found).collect()
}

/// `subject` with just the scenarios of these names.
#[track_caller]
fn only(mut subject: Subject, ids: &[&str]) -> Subject {
    let is_wanted = |one: &Scenario| ids.contains(&one.id.as_str());
    subject.scenarios.retain(is_wanted);
    assert_eq!(subject.scenarios.len(), ids.len(), "{ids:?}");
    subject
}

/// `shell`, or a note that it is missing.
fn found(shell: Shell) -> Option<Installed> {
    let installed = shell.find();
    if installed.is_none() {
        skip(&format!("{shell}, which is not installed"));
    }
    installed
}

/// dash, or a note that it is missing.
fn dash() -> Option<Installed> {
    let dash = Shell::Dash.find();
    if dash.is_none() {
        skip("what needs dash, which is not installed");
    }
    dash
}
