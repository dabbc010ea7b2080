//! Right scripts of odd tables, which are proven, and mutants of them, which are not.

use std::path::Path;

use lychgate::prove::matrix::{Matrix, prove};
use lychgate::prove::subject::Subject;
use lychgate::prove::verdict::Verdict;

use super::{dash, shells};
use crate::emission::planned;
use crate::support::LYCHGATE;

/// A step with the words of the program, conditions on a program that is started, a
/// locale, a mode that is `sleep`, and codes that the scenarios would use.
const ODD: &str = r#"
[entrypoint]
select = "env:ROLE"

[modes.tool]
run     = ["tool", "--two"]
restart = { on = "failure", delay = "1s", recycle = [7, 8], limit = { exits = 3, within = "1m", then = "unhealthy" } }
health  = { alive = true }

[modes.planned]
run     = ["tool"]
restart = { on = "never", delay = "5s", recycle = [0] }
health  = { alive = true }

[modes.sleep]
run = ["sleep", "infinity"]

[[steps]]
name = "same"
run  = ["tool", "--two"]
when = "cmd:tool"

[[steps]]
name = "never"
run  = ["tool", "--never"]
when = "!cmd:tool"

[env.LC_ALL]
default = "C"
"#;

/// Paths that are no plain ones: a folder that each container has for itself, places where
/// nothing can be put, a program that is a file, and a directory in another spelling.
const PATHS: &str = r#"
[modes.web]
run = ["./serve", "${A}", "${B}"]
cd  = "/srv//app/"

[env.A]
default = [
  { value = "a folder", when = "dir:/etc/passwd" },
  { value = "a file",   when = "file:/run" },
  { value = "kernel",   when = "file:/sys/none" },
  { value = "program",  when = "file:/serve" },
]
required = "env:PWD=elsewhere"

[env.B]
default = [{ value = "of its own", when = "empty:/run" }]
"#;

/// A program that is the one of a step, of the question for health and of a hook as well,
/// a limit of a time that a slow machine needs, and a port that is none.
const LIMITS: &str = r#"
[entrypoint]
select = "arg"

[modes.asked]
run    = ["work"]
health = { run = ["php", "health"] }

[modes.hooked]
run     = ["php"]
stop    = { after = ["php", "after"] }
restart = { on = "failure", factor = 2, stable-after = "1s", limit = { exits = 2, within = "1s" } }

[modes.closed]
run     = ["work"]
restart = { limit = { exits = 2, within = "1m", then = "unhealthy" } }
health  = { tcp = "${PORT:-080}" }

[[steps]]
name = "migrate"
run  = ["php", "migrate"]
"#;

/// Programs that the script needs itself, with other words.
const OWN: &str = r#"
[modes.web]
run    = ["id"]
health = { file = { path = "/run/beat", fresh-for = "60s" } }

[[steps]]
name = "no old PID"
run  = ["rm", "-f", "tmp/pids/server.pid"]

[[steps]]
name = "settings"
run  = ["mv", "-f", "settings.new", "settings"]

[[steps]]
name = "time"
run  = ["date", "-u"]

[env.DATA]
required = true
warn     = { when = "root", say = "as root" }
"#;

/// Locales, of which a shell wants that there are such, and a letter that needs one.
const LOCALES: &str = r#"
[modes.web]
run = ["serve", "é", "${LC_TIME:+time}"]

[env.LC_ALL]
default = "en_US.UTF-8"

[env.LANG]
required = true
"#;

/// Steps with a limit each: only that of the step which is looked at is over at once.
const TIMES: &str = r#"
[modes.web]
run = ["serve"]

[[steps]]
name    = "first"
run     = ["first"]
fail    = "warn"
timeout = "30s"

[[steps]]
name    = "second"
run     = ["second"]
timeout = "30s"

[[steps]]
name    = "third"
run     = ["first", "again"]
timeout = "30s"
"#;

/// A variable that chooses the mode and can name none.
const CHOICE: &str = r#"
[entrypoint]
select  = "env:ROLE"
default = "web"

[modes.web]
run       = ["serve"]
supervise = true

[env.ROLE]
type    = "int"
default = 10
"#;

/// A table whose parts are all to be seen.
const SEEN: &str = r#"
[entrypoint]
select  = "arg"
default = "web"
verbs   = ["run"]
umask   = "0027"
log     = "plain"

[modes.web]
run = ["serve", "${FLAG:-none}", "$@"]

[[modes.web.arg]]
add  = ["--debug"]
when = "env:DEBUG"

[modes.worker]
run       = ["work"]
stop      = { grace = "30s" }
supervise = true

[[steps]]
name    = "migrate"
run     = ["migrate"]
when    = "true:MIGRATE"
timeout = "1m"

[[steps]]
name    = "check"
run     = ["check"]
timeout = "2m"

[env.LEVEL]
default = "info"
log     = true
"#;

/// What is refuted of `subject` in dash; nothing where that is missing.
fn refuted(subject: &Subject) -> Option<Vec<String>> {
    let matrix = prove(subject, vec![dash()?], Path::new(LYCHGATE), 8, |_, _, _| {});
    let Matrix { rows, .. } = matrix.expect("the sandbox works here");
    let refuted = rows
        .into_iter()
        .filter(|row| row.cells[0].verdict != Verdict::Proven);
    Some(refuted.map(|row| row.scenario.id).collect())
}

#[test]
fn a_right_script_of_an_odd_table_is_proven() {
    for table in [ODD, PATHS, LIMITS, OWN, TIMES, CHOICE, SEEN] {
        let Some(refuted) = refuted(&Subject::of(&planned(table))) else {
            return;
        };
        assert!(refuted.is_empty(), "{refuted:?}");
    }
}

#[test]
fn a_sleep_of_the_table_is_not_played_beside_pauses() {
    let Some(dash) = dash() else { return };
    let table = "[modes.idle]\nrun = ['sleep', '100']\nrestart = { delay = '1s' }\n";
    let subject = Subject::of(&planned(table));
    let matrix = prove(&subject, vec![dash], Path::new(LYCHGATE), 8, |_, _, _| {});
    let Matrix { rows, .. } = matrix.expect("the sandbox works here");
    assert!(!rows.is_empty());
    for row in rows {
        let why = "cannot tell the `sleep` of the table from one of a pause or limit";
        let verdict = &row.cells[0].verdict;
        let is_refused = row.scenario.id == "idle/extra-words";
        let should = if is_refused {
            Verdict::Proven
        } else {
            Verdict::NotRun(why.to_owned())
        };
        assert_eq!(*verdict, should, "{}", row.scenario.id);
    }
}

#[test]
fn a_right_script_of_locales_is_proven_in_each_shell() {
    let subject = Subject::of(&planned(LOCALES));
    let matrix = prove(&subject, shells(), Path::new(LYCHGATE), 8, |_, _, _| {});
    let Matrix { rows, shells, .. } = matrix.expect("the sandbox works here");
    for row in rows {
        for (cell, shell) in row.cells.iter().zip(&shells) {
            let (id, shell) = (&row.scenario.id, shell.shell());
            assert_eq!(cell.verdict, Verdict::Proven, "{id} in {shell}");
        }
    }
}

#[test]
fn a_script_without_one_of_its_parts_is_refuted() {
    for (part, instead, scenario) in [
        ("umask 0027", ":", "web/start"),
        ("set -- \"$@\" --debug", ":", "web/given-"),
        ("${FLAG:-none}", "${FLAG-none}", "web/given-"),
        ("lg_step migrate migrate", "true", "web/given-"),
        ("lg_timeout=120", "lg_timeout=121", "web/step-check-timeout"),
        ("lg_limit 30", "lg_limit 31", "worker/stop-grace"),
        (
            "lg_fail 64 'worker takes no arguments'",
            ":",
            "worker/extra-words",
        ),
        ("lg_log \"LEVEL is $lg_text\"", ":", "web/start"),
        (
            "lg_fail 64 'usage: :run COMMAND [ARG...]'",
            ":",
            "question/run-usage",
        ),
    ] {
        let mut subject = Subject::of(&planned(SEEN));
        let script = String::from_utf8(subject.script).expect("a script is a text");
        assert!(script.contains(part), "{part} in:\n{script}");
        subject.script = script.replace(part, instead).into_bytes();
        subject.scenarios.retain(|one| one.id.starts_with(scenario));
        let Some(refuted) = refuted(&subject) else {
            return;
        };
        assert!(!refuted.is_empty(), "{part} is out, and {scenario} proven");
    }
}
