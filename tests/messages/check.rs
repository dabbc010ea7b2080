//! `lychgate check`.

use super::message;
use crate::typed::{Folder, SCRIPT, TABLE};

/// A folder with a table and its script.
fn folder() -> Folder {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh", SCRIPT);
    folder.mode("entrypoint.sh", 0o755);
    folder
}

#[test]
fn an_engine_that_is_required() {
    message(
        "engine-missing",
        &folder(),
        "check --require dash,shellcheck",
    );
}

#[test]
fn an_engine_that_cannot_be_run() {
    let folder = folder().file("bin/dash", "#!/nowhere\n");
    folder.mode("bin/dash", 0o755);
    message("engine-broken", &folder, "check --require dash");
}

#[test]
fn a_script_that_cannot_be_read() {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh/x", "");
    message("script-is-folder", &folder, "check");
}

#[test]
fn a_temporary_file_that_cannot_be_written() {
    let folder = folder().variable("TMPDIR", "/nowhere");
    message("no-temporary-file", &folder, "check");
}

#[test]
fn no_table() {
    message("check-no-table", &Folder::new(), "check");
}
