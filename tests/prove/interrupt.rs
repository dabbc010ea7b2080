//! Ctrl-C while it plays.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{dash, folder};
use crate::support::{BOUND, note};

/// It takes a tenth of a second, but the tests beside this one take all processors.
const PROMPT: Duration = Duration::from_secs(5);
/// So many processes mean that several runs are under way.
const SOME: usize = 12;

/// How many processes on this machine have `place` in their environment.
fn processes(place: &Path) -> usize {
    use std::os::unix::ffi::OsStrExt;
    let place = place.as_os_str().as_bytes();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let environments = entries.map(|entry| fs::read(entry.path().join("environ")));
    let marked = environments.flatten().filter(|environment| {
        let mut places = environment.windows(place.len());
        places.any(|window| window == place)
    });
    marked.count()
}

#[test]
fn ctrl_c_leaves_nothing_behind() {
    if dash().is_none() {
        return;
    }
    let table = include_str!("../../golden/lychee/lychgate.toml");
    let folder = folder(table).file("runs/.keep", "");
    let runs = folder.path("runs");
    fs::remove_file(runs.join(".keep")).expect("it was just made");
    let folder = folder.variable("TMPDIR", &runs.display().to_string());
    let mut command = folder.command("prove");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut engine = command.spawn().expect("it was just built");
    let begun = Instant::now();
    while processes(&runs) < SOME {
        assert!(begun.elapsed() < BOUND, "no run is under way");
        thread::sleep(Duration::from_millis(1));
    }
    let sent = Instant::now();
    let pid = i32::try_from(engine.id()).expect("the kernel's numbers are small");
    kill(Pid::from_raw(pid), Signal::SIGINT).expect("it still runs");
    let status = engine.wait().expect("it is our child");
    let took = sent.elapsed();
    note(&format!("Ctrl-C of a proof took {took:?}"));
    assert_eq!(status.code(), Some(130));
    let mut said = String::new();
    let stderr = engine.stderr.as_mut().expect("it is piped");
    stderr.read_to_string(&mut said).expect("it is text");
    assert!(said.starts_with("error: interrupted by SIGINT\n"), "{said}");
    assert_eq!(processes(&runs), 0);
    assert_eq!(folder.list("runs"), [""; 0]);
    assert!(took < PROMPT, "after {took:?}");
}
