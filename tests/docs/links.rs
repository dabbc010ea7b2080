//! Links and paths.

use std::path::{Component, Path, PathBuf};

use super::{Document, root};

/// The targets of `[text](target)` and `[text]: target`, outside of code.
pub(super) fn targets(document: &Document) -> Vec<String> {
    let mut targets = Vec::new();
    for line in document.prose() {
        let text: String = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or(rest);
            targets.push(target.to_owned());
        }
        if let Some((name, target)) = text.split_once("]: ")
            && name.starts_with('[')
        {
            targets.push(target.to_owned());
        }
    }
    targets
}

/// The anchor of a heading, as common hosts make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// `path` without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

#[test]
fn every_relative_link_leads_somewhere() {
    let documents = Document::all();
    let mut seen = 0;
    for document in &documents {
        let folder = document.name.parent().unwrap_or(Path::new(""));
        for target in targets(document) {
            if target.starts_with("https://") {
                continue;
            }
            seen += 1;
            let name = document.name.display();
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let path = match file {
                "" => document.name.clone(),
                file => plain(&folder.join(file)),
            };
            assert!(root().join(&path).exists(), "{name}: no {target}");
            if !heading.is_empty() {
                let there = documents.iter().find(|other| other.name == path);
                let there = there.unwrap_or_else(|| panic!("{name}: {target} is no document"));
                let mut headings = there.prose().filter(|line| line.starts_with('#'));
                let found = headings.any(|line| anchor(line) == heading);
                assert!(found, "{name}: no heading for {target}");
            }
        }
    }
    assert!(seen > 5, "only {seen} links were seen");
}

#[test]
fn the_index_leads_to_every_page() {
    let index = Document::named("docs/README.md");
    let linked: Vec<PathBuf> = targets(&index)
        .iter()
        .map(|target| plain(&Path::new("docs").join(target)))
        .collect();
    for document in Document::all() {
        let name = &document.name;
        if name.starts_with("docs") && *name != index.name {
            assert!(linked.contains(name), "no link to {}", name.display());
        }
    }
}

#[test]
fn no_document_names_a_machine() {
    // Put together here, or this file would hold them.
    let words = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/lych"),
    ];
    for document in Document::all() {
        for word in words {
            let name = document.name.display();
            assert!(!document.text.contains(word), "{name} has {word}");
        }
    }
}
