//! The end of the engine itself: nothing of its runs survives, not even a folder.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Instant;

use lychgate::sandbox::fault::Fault;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::{Sandbox, interrupt};
use lychgate::shell::Shell;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{PROMPT, survivors, wait_until};
use crate::support::{BOUND, Proof, Script, each_shell_of};

/// The runs that the engine holds, each on a thread of its own.
const RUNS: usize = 4;

/// Heeds nothing, and writes without end.
const SCRIPT: &str =
    "trap '' HUP INT TERM\nsetsid sleep 1000 &\nprintf 'go\\n'\nyes >&2 & while :; do :; done\n";

/// An engine with [`RUNS`] runs under way.
struct Engine {
    process: Child,
    // What it says at its end must not fail.
    _stdout: BufReader<ChildStdout>,
    script: Script,
    folder: tempfile::TempDir,
}

impl Engine {
    fn start(kind: &str) -> Result<Self, Box<dyn Error>> {
        let script = Script::new(SCRIPT);
        let folder = tempfile::tempdir()?;
        let mut process = Command::new(std::env::current_exe()?)
            .env("TMPDIR", folder.path())
            .env("HELD", script.path())
            .env("KIND", kind)
            .args(["--exact", "hostile::engine::an_engine_with_many_runs"])
            .args(["--ignored", "--nocapture"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = process.stdout.take().ok_or("it is piped")?;
        let mut stdout = BufReader::new(stdout);
        let lines = stdout.by_ref().lines().map_while(Result::ok);
        let said = lines.filter(|line| line == "runs").take(RUNS);
        assert_eq!(said.count(), RUNS);
        Ok(Self {
            process,
            _stdout: stdout,
            script,
            folder,
        })
    }

    /// Sends `signal`, and waits until the engine and everything of its runs is gone.
    /// Gives how the engine ended.
    fn end_by(mut self, signal: Signal) -> Result<ExitStatus, Box<dyn Error>> {
        let start = Instant::now();
        kill(Pid::from_raw(i32::try_from(self.process.id())?), signal)?;
        let status = self.process.wait()?;
        let folder = self.folder.path();
        wait_until("its folder is empty", || is_empty(folder));
        wait_until("no process is left", || {
            survivors(self.script.folder()).is_empty()
        });
        assert!(start.elapsed() < PROMPT, "after {:?}", start.elapsed());
        Ok(status)
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

#[test]
fn an_interrupted_engine_ends_its_runs_within_a_second() -> Proof {
    for kind in ["waits", "finishes", "outside"] {
        for signal in [Signal::SIGINT, Signal::SIGTERM] {
            let status = Engine::start(kind)?.end_by(signal)?;
            assert!(status.success(), "{kind} {signal}: {status}");
        }
    }
    Ok(())
}

#[test]
fn an_engine_that_is_killed_leaves_no_folder() -> Proof {
    for kind in ["waits", "outside"] {
        let status = Engine::start(kind)?.end_by(Signal::SIGKILL)?;
        assert!(!status.success());
    }
    Ok(())
}

#[test]
#[ignore = "a part of the tests above"]
fn an_engine_with_many_runs() {
    interrupt::catch().expect("there is room for a pipe");
    each_shell_of(&[Shell::Dash], |shell| {
        let path = std::env::var("HELD")?;
        let kind = std::env::var("KIND")?;
        let folder = Path::new(&path)
            .parent()
            .ok_or("it is a file in a folder")?;
        let sandbox = Sandbox::new(crate::support::LYCHGATE, shell, &path).env("MARK", folder);
        let sandbox = match kind.as_str() {
            "outside" => sandbox.without_namespaces(),
            _ => sandbox,
        };
        thread::scope(|scope| {
            let runs: Vec<_> = (0..RUNS)
                .map(|_| scope.spawn(|| hold(&sandbox, &kind)))
                .collect();
            runs.into_iter().try_for_each(|run| {
                run.join().map_err(|_| "a thread panicked")?;
                Ok(())
            })
        })
    });
    assert!(interrupt::signal().is_some());
}

/// Runs until the interrupt.
#[expect(
    clippy::print_stdout,
    reason = "the test that starts this one reads it"
)]
fn hold(sandbox: &Sandbox, kind: &str) {
    let mut running = sandbox.start().expect("the sandbox can be had");
    running
        .wait_for(&Condition::stdout("go"), BOUND)
        .expect("it runs");
    println!("\nruns");
    if kind == "waits" {
        let unmet = running.wait_for(&Condition::stdout("never"), BOUND);
        let why = unmet.expect_err("it never holds").to_string();
        assert!(why.starts_with("not met interrupted by"), "{why}");
        let again = sandbox.start().map(drop);
        assert!(matches!(again, Err(Fault::Interrupted(_))));
    }
    let fault = running.finish(BOUND).map(|_| ());
    assert!(matches!(fault, Err(Fault::Interrupted(_))), "{fault:?}");
}
