//! `lychgate init`.

use super::message;
use crate::typed::Folder;

#[test]
fn a_table_that_cannot_be_written() {
    let folder = Folder::new().file("lychgate.toml", "old");
    message("init-taken", &folder, "init");
    message("init-no-folder", &folder, "init --output docker/web.toml");
}

#[test]
fn answers_that_the_table_refuses() {
    message("init-mode-name", &Folder::new(), "init --mode :web");
    message(
        "init-no-dockerfile",
        &Folder::new(),
        "init --dockerfile nowhere",
    );
}
