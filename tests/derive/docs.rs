//! The page for who runs the image.

use std::fs;
use std::path::Path;

use lychgate::derive::docs;
use lychgate::emit::emit;
use lychgate::plan::Plan;

use super::plan_of;
use crate::docs::Document;
use crate::docs::fences::fences;
use crate::emission::engines::files;

/// The page for the table `source`.
#[track_caller]
fn derived(source: &str) -> String {
    docs(&plan_of(source)).expect("it has `[deploy]`")
}

/// Every table of the gallery and of the fixtures, with a `[deploy]` if it has none.
fn plans() -> Vec<(String, Plan)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["golden", "tests/fixtures/emit"];
    let mut tables: Vec<_> = folders
        .iter()
        .flat_map(|folder| files(&root.join(folder), ".toml"))
        .collect();
    tables.push(root.join("tests/fixtures/every-key.toml"));
    assert!(tables.len() > 20, "only {} tables", tables.len());
    let plan = |path: &std::path::PathBuf| {
        let mut source = fs::read_to_string(path).expect("a table is a text");
        if !source.contains("\n[deploy]\n") {
            source += "\n[deploy.service]\ngrace = \"1h\"\n";
        }
        (path.display().to_string(), plan_of(&source))
    };
    tables.iter().map(plan).collect()
}

#[test]
fn every_key_of_a_table_with_several_modes() {
    insta::assert_snapshot!(derived(include_str!("../fixtures/every-key.toml")));
}

#[test]
fn a_table_with_one_mode() {
    let table = r#"
        [entrypoint]
        app = "Shop"
        [modes.server]
        about = "sells things"
        run   = ["/app/server", "$@"]
        [deploy]
    "#;
    insta::assert_snapshot!(derived(table));
}

/// What is quoted of the script stands in it, with `*` for each value.
#[test]
fn the_script_says_what_the_page_quotes() {
    let mut quoted = 0;
    for (name, plan) in plans() {
        let script = String::from_utf8(emit(&plan)).expect("a script is a text");
        let said = messages(&script);
        for message in quotes(&plan) {
            quoted += 1;
            let is_said = said.iter().any(|pattern| fits(pattern, &message));
            assert!(is_said, "{name}: nothing says `{message}`\n{said:#?}");
        }
    }
    assert!(quoted > 100, "only {quoted} messages");
}

/// The messages of the page's last section, without the name of the application.
fn quotes(plan: &Plan) -> Vec<String> {
    let page = Document::of(docs(plan).expect("it has `[deploy]`"));
    let app = format!("{}: ", plan.app);
    let quoted = fences(&page)
        .into_iter()
        .filter(|fence| fence.info == "text");
    let lines = quoted.flat_map(|fence| {
        let lines = fence.body.lines().map(str::to_owned);
        lines.collect::<Vec<_>>()
    });
    lines
        .map(|line| line.strip_prefix(&app).unwrap_or(&line).to_owned())
        .collect()
}

/// What a script can say: the strings behind the words that say something, cut where a
/// value comes.
fn messages(script: &str) -> Vec<Vec<String>> {
    let words = ["lg_log ", "lg_fail ", "lg_wrong ", "lg_failure="];
    let mut messages = Vec::new();
    for line in script.lines() {
        for word in words {
            for (at, _) in line.match_indices(word) {
                let rest = &line[at + word.len()..];
                let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
                messages.extend(string(rest));
            }
        }
    }
    // What is a value as a whole would fit everything.
    messages.retain(|pieces| pieces.iter().map(String::len).sum::<usize>() > 4);
    messages
}

/// The pieces of a quoted string between its values.
fn string(text: &str) -> Option<Vec<String>> {
    if let Some(inside) = text.strip_prefix('\'') {
        let end = inside.replace(r"'\''", "\u{0}").find('\'')?;
        let whole = inside.replace(r"'\''", "\u{0}")[..end].replace('\u{0}', "'");
        return Some(vec![whole]);
    }
    let mut pieces = vec![String::new()];
    let mut chars = text.strip_prefix('"')?.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(pieces),
            '\\' => pieces.last_mut()?.extend(chars.next()),
            '$' => {
                chars.next_if_eq(&'?');
                let braces = chars.next_if_eq(&'{').is_some();
                while chars
                    .next_if(|c| c.is_alphanumeric() || *c == '_' || (braces && *c != '}'))
                    .is_some()
                {}
                chars.next_if(|c| braces && *c == '}');
                pieces.push(String::new());
            }
            c => pieces.last_mut()?.push(c),
        }
    }
    None
}

/// Whether `text` is `pieces` with something between them.
fn fits(pieces: &[String], text: &str) -> bool {
    let (first, rest) = pieces.split_first().expect("there is a first piece");
    let Some(mut text) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    let Some((last, middle)) = rest.split_last() else {
        return text.is_empty();
    };
    for piece in middle {
        match text.find(piece.as_str()) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last.as_str())
}

#[test]
fn nothing_is_empty_and_no_line_is_broken() {
    for (name, plan) in plans() {
        let page = docs(&plan).expect("it has `[deploy]`");
        for wrong in ["| |", "|  |", "  |", "\n\n\n", "N/A", ". .", ".. ", " \n"] {
            assert!(!page.contains(wrong), "{name}: `{wrong}`\n{page}");
        }
        let lines: Vec<&str> = page.lines().collect();
        for pair in lines.windows(3) {
            let empty = pair[0].starts_with("## ") && pair[2].starts_with("## ");
            assert!(!empty, "{name}: {} is empty", pair[0]);
        }
    }
}

#[test]
fn a_table_without_deploy_gives_nothing() {
    let plan = plan_of("[modes.server]\nrun = \"/app/server\"\n");
    assert_eq!(docs(&plan), None);
}
