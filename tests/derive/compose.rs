//! The services of a Compose file, printed.

use super::{TABLE, services};

/// What `derive compose` prints for a table.
#[track_caller]
fn compose(table: &str) -> String {
    services(table).text()
}

#[test]
fn every_key_has_its_place() {
    insta::assert_snapshot!(compose(include_str!("../fixtures/every-key.toml")));
}

#[test]
fn a_table_that_says_nothing_more_has_a_service_a_mode() {
    insta::assert_snapshot!(compose(&format!("{TABLE}[deploy]\n")));
}

#[test]
fn one_mode_needs_no_choice() {
    let services = compose("[modes.web]\nrun = [\"/app\"]\n[deploy]\n");
    assert!(!services.contains("command"), "{services}");
    assert!(!services.contains("environment"), "{services}");
}

/// Under `arg` alone the first word of such a mode is its program.
#[test]
fn a_mode_without_run_keeps_the_command_of_the_image() {
    let services = compose(&format!("{TABLE}[deploy]\n"));
    let two = services.split_once("\n\n");
    let (web, worker) = two.expect("there are two services");
    assert!(web.ends_with("      ROLE: web"), "{web}");
    assert!(!web.contains("command"), "{web}");
    assert!(worker.contains("    command: [worker]\n"), "{worker}");
    let table = TABLE.replace("[\"arg\", \"env:ROLE\"]", "\"arg\"");
    let services = compose(&format!("{table}[deploy]\n"));
    assert!(services.contains("    command: [web]\n"), "{services}");
}

/// The reasons stand where a reader meets the key for the first time.
#[test]
fn a_reason_is_given_once() {
    let services = compose(include_str!("../fixtures/every-key.toml"));
    let comments: Vec<&str> = services
        .lines()
        .filter(|line| line.starts_with("    # "))
        .collect();
    let mut once = comments.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), comments.len(), "{comments:?}");
    assert!(comments.len() > 2, "{comments:?}");
}

#[test]
fn a_word_that_yaml_would_take_for_something_else_stays_a_word() {
    let table = "[modes.\"no\"]\nrun = [\"/app\"]\n[deploy.service]\n\
                 environment = { A = \"0x10\", B = \"on\", C = \"a: b # c\", D = \"\\u0007\" }\n";
    let services = compose(table);
    for line in [
        "  \"no\":\n",
        "      A: \"0x10\"\n",
        "      B: \"on\"\n",
        "      C: \"a: b # c\"\n",
        "      D: \"\\u0007\"\n",
    ] {
        assert!(services.contains(line), "no {line}{services}");
    }
}
