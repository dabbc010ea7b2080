//! `lychgate derive dockerfile` and `lychgate derive docs`.

use super::message;
use crate::typed::{Folder, TABLE};

#[test]
fn a_file_that_cannot_be_derived() {
    let without = Folder::new().file("lychgate.toml", TABLE);
    message("derive-no-table", &Folder::new(), "derive docs");
    message("derive-no-deploy", &without, "derive dockerfile");
}

#[test]
fn a_file_that_cannot_be_written() {
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
