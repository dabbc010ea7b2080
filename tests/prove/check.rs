//! `lychgate check --prove`.

use super::{WORKER, dash};
use crate::typed::Folder;

/// A folder with a table and its script, and this program as its only shell.
fn folder() -> Folder {
    let folder = Folder::new().file("lychgate.toml", WORKER);
    folder.types("emit --write").is(0, "", "");
    folder
}

#[test]
fn a_proof_is_one_line_when_all_is_well() {
    let Some(dash) = dash() else { return };
    let folder = folder();
    std::os::unix::fs::symlink(dash.path(), folder.path("bin/dash")).expect("the folder is ours");
    let said = folder.types("check --prove --require dash");
    assert_eq!(said.code, Some(0), "{said}");
    let last = said.stdout.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("  proven as process 1 in 1 shell: "),
        "{said}"
    );
    folder.types("check --prove --quiet").is(0, "", "");
}

/// The shell reads the script and does nothing, so that all else is well.
#[test]
fn what_is_not_proven_is_told_in_full() {
    let folder = folder().program("dash", "exit 0");
    let said = folder.types("check --prove");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stdout.contains("\nFAIL worker/stop in dash\n"),
        "{said}"
    );
    assert_eq!(folder.types("check").code, Some(0));
}
