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

/// Programs that take their time, each with whether its mode has no limit for it that is
/// shorter.
const STAND_INS: [(&str, &str, bool); 3] = [
    ("grows", r#"{ until = "TERM", lingers = "2s" }"#, false),
    ("grows", r#"{ until = "TERM", lingers = "300ms" }"#, true),
    ("steady", r#"{ until = "TERM", lingers = "2s" }"#, true),
];

#[test]
fn a_scenario_to_which_it_matters_has_no_shorter_times() {
    let looks = EXPECTATIONS.map(|(mode, expected, follows)| {
        let keys = format!("expect = {{ {expected} }}");
        (mode, keys, follows)
    });
    let takes = STAND_INS.map(|(mode, job, follows)| {
        let keys = format!("stand-in = {{ job = {job} }}\nexpect = {{ absent = 'x' }}");
        (mode, keys, follows)
    });
    let own: Vec<_> = looks.into_iter().chain(takes).collect();
    let tables = own.iter().enumerate().map(|(number, (mode, keys, _))| {
        format!("[[scenarios]]\nid = 'own-{number}'\nsays = 'seen'\nmode = '{mode}'\n{keys}\n")
    });
    let table = TABLE.to_owned() + &tables.collect::<String>();
    let short = Subject::of(&planned(&table)).short.expect("it is our own");
    let ids: Vec<&str> = short
        .scenarios
        .iter()
        .map(|one| one.scenario.id.as_str())
        .collect();
    for (number, (_, keys, follows)) in own.iter().enumerate() {
        let id = format!("own-{number}");
        assert_eq!(ids.contains(&id.as_str()), *follows, "{keys}");
    }
    assert!(ids.contains(&"grows/stop"), "{ids:?}");
}
