//! The client of Docker, bounded in time.

use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::note;

/// The client of the distribution's package, as the daemon is: another one may stand
/// before it on `PATH`.
const DOCKER: &str = "/usr/bin/docker";

/// Whether the images are here. `tests/stack/run` says so by a variable; if it does,
/// a Docker that does not work is a failure.
pub(super) fn is_here() -> bool {
    let is_here = std::env::var_os("LYCHGATE_STACK").is_some();
    if !is_here {
        note("skipped the stack in containers, which `sh tests/stack/run` starts");
    }
    is_here
}

/// `program` with a bound, after which it is killed.
pub(super) fn bounded(program: &str) -> Command {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", "120", program]);
    command
}

/// Runs `docker` with these words; gives what it wrote, or fails with that.
#[track_caller]
pub(super) fn docker(words: &[&str]) -> String {
    let output = try_docker(words);
    assert!(output.status.success(), "docker {words:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Runs `docker` with these words, which may fail.
pub(super) fn try_docker(words: &[&str]) -> Output {
    let output = bounded(DOCKER).args(words).output();
    output.expect("coreutils are installed")
}

/// Waits until `look` gives something; fails after `bound`.
#[track_caller]
pub(super) fn until<T>(bound: Duration, what: &str, look: impl Fn() -> Option<T>) -> T {
    seen_within(bound, look).unwrap_or_else(|| panic!("not within {bound:?}: {what}"))
}

/// What `look` gives, unless that is nothing for as long as `bound`.
pub(super) fn seen_within<T>(bound: Duration, look: impl Fn() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        let found = look();
        if found.is_some() || start.elapsed() >= bound {
            return found;
        }
        thread::sleep(Duration::from_millis(200));
    }
}
