//! `lychgate explain`, as a user types it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use insta::assert_snapshot;

use crate::emission::engines::{ask, said};
use crate::support::LYCHGATE;
use crate::typed::Folder;

/// The smallest table with a choice.
const CHOICE: &str = "[entrypoint]\nselect = \"env:ROLE\"\n\
    [modes.web]\nrun = [\"serve\", \"${GREETING}\", \"$@\"]\n\
    [modes.worker]\naliases = [\"queue\"]\nrun = [\"work\"]\nhealth = { alive = true }\n";

fn lychee() -> Folder {
    let table = include_str!("../../golden/lychee/lychgate.toml");
    Folder::new().file("lychgate.toml", table)
}

fn shop() -> Folder {
    let table = include_str!("../../golden/shop/lychgate.toml");
    Folder::new().file("lychgate.toml", table)
}

fn choice() -> Folder {
    Folder::new().file("lychgate.toml", CHOICE)
}

#[test]
fn the_modes_of_lychee() {
    let lychee = lychee();
    assert_snapshot!("lychee", lychee.types("explain").text());
    let web = lychee.types("explain web -- php artisan octane:start --host=0.0.0.0");
    assert_snapshot!("lychee-web", web.text());
    let worker = lychee.types("explain worker --env QUEUE_NAMES=high,low");
    assert_snapshot!("lychee-worker", worker.text());
    let invalid = lychee.types("explain --env LYCHEE_MODE=invalid");
    assert_snapshot!("lychee-invalid", invalid.text());
}

#[test]
fn the_modes_of_a_shop() {
    let shop = shop();
    let settings = "--env DATABASE_URL=postgres://db/shop --env SECRET_KEY=x";
    assert_snapshot!("shop", shop.types("explain --env LOG_LEVEL=loud").text());
    let worker = format!("explain celery {settings} --env REDIS_URL=redis://r -- --beat");
    assert_snapshot!("shop-worker", shop.types(&worker).text());
    let shell = shop.types("explain -- sh -c date");
    assert_snapshot!("shop-command", shell.text());
    let json = format!("explain web {settings} --env BROKER_URL=b --format json -- --reload");
    assert_snapshot!("shop-json", shop.types(&json).text());
}

#[test]
fn every_key_has_its_line() {
    let table = include_str!("../fixtures/every-key.toml");
    let folder = Folder::new().file("lychgate.toml", table);
    let worker = "explain jobs --env TENANT=a --env DB_CONNECTION=mysql --env DB_PASSWORD=x";
    assert_snapshot!("every-key", folder.types(worker).text());
    let json = folder.types(&format!("{worker} --format json"));
    assert_snapshot!("every-key-json", json.text());
    let settings = "--env TENANT=a --env DB_CONNECTION=x --env DATABASE_PORT=2000";
    let proxy = folder.types(&format!("explain proxy {settings}"));
    assert_snapshot!("every-key-proxy", proxy.text());
}

#[test]
fn the_environment_of_this_machine_is_another_one() {
    let folder = choice()
        .variable("GREETING", "hello")
        .variable("ROLE", "worker");
    let plain = folder.types("explain web").text();
    assert!(plain.contains("\n  serve ''\n"), "{plain}");
    let taken = folder
        .types("explain web --env GREETING --env NOT_SET")
        .text();
    assert!(taken.contains("\n  serve hello\n"), "{taken}");
    let given = folder
        .types("explain web --env GREETING= --env GREETING=a=b")
        .text();
    assert!(given.contains("\n  serve a=b\n"), "{given}");
}

#[test]
fn the_command_can_be_pasted() {
    let folder = choice();
    let mut explain = folder.command("explain --env ROLE=web --");
    explain.args(["it's", "a  b", "$(id)", "", "é\n*"]);
    let shown = explain.output().expect("the program was just built");
    let shown = String::from_utf8(shown.stdout).expect("it is UTF-8");
    let (_, command) = shown.split_once("\nprogram\n").expect("there is a program");
    let (command, _) = command.split_once("\n    takes").expect("it is a program");
    let mut dash = Command::new("dash");
    let script = format!("serve() {{ printf '<%s>' \"$@\"; }}\n{command}");
    dash.args(["-c", &script]);
    if let Some(output) = ask(dash) {
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(words, "<><it's><a  b><$(id)><><é\n*>", "{}", said(&output));
    }
}

#[test]
fn what_is_no_mode_has_a_way_out() {
    choice().types("explain wroker").is(
        2,
        "",
        "error: there is no mode `wroker`\nhelp: did you mean `worker`? modes: web, worker\n",
    );
    choice().types("explain sh").is(
        2,
        "",
        "error: there is no mode `sh`\nhelp: modes: web, worker\n",
    );
    choice().types("explain web --env ROLE=worker").is(
        2,
        "",
        "error: `web` and `--env ROLE` choose two modes\nhelp: leave one of them out\n",
    );
    let same = choice().types("explain web --env ROLE=web").text();
    assert!(same.contains("mode web, chosen by ROLE=web\n"), "{same}");
}

#[test]
fn a_question_is_no_start() {
    let verbs = CHOICE.replace("[entrypoint]", "[entrypoint]\nverbs = [\"help\"]");
    let asked = Folder::new().file("lychgate.toml", &verbs);
    for question in [":health", ":help"] {
        asked.types(&format!("explain -- {question}")).is(
            2,
            "",
            &format!(
                "error: `{question}` asks the script something, and starts nothing\n\
                 help: leave it out to see what the container does\n"
            ),
        );
    }
    let other = asked.types("explain web -- :run").text();
    assert!(other.contains("\n  serve '' :run\n"), "{other}");
}

#[test]
fn a_variable_has_a_name_and_not_one_of_the_script() {
    let refused = |variable: &str, why: &str| {
        let shown = choice().types(&format!("explain --env {variable}")).text();
        let begins =
            format!("exit code 2\n-- stdout\n-- stderr\nerror: invalid value '{variable}' ");
        assert!(shown.starts_with(&begins) && shown.contains(why), "{shown}");
    };
    for wrong in ["=x", "=", "1A=x", "A-B=x", "é=x"] {
        refused(
            wrong,
            "a name has letters, digits and `_`, and no digit in front",
        );
    }
    refused(
        "lg_stopped=1",
        "names that begin with `lg_` are the script's own",
    );
}

#[test]
fn words_are_utf_8() {
    let folder = choice();
    let mut explain = folder.command("explain --");
    explain.arg(OsStr::from_bytes(b"\xff"));
    let shown = folder.said(&mut explain).text();
    assert!(
        shown.starts_with("exit code 2\n-- stdout\n-- stderr\nerror: "),
        "{shown}"
    );
    let mut taken = folder.command("explain --env BYTES");
    taken.env("BYTES", OsStr::from_bytes(b"\xff"));
    folder.said(&mut taken).is(
        2,
        "",
        "error: the value of `BYTES` is not UTF-8\n\
             help: give it another value: `--env BYTES=VALUE`\n",
    );
}

#[test]
fn the_table_is_found_as_for_other_verbs() {
    let folder = choice().file("other.toml", "[modes.only]\nrun = [\"other\"]\n");
    let other = folder.types("explain only --table other.toml").text();
    assert!(other.contains("mode only, the only one\n"), "{other}");
    let folder = folder.variable("LYCHGATE_TABLE", "other.toml");
    let other = folder.types("explain").text();
    assert!(other.contains("\n  other\n"), "{other}");
    let broken = Folder::new().file("lychgate.toml", "[modes.web]\nrum = 1\n");
    let shown = broken.types("explain").text();
    assert!(
        shown.starts_with("exit code 2\n-- stdout\n-- stderr\nerror: "),
        "{shown}"
    );
}

#[test]
fn the_help_is_for_a_newcomer() {
    assert_snapshot!("help", Folder::new().types("explain --help").text());
}

/// No shell and no program is asked: one `execve`, its own.
#[test]
fn no_process_is_started() {
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-q", "-e", "trace=process", "-o", "/dev/stderr"])
        .args([LYCHGATE, "explain", "worker"])
        .env(
            "LYCHGATE_TABLE",
            concat!(env!("CARGO_MANIFEST_DIR"), "/golden/lychee/lychgate.toml"),
        );
    let Some(output) = ask(strace) else { return };
    assert!(output.status.success(), "{}", said(&output));
    let trace = String::from_utf8_lossy(&output.stderr);
    let calls = ["execve(", "fork(", "vfork(", "clone(", "clone3("];
    let made = trace
        .lines()
        .filter(|line| calls.iter().any(|call| line.contains(call)));
    assert_eq!(made.count(), 1, "{trace}");
}
