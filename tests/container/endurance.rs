//! Thousands of restarts, after which the script is as large as before.
//!
//! The pause is `sleep 0` here, or they would take a day.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use lychgate::sandbox::Output;
use lychgate::sandbox::running::Running;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::control::{Care, replaced, without};
use super::stop;
use crate::emission::emitted;
use crate::support::{Proof, Script, each_shell_at_length, each_shell_of, require_all};

/// The restarts before the first look, in which a shell fills its caches. posh takes
/// memory in steps of 128 kB, of which two may come in the first 200.
const WARM_UP: u64 = 200;

/// The restarts between the two looks in the short form of the proof.
const FEW: u64 = 300;

/// How long no restart may come before the script is taken for stuck. How long they all
/// take is for the machine to say.
const STUCK: Duration = Duration::from_secs(60);

/// The restarts between the two looks.
fn restarts_of(shell: Shell) -> u64 {
    match shell {
        Shell::Dash | Shell::Busybox if require_all() => 10_000,
        _ => FEW,
    }
}

/// What a process uses that it could use more and more of.
#[derive(Debug)]
struct Size {
    /// Memory that is its own, in kB.
    memory: u64,
    descriptors: usize,
    /// Processes of the container, the dead ones too.
    processes: usize,
}

impl Size {
    fn of(running: &Running) -> Result<Self, Box<dyn Error>> {
        let folder = Path::new("/proc").join(running.pid().to_string());
        let status = fs::read_to_string(folder.join("status"))?;
        let memory = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"))
            .and_then(|rest| rest.split_whitespace().next())
            .ok_or("no RssAnon")?;
        Ok(Self {
            memory: memory.parse()?,
            descriptors: fs::read_dir(folder.join("fd"))?.count(),
            processes: running.processes().len(),
        })
    }
}

/// What the script says between two starts.
const TURN: &str = "\
Lychee: worker: starting
Lychee: worker: ended with code 0; starts again in 5 s
";

/// Waits until the script has said so often that the worker is started again.
fn wait_for(restarts: u64, log: &Path, running: &Running) -> Proof {
    let wanted = restarts * TURN.len() as u64;
    let (mut seen, mut since) = (0, Instant::now());
    while seen < wanted {
        let said = fs::metadata(log)?.len();
        if said > seen {
            (seen, since) = (said, Instant::now());
        } else if since.elapsed() > STUCK {
            return Err(format!("no restart after {seen} of {wanted} bytes\n{running}").into());
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// A `php` that only ends.
const PHP: &str = "#!/bin/true\n";

/// The size of the script after a few restarts, and after many, with this `PATH`.
fn sizes(
    script: &Script,
    path: &str,
    shell: &Installed,
    restarts: u64,
) -> Result<(Size, Size), Box<dyn Error>> {
    let log = script.folder().join(format!("log-{}", shell.shell()));
    File::create(&log)?;
    let sandbox = script
        .sandbox(shell)
        .env("LYCHEE_MODE", "worker")
        .env("PATH", path)
        .stderr(Output::File(log.clone()));
    let running = sandbox.start()?;
    wait_for(WARM_UP, &log, &running)?;
    let before = Size::of(&running)?;
    wait_for(WARM_UP + restarts, &log, &running)?;
    let after = Size::of(&running)?;
    stop(running, Signal::SIGTERM)?;
    Ok((before, after))
}

/// How much more memory a shell may have, in kB. mksh and posh keep what they know of
/// their last children, health or not: mksh grows by about 0.2 kB a restart or less,
/// posh by a step of 128 kB in its first 400 restarts, and by one more in 2000.
fn allowed(shell: Shell) -> u64 {
    match shell {
        Shell::Mksh | Shell::Posh => 160,
        _ => 50,
    }
}

/// The script of the golden table without health, which makes a restart three times
/// as long.
fn without_health() -> Script {
    let mut table = fs::read_to_string("golden/lychee/lychgate.toml").expect("it is ours");
    // Some of its scenarios ask for health.
    let scenarios = table.find("[[scenarios]]").unwrap_or(table.len());
    table.truncate(scenarios);
    for part in [
        ", limit = { exits = 10, within = \"5m\", then = \"unhealthy\" }",
        "health  = { alive = true }\n",
    ] {
        table = replaced(&table, part, "");
    }
    let script = String::from_utf8(emitted(&table)).expect("a script is text");
    Script::new(replaced(&script, "lg_run sleep 5", "lg_run sleep 0"))
}

#[test]
fn thousands_of_restarts_leave_nothing() {
    leave_nothing(&without_health(), restarts_of);
}

#[test]
fn restarts_with_health_leave_nothing() {
    leave_nothing(&without(&Care::LongPause), |_| FEW);
}

/// Fails if `script` is larger after many restarts than after a few.
fn leave_nothing(script: &Script, restarts: impl Fn(Shell) -> u64 + Sync) {
    let path = script.program("php", PHP);
    each_shell_at_length(|shell| {
        let (before, after) = sizes(script, &path, shell, restarts(shell.shell()))?;
        let grows = after.memory > before.memory + allowed(shell.shell());
        // The script, the program, the state being written with what that needs, and
        // what printf has open in mksh and posh.
        if grows || after.descriptors > 8 || after.processes > 5 {
            return Err(format!("{before:?} became {after:?}").into());
        }
        Ok(())
    });
}

#[test]
fn control_a_script_that_remembers_each_restart_grows() {
    let text = fs::read_to_string(without(&Care::LongPause).path()).expect("it was written");
    let pause = "      lg_run sleep 0\n";
    assert_eq!(text.matches(pause).count(), 1, "{text}");
    let memory = format!("      lg_memory=${{lg_memory-}}{}\n", "x".repeat(200));
    let script = Script::new(text.replace(pause, &memory));
    let path = script.program("php", PHP);
    each_shell_of(&[Shell::Dash, Shell::Bash], |shell| {
        let (before, after) = sizes(&script, &path, shell, FEW)?;
        if after.memory <= before.memory + allowed(shell.shell()) {
            return Err(format!("{before:?} became {after:?}").into());
        }
        Ok(())
    });
}
