//! Examples between fences.

use std::process::Command;

use lychgate::{syntax, table};
use yaml_rust2::YamlLoader;

use super::Document;
use crate::emission::engines::{ask, said};

/// A block between fences, with the words behind the opening one.
pub(crate) struct Fence<'text> {
    pub(crate) info: &'text str,
    pub(crate) body: String,
}

impl Fence<'_> {
    /// The name behind the kind: the block is this file, whole.
    pub(crate) fn file(&self) -> Option<&str> {
        let (_, word) = self.info.split_once(' ')?;
        (!REMARKS.contains(&word)).then_some(word)
    }

    /// The kind, with what is said of it but without the name of a file.
    pub(super) fn kind(&self) -> &str {
        match self.file() {
            Some(file) => self.info.trim_end_matches(file).trim_end(),
            None => self.info,
        }
    }
}

/// What is said of a block's kind: a part of a table, a table that is refused, a session
/// that another test plays.
const REMARKS: [&str; 3] = ["fragment", "wrong", "transcript"];

/// The blocks of a document.
pub(crate) fn fences(document: &Document) -> Vec<Fence<'_>> {
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

/// Each block of this kind, and where it stands.
fn of_kind(kind: &str) -> Vec<(String, String)> {
    let documents = Document::all();
    let mut found = Vec::new();
    for document in &documents {
        for fence in fences(document) {
            if fence.kind() == kind {
                found.push((document.name.display().to_string(), fence.body));
            }
        }
    }
    assert!(!found.is_empty(), "no block of kind `{kind}`");
    found
}

#[test]
fn every_table_is_one() {
    for (name, body) in of_kind("toml") {
        assert!(table::parse(&body).is_ok(), "{name}: no table\n{body}");
    }
}

#[test]
fn every_table_that_is_said_to_be_wrong_is_refused() {
    for (name, body) in of_kind("toml wrong") {
        assert!(table::parse(&body).is_err(), "{name}: a table\n{body}");
    }
}

#[test]
fn every_block_of_yaml_is_some() {
    for (name, body) in of_kind("yaml") {
        let parsed = YamlLoader::load_from_str(&body);
        assert!(parsed.is_ok(), "{name}: {:?}\n{body}", parsed.err());
    }
}

#[test]
fn every_script_is_one() {
    for (name, body) in of_kind("sh") {
        let parsed = syntax::parse(body.as_bytes());
        assert!(parsed.is_ok(), "{name}: {:?}\n{body}", parsed.err());
    }
}

/// A block without a word is something to type.
#[test]
fn every_command_line_is_one() {
    for (name, body) in of_kind("") {
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
        "toml wrong",
        "sh",
        "console",
        "console transcript",
        "dockerfile",
        "text",
        "yaml",
    ];
    for document in Document::all() {
        for fence in fences(&document) {
            let name = document.name.display();
            assert!(known.contains(&fence.kind()), "{name}: `{}`", fence.info);
        }
    }
}
