//! Examples between fences.

use std::process::Command;

use lychgate::{syntax, table};

use super::Document;
use crate::emission::engines::{ask, said};

/// A block between fences, with the words behind the opening one.
pub(super) struct Fence<'text> {
    pub(super) info: &'text str,
    pub(super) body: String,
}

/// The blocks of a document.
pub(super) fn fences(document: &Document) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<Fence<'_>> = None;
    for line in document.text.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(info), None) => {
                let body = String::new();
                open = Some(Fence { info, body });
            }
            (Some(_), Some(fence)) => fences.push(fence),
            (None, Some(mut fence)) => {
                fence.body.push_str(line);
                fence.body.push('\n');
                open = Some(fence);
            }
            (None, None) => {}
        }
    }
    let name = document.name.display();
    assert!(open.is_none(), "{name} has a fence without end");
    fences
}

/// Each block with one of these words behind its fence, and where it stands.
fn with_info(info: &str) -> Vec<(String, String)> {
    let documents = Document::all();
    let mut found = Vec::new();
    for document in &documents {
        for fence in fences(document) {
            if fence.info == info {
                found.push((document.name.display().to_string(), fence.body));
            }
        }
    }
    assert!(!found.is_empty(), "no block with `{info}`");
    found
}

/// A part of a table says `toml fragment`.
#[test]
fn every_table_is_one() {
    for (name, body) in with_info("toml") {
        assert!(table::parse(&body).is_ok(), "{name}: no table\n{body}");
    }
}

#[test]
fn every_script_is_one() {
    for (name, body) in with_info("sh") {
        let parsed = syntax::parse(body.as_bytes());
        assert!(parsed.is_ok(), "{name}: {:?}\n{body}", parsed.err());
    }
}

/// A block without a word is something to type.
#[test]
fn every_command_line_is_one() {
    for (name, body) in with_info("") {
        let mut dash = Command::new("dash");
        dash.args(["-n", "-c"]).arg(&body);
        if let Some(output) = ask(dash) {
            assert!(output.status.success(), "{name}: {}\n{body}", said(&output));
        }
    }
}

#[test]
fn every_block_is_of_a_known_kind() {
    let known = [
        "",
        "toml",
        "toml fragment",
        "sh",
        "dockerfile",
        "yaml",
        "text",
    ];
    for document in Document::all() {
        for fence in fences(&document) {
            let name = document.name.display();
            assert!(known.contains(&fence.info), "{name}: `{}`", fence.info);
        }
    }
}
