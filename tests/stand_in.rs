//! The stand-ins: what they record is what they were given, and they do as told.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::time::Duration;

use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::{Behaviour, EventKind, StdinKind};
use lychgate::sandbox::{Output, Stdin};
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use crate::support::{BOUND, Chance, Script, each_shell, each_shell_of, expect};

/// Every shell but yash, which refuses words that are no text in its locale.
const ANY_BYTES: [Shell; 7] = [
    Shell::Dash,
    Shell::Busybox,
    Shell::Bash,
    Shell::Mksh,
    Shell::Ksh93,
    Shell::Zsh,
    Shell::Posh,
];

/// Starts `php`, says so, passes TERM on, and tells how it ended.
const PARENT: &str = r#"
trap 'kill -s TERM "$pid"' TERM
php "$@" &
pid=$!
printf 'go\n'
while :; do
  wait "$pid"
  code=$?
  kill -s 0 "$pid" 2>/dev/null || break
done
exit "$code"
"#;

fn all_bytes() -> OsString {
    OsString::from_vec((1..=255).collect())
}

#[test]
fn every_byte_of_a_word_arrives() {
    let script = Script::new("exec php \"$@\"\n");
    each_shell_of(&ANY_BYTES, |shell| {
        let words = [
            OsString::new(),
            "two words\n".into(),
            "-e".into(),
            "*".into(),
            all_bytes(),
        ];
        let sandbox = script.sandbox(shell).args(&words);
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        expect(&outcome).exited(0).starts("php", 1);
        let start = outcome.starts("php").next().ok_or("php was not started")?;
        assert_eq!(start.arguments, words);
        Ok(())
    });
}

#[test]
fn every_byte_of_a_variable_arrives_and_nothing_else_does() {
    // What the shells add of themselves.
    const ADDED: [&str; 15] = [
        "A__z",
        "_",
        "HOME",
        "LINENO",
        "LOGNAME",
        "OLDPWD",
        "OPTIND",
        "PATH",
        "PPID",
        "PS1",
        "PS4",
        "PWD",
        "SHLVL",
        "USER",
        "YASH_VERSION",
    ];
    let script = Script::new("exec php\n");
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .env("EVERY", all_bytes())
            .env("EMPTY", "");
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        expect(&outcome).exited(0).stderr("");
        let start = outcome.starts("php").next().ok_or("php was not started")?;
        assert_eq!(start.variable("EVERY"), Some(all_bytes().as_bytes()));
        assert_eq!(start.variable("EMPTY"), Some(&b""[..]));
        let names = start
            .environment
            .iter()
            .map(|word| word.to_string_lossy().into_owned());
        let others: Vec<String> = names
            .filter_map(|word| word.split('=').next().map(str::to_owned))
            .filter(|name| !["EVERY", "EMPTY"].contains(&name.as_str()))
            .filter(|name| !ADDED.contains(&name.as_str()))
            .collect();
        assert!(others.is_empty(), "{others:?} came along");
        Ok(())
    });
}

#[test]
fn a_start_is_as_clean_as_in_a_container() {
    let script = Script::new("exec php\n");
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).directory("/usr");
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        expect(&outcome).exited(0).stdout("").stderr("");
        let start = outcome.starts("php").next().ok_or("php was not started")?;
        assert_eq!((start.ignored, start.blocked, start.umask), (0, 0, 0o022));
        assert_eq!(start.descriptors, [0, 1, 2]);
        assert_eq!(start.directory.as_os_str(), "/usr");
        Ok(())
    });
}

#[test]
fn an_ignored_signal_is_found_ignored() {
    let script = Script::new("exec php\n");
    each_shell(|shell| {
        for signal in [Signal::SIGTERM, Signal::SIGPIPE] {
            let sandbox = script.sandbox(shell).ignore(signal);
            let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
            let start = outcome.starts("php").next().ok_or("php was not started")?;
            assert!(start.ignores(signal), "{signal} is not ignored\n{outcome}");
            assert!(!start.ignores(Signal::SIGINT) && !start.blocks(signal));
        }
        Ok(())
    });
}

#[test]
fn stdin_is_what_was_said() {
    let script = Script::new("exec php\n");
    let file = script.path();
    // More than a pipe holds.
    let large = vec![b'x'; 300_000];
    each_shell(|shell| {
        let kinds = [
            (Stdin::Null, StdinKind::Null, &b""[..]),
            (
                Stdin::Bytes(b"one\n\0\xff".to_vec()),
                StdinKind::Pipe,
                b"one\n\0\xff",
            ),
            (Stdin::Bytes(large.clone()), StdinKind::Pipe, &large),
            (Stdin::File(file.clone()), StdinKind::File, b"exec php\n"),
        ];
        for (stdin, kind, bytes) in kinds {
            let sandbox = script.sandbox(shell).stdin(stdin);
            let outcome = sandbox
                .stand_in("php", Behaviour::exits(0).reads_stdin())
                .run(BOUND)?;
            expect(&outcome).exited(0);
            let start = outcome.starts("php").next().ok_or("php was not started")?;
            assert_eq!(start.stdin, kind);
            let read = EventKind::Stdin(bytes.to_vec());
            assert!(
                outcome.events.iter().any(|event| event.kind == read),
                "{outcome}"
            );
        }
        Ok(())
    });
}

#[test]
fn a_closed_descriptor_is_found_closed() {
    let script = Script::new("exec php\n");
    // The other shells open something in place of it.
    each_shell_of(&[Shell::Dash, Shell::Busybox], |shell| {
        let sandbox = script.sandbox(shell).stand_in("php", Behaviour::exits(0));
        let closed = sandbox
            .clone()
            .stdin(Stdin::Closed)
            .stdout(Output::Closed)
            .stderr(Output::Closed)
            .run(BOUND)?;
        let start = closed.starts("php").next().ok_or("php was not started")?;
        assert_eq!(
            (start.stdin, &start.descriptors),
            (StdinKind::Closed, &vec![]),
            "{closed}"
        );
        let null = sandbox
            .stdout(Output::Null)
            .stderr(Output::Null)
            .run(BOUND)?;
        let start = null.starts("php").next().ok_or("php was not started")?;
        assert_eq!(
            (start.stdin, &start.descriptors),
            (StdinKind::Null, &vec![0, 1, 2])
        );
        Ok(())
    });
}

#[test]
fn outputs_arrive_apart() {
    let script = Script::new("exec php\n");
    each_shell(|shell| {
        let behaviour = Behaviour::exits(9)
            .prints("to stdout\n")
            .complains("to stderr\n");
        let outcome = script
            .sandbox(shell)
            .stand_in("php", behaviour)
            .run(BOUND)?;
        expect(&outcome)
            .exited(9)
            .stdout("to stdout\n")
            .stderr("to stderr\n");
        Ok(())
    });
}

#[test]
fn each_start_has_its_own_behaviour_and_the_last_repeats() {
    let script = Script::new("for i in 1 2 3 4; do php; printf '%s\\n' $?; done\n");
    each_shell(|shell| {
        let behaviour = Behaviour::exits(3)
            .next(Behaviour::exits(4))
            .next(Behaviour::exits(5));
        let outcome = script
            .sandbox(shell)
            .stand_in("php", behaviour)
            .run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .stdout("3\n4\n5\n5\n")
            .starts("php", 4);
        Ok(())
    });
}

#[test]
fn every_signal_is_recorded() {
    let script = Script::new("exec php\n");
    each_shell(|shell| {
        let behaviour = Behaviour::runs_until(Signal::SIGINT).with_code(6);
        let mut running = script.sandbox(shell).stand_in("php", behaviour).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let mut signals = vec![Signal::SIGTERM; 5];
        signals.push(Signal::SIGINT);
        for (count, signal) in signals.iter().enumerate() {
            running.signal(*signal)?;
            running.wait_for(&Condition::signalled("php").times(count + 1), BOUND)?;
        }
        expect(&running.finish(BOUND)?)
            .exited(6)
            .signals("php", &signals);
        Ok(())
    });
}

#[test]
fn a_graceful_stop_takes_its_time() {
    let script = Script::new("exec php\n");
    let time = Duration::from_millis(60);
    each_shell(|shell| {
        let behaviour = Behaviour::runs_until(Signal::SIGTERM).lingers(time);
        let mut running = script.sandbox(shell).stand_in("php", behaviour).start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let outcome = running.finish(BOUND)?;
        let took = outcome.time_to_stop().is_some_and(|took| took >= time);
        expect(&outcome).exited(0).so("it takes its time", took);
        Ok(())
    });
}

#[test]
fn a_death_by_signal_is_one() {
    let script = Script::new("php\nprintf '%s\\n' $?\n");
    each_shell(|shell| {
        let behaviour = Behaviour::dies_by(Signal::SIGTERM);
        let outcome = script
            .sandbox(shell)
            .stand_in("php", behaviour)
            .run(BOUND)?;
        // ksh93 and yash have their own numbers for it.
        let code = match shell.shell() {
            Shell::Ksh93 => 256 + 15,
            Shell::Yash => 384 + 15,
            _ => 128 + 15,
        };
        expect(&outcome).exited(0).stdout(&format!("{code}\n"));
        Ok(())
    });
}

#[test]
fn orphans_and_daemons_have_another_parent() {
    let script = Script::new("php\nsleep 1000 &\nwait\n");
    each_shell(|shell| {
        let behaviour = Behaviour::exits(0).makes_orphans(3).daemonizes();
        let sandbox = script
            .sandbox(shell)
            .stand_in("php", behaviour)
            .without_namespaces();
        let mut running = sandbox.start()?;
        // php itself, and its daemon.
        running.wait_for(&Condition::gone("php").times(2), BOUND)?;
        let outcome = running.finish(Duration::ZERO)?;
        let orphans = |kind: &EventKind| matches!(kind, EventKind::Orphan(_));
        let count = outcome
            .events
            .iter()
            .filter(|event| orphans(&event.kind))
            .count();
        assert_eq!(count, 3, "{outcome}");
        let mut pids: Vec<i32> = outcome.events.iter().map(|event| event.pid).collect();
        pids.sort_unstable();
        pids.dedup();
        assert_eq!(pids.len(), 5, "php, its orphans and its daemon\n{outcome}");
        Ok(())
    });
}

#[test]
fn a_program_stops_and_goes_on() {
    let script = Script::new("php &\nwait $!\nexit 0\n");
    // zsh's `wait` ends when the program stops.
    each_shell_of(
        &[Shell::Dash, Shell::Busybox, Shell::Bash, Shell::Mksh],
        |shell| {
            let behaviour = Behaviour::exits(0).stops_itself();
            let mut running = script.sandbox(shell).stand_in("php", behaviour).start()?;
            running.wait_for(&Condition::stopped("php"), BOUND)?;
            let stopped = |running: &lychgate::sandbox::running::Running| {
                running
                    .processes()
                    .iter()
                    .any(|process| process.state == 'T')
            };
            let start = std::time::Instant::now();
            while !stopped(&running) {
                assert!(start.elapsed() < BOUND, "it does not stop\n{running}");
            }
            let pid = running
                .processes()
                .into_iter()
                .find(|process| process.state == 'T');
            let pid = pid.ok_or("it has gone on")?.pid;
            nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), Signal::SIGCONT)?;
            expect(&running.finish(BOUND)?).exited(0);
            Ok(())
        },
    );
}

#[test]
fn term_at_random_moments_reaches_a_program_that_runs() {
    let script = Script::new(PARENT);
    // mksh, ksh93 and posh may miss a signal that comes in the moment of a fork.
    let shells = [
        Shell::Dash,
        Shell::Busybox,
        Shell::Bash,
        Shell::Yash,
        Shell::Zsh,
    ];
    each_shell_of(&shells, |shell| {
        let mut chance = Chance::new(0x1a2b_3c4d);
        for _ in 0..5 {
            let behaviour = Behaviour::runs_until(Signal::SIGTERM).with_code(4);
            let mut running = script.sandbox(shell).stand_in("php", behaviour).start()?;
            running.wait_for(&Condition::started("php"), BOUND)?;
            running.wait_for(&Condition::stdout("go"), BOUND)?;
            let pause = chance.pause(Duration::from_micros(500));
            running.signal(Signal::SIGTERM)?;
            let outcome = running.finish(BOUND)?;
            let terms = outcome
                .signals("php")
                .filter(|signal| *signal == Signal::SIGTERM);
            let what = format!("one TERM after {pause:?}, seed {:#x}", chance.seed());
            expect(&outcome).so(&what, terms.count() == 1);
        }
        Ok(())
    });
}
