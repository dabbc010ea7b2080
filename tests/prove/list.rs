//! What would be played, and that nothing is.

use serde_json::Value;

use super::{WORKER, dash, folder};

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
    assert!(text.contains("\n2 scenarios, each in 1 shell\n"), "{text}");
    let json = folder.types(&format!("{words} --format json")).printed();
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["scenarios"][0]["id"], "worker/start");
    assert_eq!(json["shells"][0]["name"], "dash");
    assert_eq!(json["missing"], serde_json::json!([]));
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
