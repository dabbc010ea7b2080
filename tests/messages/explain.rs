//! `lychgate explain`.

use super::message;
use crate::typed::Folder;

#[test]
fn a_start_that_cannot_be_explained() {
    let table = "[entrypoint]\nselect = \"env:ROLE\"\n\
                 [modes.web]\nrun = [\"web\"]\n[modes.worker]\nrun = [\"work\"]\n";
    let folder = Folder::new().file("lychgate.toml", table);
    message("explain-no-table", &Folder::new(), "explain");
    message("mode-unknown", &folder, "explain wroker");
    message("mode-twice", &folder, "explain web --env ROLE=worker");
    message("variable-name", &folder, "explain --env A-B=c");
}
