//! Variables that a shell sets by itself: a script that looks at one is proven as in a
//! container that sets it, and without it where the shell does as well.

use std::path::Path;

use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::shells;
use crate::emission::planned;
use crate::support::LYCHGATE;

/// What is not proven of the script of `table`, each with the shell and the reason.
fn not_proven(table: &str) -> Vec<(String, &'static str, String)> {
    let subject = Subject::of(&planned(table));
    let matrix = prove(&subject, shells(), Path::new(LYCHGATE), 4, |_, _, _| {});
    let Matrix { rows, shells, .. } = matrix.expect("the sandbox works here");
    let mut all = Vec::new();
    for row in rows {
        for (cell, shell) in row.cells.iter().zip(&shells) {
            let why = match &cell.verdict {
                Verdict::Proven => continue,
                Verdict::NotRun(why) => why.clone(),
                Verdict::Refuted(misses) => format!("{misses:?}"),
            };
            all.push((row.scenario.id.clone(), shell.shell().name(), why));
        }
    }
    all
}

/// Fails unless all of `table` is proven in each shell that sets no `HOSTNAME`, and all but
/// `scenario` in the others.
#[track_caller]
fn only(scenario: &str, table: &str) {
    let others = shells();
    let others = others.iter().map(|shell| shell.shell().name());
    let setting = others.filter(|name| ["busybox", "bash"].contains(name));
    let why = "has its own `HOSTNAME`".to_owned();
    let expected: Vec<_> = setting
        .map(|shell| (scenario.to_owned(), shell, why.clone()))
        .collect();
    assert_eq!(not_proven(table), expected, "{table}");
}

#[test]
fn a_shell_s_own_hostname_is_no_failure() {
    let work = "[modes.w]\nrun = ['work', '--name=${HOSTNAME}']\n";
    only("w/given-3", work);
    only(
        "w/given-1",
        &format!("{work}[env.HOSTNAME]\ndefault = 'me'\n"),
    );
    let required = "[modes.w]\nrun = ['work']\n[env.HOSTNAME]\nrequired = true\n";
    only("env/HOSTNAME-unset", required);
    let when = "arg = [{ add = ['--named'], when = 'env:HOSTNAME' }]\n";
    only("w/given-2", &format!("[modes.w]\nrun = ['work']\n{when}"));
}

#[test]
fn a_scenario_of_the_table_has_a_hostname_too() {
    let own =
        "[[scenarios]]\nid = 'named'\nsays = 'it is named'\nexpect = { starts = { named = 1 } }\n";
    let table = "[modes.w]\nrun = ['work']\n[[steps]]\nname = 'named'\nrun = ['named']\nwhen = 'env:HOSTNAME'\n";
    let left = not_proven(&format!("{table}{own}"));
    assert!(left.iter().all(|(id, ..)| id != "named"), "{left:?}");
}

#[test]
fn what_every_run_has_is_known() {
    let table = "[modes.w]\nrun = ['work', '${PWD}', '${LC_CTYPE}']\n";
    assert_eq!(not_proven(table), []);
}
