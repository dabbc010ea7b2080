//! Whose settings shellcheck follows.

use lychgate::lint::engine::Engine;

use super::ONLY_SHELLCHECK;
use crate::support::skip;
use crate::typed::{Folder, SCRIPT, TABLE};

/// A folder with a table, its script and another one, and the real shellcheck alone;
/// nothing if it is not here.
fn folder() -> Option<Folder> {
    let Some(shellcheck) = Engine::Shellcheck.find() else {
        skip("shellcheck: not on PATH");
        return None;
    };
    let call = format!("exec {} \"$@\"", shellcheck.path().display());
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh", SCRIPT)
        .file("a.sh", "#!/bin/sh\necho $1\n")
        .program("shellcheck", &call);
    folder.mode("entrypoint.sh", 0o755);
    Some(folder)
}

#[test]
fn what_a_project_has_turned_off_is_not_found() {
    let Some(folder) = folder() else { return };
    assert_eq!(folder.types("lint a.sh").code, Some(1));
    let folder = folder.file(".shellcheckrc", "disable=SC2086\n");
    let nothing = "nothing found in 1 script\n";
    folder.types("lint a.sh").is(0, nothing, ONLY_SHELLCHECK);
}

/// shellcheck finds something in any script beside such a file.
#[test]
fn the_settings_of_a_project_do_not_count_in_check() {
    let Some(folder) = folder() else { return };
    // Where `check` puts the script for shellcheck.
    let here = folder.path("").display().to_string();
    let folder = folder
        .file(".shellcheckrc", "nonsense\n")
        .variable("TMPDIR", &here);
    assert_eq!(folder.types("lint entrypoint.sh").code, Some(1));
    assert_eq!(folder.types("check").code, Some(0));
    let folder = folder.variable("SHELLCHECK_OPTS", "--no-such-option");
    assert_eq!(folder.types("check").code, Some(0));
}
