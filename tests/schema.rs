//! `lychgate schema`, and the schema in the hands of a language server for TOML.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lychgate::table;

use crate::emission::engines::ask;
use crate::support::is_made;
use crate::typed::Folder;

/// The copy that is part of the project.
const COPY: &str = "docs/reference/lychgate.schema.json";

/// Broken tables whose faults a schema can see, as each is one of a single value.
const SEEN: [&str; 25] = [
    "array-of-tables",
    "condition",
    "contradiction",
    "duration",
    "duration-fine",
    "enumerations",
    "health",
    "hostile-keys",
    "mode-name",
    "no-modes",
    "nul-escape",
    "one-line",
    "run-empty",
    "scenarios",
    "select-source",
    "several",
    "signal",
    "state",
    "steps",
    "steps-table",
    "supervision",
    "top-level",
    "unknown-key",
    "variable-name",
    "wrong-type",
];

/// A path in the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn it_is_printed_as_the_project_has_it() {
    let schema = table::json_schema();
    is_made(COPY, &schema);
    Folder::new().types("schema").is(0, &schema, "");
}

/// taplo with this way to look at these files; none where it is not installed.
fn taplo(arguments: &[&str], files: &[PathBuf]) -> Option<bool> {
    let mut taplo = Command::new("taplo");
    taplo.args(["lint", "--no-auto-config"]);
    taplo.args(arguments).args(files);
    ask(taplo).map(|output| output.status.success())
}

/// taplo with the schema of the project.
fn by_schema(files: &[PathBuf]) -> Option<bool> {
    let schema = format!("file://{}", project(COPY).display());
    taplo(&["--schema", &schema], files)
}

/// The tables in a folder, sorted.
fn tables(folder: &str) -> Vec<PathBuf> {
    let mut tables: Vec<PathBuf> = fs::read_dir(project(folder))
        .expect("the folder is part of the project")
        .map(|entry| entry.expect("the folder can be listed").path())
        .map(|path| {
            if path.is_dir() {
                path.join("lychgate.toml")
            } else {
                path
            }
        })
        .filter(|path| path.extension().is_some_and(|name| name == "toml"))
        .filter(|path| path.is_file())
        .collect();
    tables.sort();
    tables
}

#[test]
fn taplo_accepts_every_table_that_is_right() {
    let mut files = tables("golden");
    files.extend(tables("tests/fixtures"));
    files.extend(tables("tests/fixtures/emit"));
    assert!(files.len() > 25, "only {} tables", files.len());
    if by_schema(&files) == Some(false) {
        let refused: Vec<_> = files
            .into_iter()
            .filter(|file| by_schema(std::slice::from_ref(file)) == Some(false))
            .collect();
        panic!("refused: {refused:#?}");
    }
}

/// By the schema that its first line names, without being told.
#[test]
fn taplo_knows_a_table_of_init() {
    let folder = Folder::new();
    let said = folder.types("init --mode web --mode worker").text();
    let table = folder.path("lychgate.toml");
    assert_ne!(
        taplo(&[], std::slice::from_ref(&table)),
        Some(false),
        "{said}"
    );
    let text = folder.text("lychgate.toml").expect("it was written");
    fs::write(&table, text.replace("default =", "defualt =")).expect("the folder is ours");
    assert_ne!(taplo(&[], &[table]), Some(true));
}

#[test]
fn taplo_refuses_what_a_schema_can_see() {
    let files = SEEN.map(|name| project(&format!("tests/fixtures/broken/{name}.toml")));
    let is_toml = taplo(&["--no-schema"], &files);
    assert_ne!(is_toml, Some(false), "what is refused must be TOML");
    let accepted: Vec<_> = files
        .iter()
        .filter(|file| by_schema(std::slice::from_ref(*file)) == Some(true))
        .collect();
    assert!(accepted.is_empty(), "accepted: {accepted:#?}");
}
