//! What the container of a scenario is like, where an answer depends on it.

use std::fs::{self, FileType};
use std::os::unix::fs::FileTypeExt;

use nix::unistd::geteuid;

use crate::explain::{Answer, Fact};
use crate::prove::scenario::Scenario;

/// The value that holds in the container of `scenario`.
pub(super) fn settle<'a, T: PartialEq>(answer: &'a Answer<T>, scenario: &Scenario) -> &'a T {
    let branches = answer.branches();
    let applies = branches.iter().find(|branch| {
        let mut findings = branch.when.iter();
        findings.all(|finding| holds(&finding.fact, scenario) == finding.holds)
    });
    // Exactly one branch applies in any container.
    &applies.unwrap_or(&branches[0]).value
}

fn holds(fact: &Fact, scenario: &Scenario) -> bool {
    let is = |path: &str, kind: fn(&FileType) -> bool| {
        fs::metadata(path).is_ok_and(|file| kind(&file.file_type()))
    };
    match fact {
        Fact::File(path) => is(path, FileType::is_file),
        Fact::Directory(path) => is(path, FileType::is_dir),
        Fact::Socket(path) => is(path, FileType::is_socket),
        Fact::Empty(path) => is_empty(path),
        Fact::Program(name) => scenario.stand_ins.contains_key(name) || which::which(name).is_ok(),
        Fact::Root => geteuid().is_root(),
    }
}

fn is_empty(path: &str) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => fs::metadata(path).is_ok_and(|file| file.len() == 0),
    }
}
