//! Scripts that take more and more: processes, memory, output, time.

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use lychgate::sandbox::outcome::{Happening, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::{Output, Sandbox};
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::{PROMPT, assert_none_survives, marked, wait_until};
use crate::support::{BOUND, Proof, Script, each_shell, each_shell_of, expect, skip};

const SOME: [Shell; 3] = [Shell::Dash, Shell::Busybox, Shell::Bash];

/// A user who is not root.
const SOMEBODY: u32 = 23456;

/// How many processes a script may have.
const MOST: usize = 400;

/// `sandbox` with the words that run its script again as `$AGAIN`.
fn again(sandbox: Sandbox, script: &Script, shell: &Installed) -> Sandbox {
    let mut words = vec![shell.path().as_os_str().to_owned()];
    words.extend(shell.arguments().map(OsStr::to_owned));
    words.push(script.path().into_os_string());
    sandbox.env("AGAIN", words.join(OsStr::new(" ")))
}

#[test]
fn a_script_that_forks_without_end_is_ended() {
    let texts = [
        "bomb() { bomb | bomb & }\nbomb\nwhile :; do wait; done\n",
        "while :; do sleep 100 & done\n",
        "trap '' HUP INT QUIT TERM\n$AGAIN\nexit 0\n",
        "setsid $AGAIN & setsid $AGAIN &\nwait\n",
    ];
    for text in texts {
        let script = Script::new(text);
        each_shell_of(&SOME, |shell| {
            // The kernel bounds what this user starts, so that no other test is starved;
            // a shell may give up before the stage has counted.
            let sandbox = again(marked(&script, shell).uid(SOMEBODY), &script, shell);
            let outcome = sandbox.run(BOUND)?;
            let gave_up = outcome.stderr().contains("fork");
            let ended = outcome.status == Status::TooManyProcesses(MOST);
            expect(&outcome).so("it is ended, or has given up", ended || gave_up);
            Ok(())
        });
        assert_none_survives(&script);
    }
}

#[test]
fn one_of_root_is_ended_too() {
    let script = Script::new("while :; do setsid sleep 100 & done\n");
    each_shell_of(&[Shell::Dash], |shell| {
        let inside = marked(&script, shell);
        for sandbox in [inside.clone(), inside.without_namespaces()] {
            let outcome = sandbox.run(BOUND)?;
            assert_eq!(outcome.status, Status::TooManyProcesses(MOST));
            assert!(outcome.to_string().contains("had more than 400 processes"));
        }
        Ok(())
    });
    assert_none_survives(&script);
}

/// The kernel does not bound what root starts, so that whoever counts must have its turn.
#[test]
fn who_counts_runs_in_real_time_and_the_script_does_not() {
    let real_time = Command::new("chrt").args(["-f", "1", "true"]).output();
    if !real_time.is_ok_and(|output| output.status.success()) {
        skip("what is scheduled in real time, which is refused here");
        return;
    }
    let script = Script::new("printf 'go\\n'; sleep 1000; :\n");
    each_shell_of(&[Shell::Dash], |shell| {
        let inside = marked(&script, shell);
        for sandbox in [inside.clone(), inside.without_namespaces()] {
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::stdout("go"), BOUND)?;
            let stage = Scheduled::of(running.pid())?.parent;
            // It was still to begin when the script was started.
            wait_until("the stage is in real time", || {
                Scheduled::of(stage).is_ok_and(|stage| stage.policy == FIFO)
            });
            let own = Scheduled::of(Pid::this().as_raw())?;
            for process in running.processes() {
                let its = Scheduled::of(process.pid)?;
                assert_eq!((its.policy, its.nice), ("0".to_owned(), own.nice.clone()));
            }
        }
        Ok(())
    });
}

/// The kernel's number of that policy.
const FIFO: &str = "1";

/// How the kernel gives a process its turns.
struct Scheduled {
    parent: i32,
    nice: String,
    policy: String,
}

impl Scheduled {
    fn of(process: i32) -> Result<Self, Box<dyn Error>> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
        let (_, fields) = stat.rsplit_once(") ").ok_or("no name")?;
        // The first one is the third of proc_pid_stat(5).
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let field = |number: usize| fields.get(number - 3).copied().ok_or("too short");
        Ok(Self {
            parent: field(4)?.parse()?,
            nice: field(19)?.to_owned(),
            policy: field(41)?.to_owned(),
        })
    }
}

#[test]
fn many_processes_are_not_too_many() {
    let text = "i=0\nwhile [ \"$i\" -lt 300 ]; do sleep 100 & i=$((i + 1)); done\nexit 3\n";
    let script = Script::new(text);
    each_shell_of(&[Shell::Dash], |shell| {
        expect(&script.sandbox(shell).run(BOUND)?).exited(3);
        Ok(())
    });
}

#[test]
fn a_script_that_takes_all_memory_fails_alone() {
    let script = Script::new("x=0123456789abcdef\nwhile :; do x=$x$x; done\n");
    // The others take up to ten seconds for this much.
    each_shell_of(&[Shell::Dash, Shell::Busybox], |shell| {
        let outcome = marked(&script, shell).run(BOUND)?;
        assert!(
            !matches!(outcome.status, Status::TimedOut | Status::Exited(0)),
            "{outcome}"
        );
        Ok(())
    });
    assert_none_survives(&script);
}

#[test]
fn memory_files_and_dumps_have_a_bound() {
    let script = Script::new("cat /proc/self/limits\n");
    each_shell(|shell| {
        let inside = script.sandbox(shell);
        for sandbox in [inside.clone(), inside.without_namespaces()] {
            let stdout = sandbox.run(BOUND)?.stdout();
            let rows: Vec<&str> = stdout.lines().collect();
            let has = |row: &str, limit: &str| {
                let mut rows = rows.iter().filter(|line| line.starts_with(row));
                let row = rows.next().expect("the kernel tells all of them");
                assert_eq!(
                    row.split_whitespace().filter(|it| *it == limit).count(),
                    2,
                    "{row}"
                );
            };
            has("Max data size", "1073741824");
            has("Max file size", "67108864");
            has("Max core file size", "0");
        }
        Ok(())
    });
}

#[test]
fn a_file_has_a_bound() {
    let script = Script::new("trap '' XFSZ\nhead -c 100000000 /dev/zero >\"$1\"\nexit 4\n");
    each_shell_of(&SOME, |shell| {
        let file = script.folder().join(shell.shell().name());
        expect(&script.sandbox(shell).arg(&file).run(BOUND)?).exited(4);
        assert_eq!(fs::metadata(&file)?.len(), 64 << 20);
        fs::remove_file(&file)?;
        Ok(())
    });
}

#[test]
fn a_flood_keeps_no_signal_and_no_bound_from_the_script() {
    let texts = ["cat /dev/zero", "yes", "yes '' >&2", "cat /dev/zero >&2"];
    for text in texts {
        let script = Script::new(format!(
            "trap 'exit 7' TERM\nprintf 'go\\n'\n{text} &\nwait\n"
        ));
        each_shell_of(&[Shell::Dash], |shell| {
            let mut running = marked(&script, shell).start()?;
            running.wait_for(&Condition::stdout("go"), BOUND)?;
            let start = Instant::now();
            assert!(!running.ends_within(Duration::from_millis(100))?);
            running.signal(Signal::SIGTERM)?;
            let outcome = running.finish(BOUND)?;
            assert!(start.elapsed() < PROMPT, "{:?}", start.elapsed());
            assert_eq!(outcome.status, Status::Exited(7));
            Ok(())
        });
        assert_none_survives(&script);
    }
}

#[test]
fn a_flood_of_lines_is_cut_with_a_note() {
    let script = Script::new("yes '' | head -n 3000000 >&2\n");
    each_shell_of(&[Shell::Dash], |shell| {
        let outcome = script.sandbox(shell).run(BOUND)?;
        assert!(outcome.stderr.ends_with(b"\n[1951424 more bytes]\n"));
        let lines =
            |(_, happening): &(Duration, &Happening)| matches!(happening, Happening::Stderr(_));
        assert_eq!(outcome.timeline.iter().filter(lines).count(), 1000);
        let timeline = outcome.timeline.to_string();
        assert!(timeline.contains("no more of stderr is kept"));
        Ok(())
    });
}

/// The test starts itself again, so that no other test's memory is counted.
#[test]
fn a_flood_does_not_fill_the_engine() -> Proof {
    for flood in ["cat /dev/zero", "yes", "yes '' >&2", "cat /dev/zero >&2"] {
        let output = Command::new(std::env::current_exe()?)
            .args(["--exact", "hostile::endless::an_engine_in_a_flood"])
            .args(["--ignored", "--nocapture"])
            .env("FLOOD", flood)
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let line = text.lines().find_map(|line| line.strip_prefix("peak "));
        let peak: u64 = line.ok_or(text.clone())?.parse()?;
        assert!(peak < 64 << 10, "{flood}: {peak} kB");
    }
    Ok(())
}

#[test]
#[ignore = "a part of `a_flood_does_not_fill_the_engine`"]
#[expect(
    clippy::print_stdout,
    reason = "the test that starts this one reads it"
)]
fn an_engine_in_a_flood() {
    let script = Script::new(std::env::var("FLOOD").expect("the other test sets it"));
    each_shell_of(&[Shell::Dash], |shell| {
        let outcome = script.sandbox(shell).run(Duration::from_millis(400))?;
        expect(&outcome).ended(Status::TimedOut);
        let status = fs::read_to_string("/proc/self/status")?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.ok_or("no VmHWM")?.trim().trim_end_matches(" kB");
        println!("\npeak {peak}");
        Ok(())
    });
}

#[test]
fn a_script_that_heeds_nothing_is_ended_at_the_bound() {
    let text = "trap '' HUP INT QUIT TERM ALRM USR1 USR2\nprintf 'go\\n'\nwhile :; do :; done\n";
    let script = Script::new(text);
    each_shell(|shell| {
        let inside = marked(&script, shell).stderr(Output::Null);
        for sandbox in [inside.clone(), inside.without_namespaces()] {
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::stdout("go"), BOUND)?;
            running.signal(Signal::SIGTERM)?;
            let start = Instant::now();
            let outcome = running.finish(Duration::from_millis(20))?;
            assert_eq!(outcome.status, Status::TimedOut);
            assert!(start.elapsed() < PROMPT, "{:?}", start.elapsed());
        }
        Ok(())
    });
    assert_none_survives(&script);
}
