//! What only the container knows.

use lychgate::explain::{Start, Unexplained, explain, json, text};

use crate::emission::planned;

/// The explanation of a start without variables and words.
#[track_caller]
fn explained(table: &str) -> String {
    let plan = planned(table);
    text(&explain(&plan, &Start::default()).expect("it has few branches"))
}

/// The lines below `title`.
fn below(title: &str, explanation: &str) -> String {
    let (_, lines) = explanation
        .split_once(&format!("\n{title}\n"))
        .unwrap_or_else(|| panic!("no {title}\n{explanation}"));
    lines
        .split("\n\n")
        .next()
        .unwrap_or(lines)
        .trim_end()
        .to_owned()
}

#[test]
fn each_thing_that_depends_shows_each_outcome() {
    let table = include_str!("depends.toml");
    insta::assert_snapshot!("depends", explained(table));
    let plan = planned(table);
    let story = explain(&plan, &Start::default()).expect("it has few branches");
    insta::assert_snapshot!("depends-json", json(&story));
}

#[test]
fn what_makes_no_difference_is_not_shown() {
    let table = r#"
        [modes.web]
        run = ["serve", "${A}", "${B}"]
        [env.A]
        default = [{ value = "same", when = "file:/a" }, { value = "same" }]
        [env.B]
        default = [{ value = "b", when = ["file:/b", "env:NOT_GIVEN"] }, { value = "c" }]
    "#;
    let shown = explained(table);
    assert_eq!(
        below("environment", &shown),
        "  A=same (default)\n  B=c (default)"
    );
    assert!(
        below("program", &shown).starts_with("  serve same c\n"),
        "{shown}"
    );
}

#[test]
fn a_fact_is_asked_once_and_agrees_with_itself() {
    let table = r#"
        [modes.web]
        run = ["serve", "${A}", "${B}"]
        [env.A]
        default = [{ value = "file", when = "file:/a" }, { value = "none" }]
        [env.B]
        default = [{ value = "dir", when = "dir:/a" }, { value = "${A}" }]
    "#;
    let program = below("program", &explained(table));
    let lines: Vec<&str> = program.lines().take(3).collect();
    assert_eq!(
        lines,
        [
            "  if /a is a file: serve file file",
            "  if /a is no file and /a is a directory: serve none dir",
            "  else: serve none none"
        ]
    );
}

#[test]
fn a_start_that_may_be_refused_is_shown() {
    let table = r#"
        [modes.web]
        run = ["serve"]
        [env.TOKEN]
        required = "!file:/token"
    "#;
    assert_eq!(
        below("environment", &explained(table)),
        "  TOKEN has no value\n    error, if /token is no file: TOKEN is required"
    );
}

/// As many variables as `count`, each of which depends on a file of its own, and the
/// text of all of them.
fn variables(count: usize) -> (String, String) {
    let variable = |index| {
        format!("[env.V{index}]\ndefault = [{{ value = \"y\", when = \"file:/{index}\" }}]\n")
    };
    let name = |index| format!("${{V{index}}}");
    (
        (0..count).map(variable).collect(),
        (0..count).map(name).collect(),
    )
}

#[test]
fn more_outcomes_than_anybody_reads_are_refused() {
    let table = |count| {
        let (variables, all) = variables(count);
        planned(&format!(
            "[modes.web]\nrun = [\"serve\", \"{all}\"]\n{variables}"
        ))
    };
    let six = table(6);
    let shown = text(&explain(&six, &Start::default()).expect("it has few branches"));
    assert!(shown.contains("\n  else: serve ''\n"), "{shown}");
    for plan in [table(7), table(60)] {
        let refused = explain(&plan, &Start::default());
        assert_eq!(refused, Err(Unexplained::TooManyBranches));
    }
}

/// That all outcomes are the same is seen only when all have been looked at.
#[test]
fn nobody_waits_for_outcomes_without_end() {
    let (variables, all) = variables(60);
    let plan = planned(&format!(
        "[modes.web]\nrun = [\"serve\"]\n{variables}\
         [env.NEEDED]\nrequired = \"env:ALL\"\n[env.ALL]\ndefault = \"x{all}\"\n"
    ));
    let refused = explain(&plan, &Start::default());
    assert_eq!(refused, Err(Unexplained::TooManyBranches));
}

#[test]
fn a_long_chain_of_defaults_is_followed() {
    let variable = |index| format!("[env.V{index}]\ndefault = \"${{V{}}}\"\n", index - 1);
    let variables: String = (1..5000).map(variable).collect();
    let table = format!("[modes.web]\nrun = [\"serve\", \"${{V4999}}\"]\n{variables}");
    let plan = planned(&table);
    let start = Start {
        variables: [("V0".to_owned(), "far".to_owned())].into(),
        words: Vec::new(),
    };
    let shown = text(&explain(&plan, &start).expect("it has one branch"));
    assert!(shown.contains("\n  serve far\n"));
}
