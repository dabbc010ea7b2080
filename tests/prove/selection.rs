//! Which scenarios and shells are played.

use lychgate::shell::Shell;

use super::{WORKER, dash, folder};
use crate::support::skip;
use crate::typed::Folder;

/// The names of the scenarios that these words select.
#[track_caller]
fn selected(folder: &Folder, words: &str) -> Vec<String> {
    let list = folder.types(&format!("prove --list --shell dash {words}"));
    let list = list.printed();
    let (scenarios, _) = list.split_once("\n\n").expect("the counts stand below");
    let names = scenarios.lines().filter(|line| !line.starts_with(' '));
    names.map(str::to_owned).collect()
}

#[test]
fn a_pattern_fits_as_in_a_shell_and_slashes_too() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER);
    let all = selected(&folder, "");
    assert!(all.len() > 3, "{all:?}");
    assert_eq!(selected(&folder, "--scenario *"), all);
    assert_eq!(selected(&folder, "--scenario worker/stop"), ["worker/stop"]);
    assert_eq!(selected(&folder, "--scenario w*stop"), ["worker/stop"]);
    let two = selected(
        &folder,
        "--scenario worker/stop --scenario worker/sta[q-s]t",
    );
    assert_eq!(two, ["worker/start", "worker/stop"]);
}

#[test]
fn a_shell_is_played_that_is_named_or_required() {
    let Some(dash) = dash() else { return };
    let folder = Folder::new().file("lychgate.toml", WORKER);
    std::os::unix::fs::symlink(dash.path(), folder.path("bin/dash")).expect("the folder is ours");
    let text = folder.types("prove --scenario worker/stop").text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
    let missing = "\nnot run\n  busybox, bash, mksh, ksh93, yash, zsh, posh: not on PATH\n";
    assert!(text.contains(missing), "{text}");
    let words = "prove --scenario worker/stop --shell dash --require-shell dash";
    let text = folder.types(words).text();
    assert!(!text.contains("not run"), "{text}");
}

#[test]
fn quiet_leaves_it_to_the_exit_code_that_all_is_proven() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER).file("old.sh", super::BY_HAND);
    let words = "prove --quiet --shell dash --scenario worker/stop";
    folder.types(words).is(0, "", "");
    let text = folder.types(&format!("{words} --script old.sh")).text();
    assert!(text.starts_with("exit code 1\n"), "{text}");
    assert!(text.contains("FAIL worker/stop in dash\n"), "{text}");
    assert!(text.contains("0 proven, 1 refuted, in "), "{text}");
}

/// busybox has `date` in itself, dash has not.
#[test]
fn nothing_is_proven_in_a_required_shell_in_which_nothing_was_played() {
    if dash().is_none() || Shell::Busybox.find().is_none() {
        return skip("what needs dash and busybox, which are not installed");
    }
    let folder = folder("[modes.clock]\nrun = [\"date\"]\n");
    let words = "prove --shell dash,busybox --scenario clock/start";
    let text = folder.types(words).text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
    let said = "\n  busybox: is required, and nothing was played in it\n";
    assert!(!text.contains(said), "{text}");
    let text = folder
        .types(&format!("{words} --require-shell busybox"))
        .text();
    assert!(text.starts_with("exit code 1\n"), "{text}");
    assert!(text.contains(said), "{text}");
    let text = folder
        .types(&format!("{words} --require-shell dash"))
        .text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
}
