//! Right scripts, which are proven, and the same with one part changed, which are not.

use std::path::Path;

use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::dash;
use crate::emission::planned;
use crate::support::LYCHGATE;

/// Fails unless the scenario `id` of `table` is proven in dash, and refuted when `part` of
/// the script is `instead`.
#[track_caller]
fn sees(table: &str, id: &str, part: &str, instead: &str) {
    let Some(dash) = dash() else { return };
    let mut subject = Subject::of(&planned(table));
    subject.scenarios.retain(|one| one.id == id);
    assert_eq!(subject.scenarios.len(), 1, "{id}");
    let verdict = |subject: &Subject| {
        let matrix = prove(
            subject,
            vec![dash.clone()],
            Path::new(LYCHGATE),
            1,
            |_, _, _| {},
        );
        let Matrix { mut rows, .. } = matrix.expect("the sandbox works here");
        rows.remove(0).cells.remove(0).verdict
    };
    assert_eq!(verdict(&subject), Verdict::Proven, "{id}");
    let script = String::from_utf8(subject.script).expect("a script is a text");
    assert!(script.contains(part), "{part} in:\n{script}");
    subject.script = script.replace(part, instead).into_bytes();
    let mutant = verdict(&subject);
    let is_refuted = matches!(mutant, Verdict::Refuted(_));
    assert!(is_refuted, "{instead} for {part} in {id}: {mutant:?}");
}

#[test]
fn the_limit_of_open_files() {
    let table = "[entrypoint]\nnofile = 128\n[modes.web]\nrun = ['serve']\n";
    for (id, part, instead) in [
        ("web/nofile", "lg_nofile 128", ":"),
        ("web/nofile", "lg_nofile 128", "lg_nofile 129"),
        ("web/nofile-hard", "lg_nofile 128", ":"),
        ("web/nofile-hard", "ulimit -S -n \"$lg_hard\"", ":"),
        ("web/nofile-hard", "    lg_log \"nofile", "    : \"nofile"),
    ] {
        sees(table, id, part, instead);
    }
}

#[test]
fn every_field_of_a_line_of_the_log() {
    let table = |form: &str| {
        format!(
            "[entrypoint]\nlog = '{form}'\napp = 'my app'\nselect = 'arg'\ndefault = 'web'\n\
             [modes.web]\nrun = ['serve']\n\
             [env.A]\nrequired = true\nwarn = {{ when = 'env:A', say = 'A is set' }}\n"
        )
    };
    let (logfmt, json) = (&table("logfmt"), &table("json"));
    for (table, id, part, instead) in [
        (logfmt, "web/start", "\"my app\"", "other"),
        (logfmt, "web/start", "${2-info}", "${2-debug}"),
        (logfmt, "web/start", " warning", " error"),
        (logfmt, "env/A-unset", " error", " warning"),
        (json, "web/start", "lg_app='my app'", "lg_app=other"),
        (json, "web/start", "${2-info}", "${2-debug}"),
        (json, "env/A-unset", " error", " warning"),
    ] {
        sees(table, id, part, instead);
    }
    sees(
        &table("plain"),
        "web/start",
        "lg_app='my app'",
        "lg_app='not my app'",
    );
}
