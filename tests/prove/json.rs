//! A proof for programs, beside its schema.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{BY_HAND, WORKER, dash, folder};
use crate::emission::engines::{ask, said};
use crate::typed::Folder;

/// What the words give, which leave with `code`.
#[track_caller]
fn document(folder: &Folder, words: &str, code: i32) -> Value {
    let said = folder.types(words);
    assert_eq!(said.code, Some(code), "{said}");
    serde_json::from_str(&said.stdout).expect("it is JSON")
}

/// The schema of a proof.
const PROOF: &str = "prove.schema.json";

/// Whether `document` is what this schema of the reference says, or what is wrong; none where nobody can
/// tell.
pub(super) fn valid(document: &Value, schema: &str) -> Option<Result<(), String>> {
    let folder = Folder::new().file("proof.json", &document.to_string());
    let schema = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/reference")
        .join(schema);
    let mut check = Command::new("check-jsonschema");
    check
        .arg("--schemafile")
        .arg(schema)
        .arg(folder.path("proof.json"));
    let output = ask(check)?;
    let is_valid = output.status.success();
    Some(is_valid.then_some(()).ok_or_else(|| said(&output)))
}

#[test]
fn every_proof_is_as_its_schema_says() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER).file("old.sh", BY_HAND);
    let words = "prove --format json --scenario worker/stop --shell dash";
    let proven = document(&folder, words, 0);
    assert_eq!(proven["counts"]["proven"], 1);
    let cell = &proven["scenarios"][0]["cells"][0];
    assert_eq!(cell["verdict"], "proven");
    assert_eq!(cell["seen"]["pid1"], true);
    assert!(
        cell["seen"]["timeline"]
            .as_array()
            .is_some_and(|all| all.len() > 3)
    );
    let refuted = document(&folder, &format!("{words} --script old.sh"), 1);
    let cell = &refuted["scenarios"][0]["cells"][0];
    assert_eq!(cell["verdict"], "refuted");
    assert_eq!(
        cell["again"],
        "lychgate prove --table lychgate.toml --script old.sh --shell dash --scenario worker/stop"
    );
    for document in [&proven, &refuted] {
        assert_eq!(
            valid(document, PROOF).unwrap_or(Ok(())),
            Ok(()),
            "{document:#}"
        );
    }
}

#[test]
fn what_is_missing_is_in_it() {
    let Some(dash) = dash() else { return };
    let folder = Folder::new().file("lychgate.toml", WORKER);
    std::os::unix::fs::symlink(dash.path(), folder.path("bin/dash")).expect("the folder is ours");
    let words = "prove --format json --scenario worker/stop --shell dash,zsh";
    let gap = document(&folder, words, 0);
    assert_eq!(gap["missing"], serde_json::json!(["zsh"]));
    assert_eq!(valid(&gap, PROOF).unwrap_or(Ok(())), Ok(()), "{gap:#}");
}

#[test]
fn another_document_is_refused() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER);
    let words = "prove --format json --scenario worker/stop --shell dash";
    let proven = document(&folder, words, 0);
    let cell = |key: &str, value: Value| {
        let mut other = proven.clone();
        other["scenarios"][0]["cells"][0][key] = value;
        other
    };
    for other in [
        cell("verdict", "fine".into()),
        cell("verdict", "refuted".into()),
        cell("seen", Value::Null),
        cell("colour", "red".into()),
    ] {
        assert_ne!(valid(&other, PROOF), Some(Ok(())), "{other:#}");
    }
}
