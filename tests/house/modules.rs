//! Who may use whom.

use std::collections::BTreeSet;

use super::texts;

/// The modules in the order in which data flows: each may use those before it.
const FLOW: [&str; 16] = [
    "diagnostic",
    "source",
    "table",
    "dockerfile",
    "draft",
    "plan",
    "syntax",
    "shell",
    "emit",
    "explain",
    "derive",
    "lint",
    "sandbox",
    "prove",
    "cli",
    "commands",
];

/// What the order allows and the house does not: the shell language and Dockerfiles
/// know no tables, and what comes after the plan reads the plan.
const FORBIDDEN: [(&str, &str); 10] = [
    ("dockerfile", "table"),
    ("syntax", "table"),
    ("syntax", "plan"),
    ("emit", "table"),
    ("explain", "table"),
    ("derive", "table"),
    ("lint", "table"),
    ("sandbox", "table"),
    ("sandbox", "plan"),
    ("prove", "table"),
];

/// The pairs of modules of which the first uses the second.
fn uses() -> BTreeSet<(String, String)> {
    let mut uses = BTreeSet::new();
    for (path, text) in texts("src", ".rs") {
        let inside = path.strip_prefix("src").expect("it stands there");
        let module = inside.with_extension("");
        let Some(module) = module.iter().next().and_then(|name| name.to_str()) else {
            continue;
        };
        for (_, behind) in text
            .match_indices("crate::")
            .map(|(at, it)| (at, &text[at + it.len()..]))
        {
            let end = behind.find(|c: char| !c.is_ascii_lowercase() && c != '_');
            let other = &behind[..end.unwrap_or(behind.len())];
            if other != module && FLOW.contains(&other) {
                uses.insert((module.to_owned(), other.to_owned()));
            }
        }
    }
    uses
}

#[test]
fn every_module_has_its_place_in_the_flow() {
    let lib = include_str!("../../src/lib.rs");
    let modules: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(modules, BTreeSet::from(FLOW));
}

#[test]
fn no_module_uses_what_comes_after_it() {
    let place = |module: &str| FLOW.iter().position(|name| *name == module);
    let wrong: Vec<_> = uses()
        .into_iter()
        .filter(|(user, used)| {
            place(user) < place(used) || FORBIDDEN.contains(&(user.as_str(), used.as_str()))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn uses_are_seen() {
    let emit_uses_plan = ("emit".to_owned(), "plan".to_owned());
    assert!(uses().contains(&emit_uses_plan));
}
