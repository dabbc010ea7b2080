//! What would be played, and that nothing is.

use lychgate::shell::Shell;
use serde_json::{Value, json};

use super::json::valid;
use super::{WORKER, dash, folder};
use crate::support::skip;

/// A script that leaves something behind when it runs.
fn marker(path: &str) -> String {
    format!("#!/bin/sh\n: >{path}\nexec work --queue=high\n")
}

#[test]
fn each_scenario_has_its_sentence_and_its_reason() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER);
    let words = "prove --list --shell dash --scenario worker/stop --scenario */start";
    let text = folder.types(words).printed();
    for line in [
        "worker/start\n  says: ",
        "worker/stop\n  says: ",
        "\n  why:  ",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(text.contains("\n2 scenarios, in 1 shell\n"), "{text}");
    let json = folder.types(&format!("{words} --format json")).printed();
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["scenarios"][0]["id"], "worker/start");
    assert_eq!(json["shells"][0]["name"], "dash");
    assert_eq!(json["missing"], json!([]));
}

#[test]
fn nothing_is_played() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER);
    let ran = folder.path("ran");
    let folder = folder.file("old.sh", &marker(&ran.display().to_string()));
    let words = "prove --shell dash --scenario worker/start --script old.sh";
    let _list = folder.types(&format!("{words} --list")).printed();
    assert!(!ran.exists());
    // Without `--list` it is played.
    let _proof = folder.types(words);
    assert!(ran.exists());
}

/// busybox has `date` in itself, dash has not.
#[test]
fn a_shell_in_which_a_scenario_is_not_played_is_named_with_the_reason() {
    if dash().is_none() || Shell::Busybox.find().is_none() {
        return skip("what needs dash and busybox, which are not installed");
    }
    let folder = folder("[modes.clock]\nrun = [\"date\"]\nsupervise = true\n");
    let words = "prove --list --shell dash,busybox --scenario clock/start";
    let text = folder.types(words).printed();
    assert!(
        text.contains("\n  not in busybox: runs its own `date`\n"),
        "{text}"
    );
    assert!(!text.contains("not in dash"), "{text}");
    let json = folder.types(&format!("{words} --format json")).printed();
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let cells = json!([
        { "shell": "dash", "not-run": null, "shortened": [] },
        { "shell": "busybox", "not-run": "runs its own `date`", "shortened": [] },
    ]);
    assert_eq!(json["scenarios"][0]["cells"], cells);
    let schema = "prove-list.schema.json";
    assert_eq!(valid(&json, schema).unwrap_or(Ok(())), Ok(()), "{json:#}");
    let mut other = json.clone();
    other["scenarios"][0]["cells"][0]["not-run"] = json!(7);
    assert_ne!(valid(&other, schema), Some(Ok(())));
}

#[test]
fn a_scenario_has_the_shorter_times_of_its_own_mode() {
    if Shell::Busybox.find().is_none() {
        return skip("what needs busybox, which is not installed");
    }
    let mode = |name, delay| {
        format!(
            "[modes.{name}]\nrun = [\"{name}\"]\nrestart = {{ on = \"always\", delay = \"{delay}\" }}\n"
        )
    };
    let two = mode("one", "5s") + &mode("two", "9s");
    let folder = folder(&format!("[entrypoint]\nselect = \"arg\"\n{two}"));
    let words = "prove --list --shell busybox --scenario */restart --format json";
    let json: Value = serde_json::from_str(&folder.types(words).printed()).expect("it is JSON");
    let shortened = |row: usize| &json["scenarios"][row]["cells"][0]["shortened"];
    assert_eq!(shortened(0), &json!(["one: restart.delay 1 s for 5 s"]));
    assert_eq!(shortened(1), &json!(["two: restart.delay 1 s for 9 s"]));
}

#[test]
fn a_value_is_named_as_it_is_given() {
    if dash().is_none() {
        return;
    }
    let table = "[modes.w]\nrun = ['work']\narg = [{ add = ['-p'], when = 'env:PORT' }]\n\
        [env.PORT]\ntype = 'port'\n";
    let list = folder(table).types("prove --list --shell dash --scenario w/given-1");
    let list = list.printed();
    assert!(list.contains("with PORT=1\n"), "{list}");
}
