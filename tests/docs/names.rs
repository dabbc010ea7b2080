//! Names of tests and of files.

use std::fs;

use super::{Document, root};

/// Whether `name` looks like a test of this project: its module and more.
fn is_test(name: &str) -> bool {
    let main = include_str!("../main.rs");
    let is_word = |word: &str| {
        let mut bytes = word.bytes();
        !word.is_empty() && bytes.all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    name.split_once("::").is_some_and(|(module, _)| {
        main.lines().any(|line| line == format!("mod {module};")) && name.split("::").all(is_word)
    })
}

/// Whether the sources have a test of this name.
fn exists(name: &str) -> bool {
    let Some((module, function)) = name.rsplit_once("::") else {
        return false;
    };
    let path = module.replace("::", "/");
    let start = format!("fn {function}() ");
    ["", "/mod"].iter().any(|ending| {
        let file = root().join(format!("tests/{path}{ending}.rs"));
        let text = fs::read_to_string(file).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.starts_with(&start));
        at.is_some_and(|at| {
            let above = lines[..at].iter().rev();
            above
                .take_while(|line| !line.is_empty())
                .any(|line| *line == "#[test]")
        })
    })
}

#[test]
fn every_test_that_is_named_exists() {
    let mut seen = 0;
    for document in Document::all() {
        for name in document.code().filter(|name| is_test(name)) {
            seen += 1;
            let place = document.name.display();
            assert!(exists(name), "{place}: there is no test `{name}`");
        }
    }
    assert!(seen > 40, "only {seen} names were seen");
}

#[test]
fn every_shell_fact_names_its_test() {
    let page = Document::named("docs/shells.md");
    let mut wanted = false;
    for line in page.prose() {
        match line {
            "| what | shells | what follows | test |" => wanted = true,
            "" => wanted = false,
            _ if !wanted || line.starts_with("| ---") => {}
            row => {
                let last = row.trim_end_matches(" |").rsplit(" | ").next();
                let name = last.unwrap_or_default().trim_matches('`');
                let first = name.split('`').next().unwrap_or_default();
                assert!(is_test(first), "no test in `{row}`");
            }
        }
    }
}

#[test]
fn every_file_that_is_named_exists() {
    let folders = ["src/", "sh/", "tests/", "golden/", "docs/", ".ci/"];
    let mut seen = 0;
    for document in Document::all() {
        for path in document.code() {
            if folders.iter().any(|folder| path.starts_with(folder)) {
                seen += 1;
                let place = document.name.display();
                assert!(root().join(path).exists(), "{place}: there is no `{path}`");
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were seen");
}

#[test]
fn the_order_of_the_modules_is_the_one_that_is_tested() {
    let page = Document::named("CONTRIBUTING.md");
    let lib = include_str!("../../src/lib.rs");
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let said: Vec<&str> = page.code().filter(|word| modules.contains(word)).collect();
    let order = &said[..modules.len()];
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    assert_eq!(sorted, modules, "each once");
    let test = include_str!("../house/modules.rs");
    let list: Vec<String> = order
        .iter()
        .map(|name| format!("\n    \"{name}\","))
        .collect();
    assert!(test.contains(&list.concat()), "the order of the test");
}
