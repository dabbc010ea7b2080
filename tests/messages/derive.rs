//! `lychgate derive`.

use super::message;
use crate::typed::{Folder, TABLE};

/// A table with a service `web`.
fn folder() -> Folder {
    Folder::new().file("lychgate.toml", &format!("{TABLE}[deploy]\n"))
}

#[test]
fn what_is_to_be_made() {
    message("derive-nothing", &folder(), "derive");
    message("derive-unknown", &folder(), "derive compos");
}

#[test]
fn a_table_from_which_nothing_is_made() {
    message("derive-no-table", &Folder::new(), "derive compose");
    let folder = Folder::new().file("lychgate.toml", TABLE);
    message("derive-no-deploy", &folder, "derive compose");
}

#[test]
fn a_file_into_which_nothing_is_put() {
    let foreign = "services:\n  db: {image: db}\n\n  web:\n    image: web\n";
    let folder = folder()
        .file("foreign.yaml", foreign)
        .file("flow.yaml", "services: {db: {image: db}}\n")
        .file("other.yaml", "jobs:\n  test: {}\n")
        .file("two.yaml", "services:\n---\nservices:\n")
        .file("twice.yaml", "services:\n  db: {}\n  db: {}\n")
        .file("tab.yaml", "services:\n\tdb: {}\n")
        .file("open.yaml", "services:\n  db: [a,\n");
    for (name, file) in [
        ("into-foreign", "foreign.yaml"),
        ("into-flow", "flow.yaml"),
        ("into-other", "other.yaml"),
        ("into-documents", "two.yaml"),
        ("into-twice", "twice.yaml"),
        ("into-tab", "tab.yaml"),
        ("into-not-yaml", "open.yaml"),
        ("into-missing", "compose.yaml"),
        ("into-folder", "bin"),
    ] {
        message(name, &folder, &format!("derive compose --into {file}"));
    }
    assert_eq!(folder.text("foreign.yaml").as_deref(), Some(foreign));
}

#[test]
fn a_file_of_the_table_that_is_not_written() {
    let table = |key: &str| format!("{TABLE}[deploy]\n{key}\n");
    let unnamed = Folder::new().file("lychgate.toml", &table(""));
    message("derive-no-name", &unnamed, "derive docs --write");
    let folder = Folder::new()
        .file("lychgate.toml", &table("dockerfile = \"Dockerfile\""))
        .file("Dockerfile", "FROM debian\n");
    message("derive-no-place", &folder, "derive dockerfile --write");
    let folder = Folder::new()
        .file("lychgate.toml", &table("docs = \"README.md\""))
        .file("README.md", "# Mine\n");
    message("derive-not-ours", &folder, "derive docs --write");
    let folder = Folder::new().file("lychgate.toml", &table("docs = \"docs/running.md\""));
    message("derive-no-folder", &folder, "derive docs --write");
}
