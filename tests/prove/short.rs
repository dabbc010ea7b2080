//! Scenarios of the table where times are shorter.

use lychgate::prove::subject::Subject;

use crate::emission::planned;

/// A mode whose pauses grow, and one whose pauses do not.
const TABLE: &str = r#"[entrypoint]
app    = "App"
select = ["arg"]

[modes.grows]
run     = ["job"]
stop    = { grace = "20s" }
restart = { delay = "2s", factor = 2, max-delay = "1m", limit = { exits = 30, within = "5m" } }

[modes.steady]
run     = ["job"]
restart = { delay = "5s", limit = { exits = 10, within = "5m" } }
"#;

/// The ways to look for something, each with whether that is the same where times are
/// shorter.
const EXPECTATIONS: [(&str, &str, bool); 13] = [
    ("steady", r#"output = "starts again in 5 s""#, false),
    ("steady", r#"output = "in 5 s, or never""#, false),
    ("steady", r#"absent = ["starts again in 5 s"]"#, false),
    ("steady", r#"order = ["job", "in 5 s"]"#, false),
    ("steady", r#"output = "starts again in 15 s""#, true),
    ("steady", r#"output = "ended with code 5; starts""#, true),
    ("steady", r#"output = "more than 10 times in 300 s""#, true),
    ("steady", "starts = { job = 12 }", true),
    ("grows", r#"output = "starts again in 8 s""#, false),
    ("grows", r#"output = "running after 20 s""#, false),
    ("grows", r#"output = "more than 30 times""#, false),
    ("grows", "starts = { job = 31 }", false),
    ("grows", "starts = { job = 3 }", true),
];

#[test]
fn a_scenario_that_looks_for_what_is_shorter_has_no_shorter_times() {
    let own = EXPECTATIONS.iter().enumerate();
    let own = own.map(|(number, (mode, expected, _))| {
        format!(
            "[[scenarios]]\nid = 'own-{number}'\nsays = 'seen'\nmode = '{mode}'\nexpect = {{ {expected} }}\n"
        )
    });
    let table = TABLE.to_owned() + &own.collect::<String>();
    let short = Subject::of(&planned(&table)).short.expect("it is our own");
    let ids: Vec<&str> = short
        .scenarios
        .iter()
        .map(|one| one.scenario.id.as_str())
        .collect();
    for (number, (_, expected, follows)) in EXPECTATIONS.iter().enumerate() {
        let id = format!("own-{number}");
        assert_eq!(ids.contains(&id.as_str()), *follows, "{expected}");
    }
    assert!(ids.contains(&"grows/stop"), "{ids:?}");
}
