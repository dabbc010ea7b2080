//! Right scripts, which are proven, and the same with one part changed, which are not.

use std::path::Path;
use std::thread;

use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::dash;
use crate::emission::planned;
use crate::support::LYCHGATE;

/// Fails unless in dash each scenario of `table` is proven, and refuted when a part of the
/// script is another: its name, the part, and what comes in its place. All at once, since
/// most wait for what does not come.
fn sees_each(table: &str, mutants: &[(&str, &str, &str)]) {
    thread::scope(|scope| {
        for (id, part, instead) in mutants {
            scope.spawn(|| sees(table, id, part, instead));
        }
    });
}

/// Fails unless the scenario `id` of `table` is proven in dash, and refuted when `part` of
/// the script is `instead`.
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
    sees_each(
        table,
        &[
            ("web/nofile", "lg_nofile 128", ":"),
            ("web/nofile", "lg_nofile 128", "lg_nofile 129"),
            ("web/nofile-hard", "lg_nofile 128", ":"),
            ("web/nofile-hard", "ulimit -S -n \"$lg_hard\"", ":"),
            ("web/nofile-hard", "    lg_log \"nofile", "    : \"nofile"),
        ],
    );
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
    let level = ("web/start", "${2-info}", "${2-debug}");
    let error = ("env/A-unset", " error", " warning");
    let warning = ("web/start", " warning", " error");
    let logfmt = ("web/start", "\"my app\"", "other");
    sees_each(&table("logfmt"), &[logfmt, level, warning, error]);
    let json = ("web/start", "lg_app='my app'", "lg_app=other");
    sees_each(&table("json"), &[json, level, error]);
    let plain = ("web/start", "lg_app='my app'", "lg_app='not my app'");
    sees_each(&table("plain"), &[plain]);
}

#[test]
fn the_age_of_the_file_that_is_asked_for_health() {
    let table = "[modes.web]\nrun = ['serve']\nsupervise = true\n\
        health = { file = { path = 'run/beat', fresh-for = '60s' } }\n";
    sees_each(
        table,
        &[
            (
                "web/health-file-old",
                "lg_fresh run/beat 60",
                "lg_fresh run/beat 61",
            ),
            (
                "web/health-file-old",
                "lg_fresh run/beat 60",
                "lg_fresh run/beat 59",
            ),
            ("web/health", "lg_old - lg_then", "lg_then - lg_old"),
            (
                "web/health-file-old",
                "lg_old - lg_then",
                "lg_then - lg_old",
            ),
        ],
    );
}

#[test]
fn the_second_at_which_a_time_is_over() {
    let table = "[modes.a]\nrun = ['a']\n\
        restart = { delay = '1s', factor = 2, max-delay = '9s', stable-after = '30s' }\n\
        [modes.b]\nrun = ['b']\n\
        restart = { delay = '1s', limit = { exits = 2, within = '60s', then = 'exit' } }\n\
        [modes.c]\nrun = ['c']\nhealth = { alive = true }\n\
        restart = { delay = '1s', limit = { exits = 2, within = '50s', then = 'unhealthy' } }\n\
        [entrypoint]\nselect = 'arg'\n";
    sees_each(
        table,
        &[
            ("a/stable", "-lt 30", "-le 30"),
            ("a/stable-not", "-lt 30", "-lt 29"),
            (
                "b/crash-loop-over",
                "lg_crash_loop 2 60",
                "lg_crash_loop 2 61",
            ),
            (
                "b/crash-loop-just",
                "lg_crash_loop 2 60",
                "lg_crash_loop 2 59",
            ),
            (
                "c/crash-loop-over",
                "lg_crash_loop 2 50",
                "lg_crash_loop 2 51",
            ),
            (
                "c/crash-loop-just",
                "lg_crash_loop 2 50",
                "lg_crash_loop 2 49",
            ),
            ("c/crash-loop", "-ge \"$lg_within\"", "-gt \"$lg_within\""),
            (
                "c/crash-loop",
                "$((lg_now - lg_since))",
                "$((lg_now - lg_since + 1))",
            ),
        ],
    );
}

#[test]
fn what_chance_may_add_to_a_pause() {
    let table = "[modes.a]\nrun = ['a']\nrestart = { delay = '5s', jitter = '3s' }\n";
    sees_each(
        table,
        &[
            ("a/restart", "lg_pause=5", "lg_pause=4 lg_pause=1"),
            ("a/restart", "lg_pause=5", "lg_pause=9"),
            ("a/restart", "lg_jitter 3", "lg_pause=9"),
        ],
    );
}

#[test]
fn a_command_beside_the_program_with_a_wrong_variable() {
    let table = "[entrypoint]\nverbs = ['run']\n[modes.a]\nrun = ['a']\n\
        [env.PORT]\ntype = 'port'\n";
    sees_each(table, &[("a/run-refused", "lg_wrong", ": lg_wrong")]);
}

#[test]
fn a_relative_program_below_its_directory() {
    let table = "[modes.a]\nrun = ['./serve']\ncd = '/app'\n\
        [[steps]]\nname = 'set up'\nrun = ['bin/set-up']\n";
    sees_each(table, &[("a/start", "cd -- /app", "cd -- /")]);
}
