//! Scripts that misbehave: the run ends, says so, and nothing of it survives.

mod endless;
mod engine;
mod kills;
mod no_script;

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::{Duration, Instant};

use lychgate::sandbox::Sandbox;
use lychgate::shell::Installed;

use crate::support::{BOUND, Script};

/// How long a run may take to end once it has to. It takes a tenth of a second, but
/// the tests beside this one take all processors; the engine itself waits longer.
const PROMPT: Duration = Duration::from_secs(5);

/// A sandbox of `script` whose processes [`survivors`] finds.
fn marked(script: &Script, shell: &Installed) -> Sandbox {
    script.sandbox(shell).env("MARK", script.folder())
}

/// The processes on this machine that have `mark` in their environment.
fn survivors(mark: &Path) -> Vec<String> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.map(|entry| entry.path()).filter(|path| {
        let environment = fs::read(path.join("environ")).unwrap_or_default();
        let word = [b"MARK=", mark.as_os_str().as_bytes()].concat();
        environment.split(|byte| *byte == 0).any(|it| it == word)
    });
    processes
        .map(|path| fs::read_to_string(path.join("stat")).unwrap_or_default())
        .collect()
}

fn assert_none_survives(script: &Script) {
    let survivors = survivors(script.folder());
    assert!(survivors.is_empty(), "still there: {survivors:?}");
}

/// Waits until `holds`.
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < BOUND, "not within {BOUND:?}: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn survivors_are_seen() {
    let script = Script::new("sleep 1000 & printf 'go\\n'; wait\n");
    crate::support::each_shell_of(&[lychgate::shell::Shell::Dash], |shell| {
        let running = marked(&script, shell).start()?;
        // And guard and stage.
        wait_until("script and child are seen", || {
            survivors(script.folder()).len() == 4
        });
        drop(running);
        assert_none_survives(&script);
        Ok(())
    });
}
