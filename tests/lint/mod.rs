//! `lychgate lint`: what is looked at, what is said of it, and what cannot be.

mod bad_input;
mod columns;
mod discovery;
mod engines;
mod formats;
mod merge;
mod settings;

use std::fs;

use lychgate::diagnostic::Diagnostic;
use lychgate::lint::engine::Engine;
use lychgate::lint::look::{Settings, Terms, look};
use lychgate::lint::merge::merge;
use lychgate::lint::script::Script;

use crate::support::skip;
use crate::typed::Folder;

/// What is noted where `PATH` has shellcheck alone.
const ONLY_SHELLCHECK: &str = "note: not on PATH and not asked: checkbashisms, dash, busybox, \
                               bash, mksh, ksh93, yash, zsh, posh\n";

/// A shellcheck that finds nothing.
const SILENT: &str = "echo '{\"comments\":[]}'";

/// A file of `tests/fixtures/lint`.
fn fixture(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/lint")
        .join(name)
}

/// A folder with one script and a shellcheck that says this of it.
fn folder(answer: &str) -> Folder {
    Folder::new()
        .file("a.sh", "#!/bin/sh\necho $x\n")
        .program("shellcheck", answer)
}

/// What these engines say of `path`, with its text; nothing if one is not here.
fn judged(path: &std::path::Path, engines: &[Engine]) -> Option<(Vec<Diagnostic>, String)> {
    let mut found = Vec::new();
    for engine in engines {
        let Some(engine) = engine.find() else {
            skip(&format!("{engine}: not on PATH"));
            return None;
        };
        found.push(engine);
    }
    let script = Script::at(path).expect("a fixture is a script");
    let source = script.text().expect("a fixture is a script");
    let looked = look(&[script], &found, Terms::new(Settings::None));
    assert!(looked.failures.is_empty(), "{:?}", looked.failures);
    let findings = looked.findings.into_iter().flatten().collect();
    Some((merge(findings, &source), source))
}

/// How often a line stands in the file; a file that is not there has none.
fn lines(path: &std::path::Path) -> usize {
    fs::read_to_string(path).unwrap_or_default().lines().count()
}
