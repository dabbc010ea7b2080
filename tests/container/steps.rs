//! Commands before the program: the scripts of tables with `[[steps]]`.

use std::time::Duration;

use lychgate::sandbox::outcome::{Outcome, Status};
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::{Behaviour, Event, EventKind, StdinKind};
use lychgate::sandbox::{Sandbox, Stdin};
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::{PROMPT, stop};
use crate::emission::emitted;
use crate::support::{
    BOUND, Chance, Script, each_shell, each_shell_at_length, expect, require_all,
};

/// Two modes with two steps; the second one is for those who ask for it.
const TABLE: &str = r#"
[entrypoint]
app     = "test"
select  = ["arg", "env:ROLE"]
unknown = "exec"
[modes.plain]
run = ["program", "${GREETING}", "$@"]
[modes.parent]
run       = ["program", "${GREETING}", "$@"]
supervise = true
[modes.bare]
run   = ["program"]
setup = false
[env.GREETING]
default = "good  morning"
[[steps]]
name = "one"
run  = ["one", "a 'b' \"c\"", "", "${GREETING}", "*"]
[[steps]]
name = "two"
run  = "two"
when = "!env:SKIP"
"#;

/// The modes that have steps.
const MODES: [&str; 2] = ["plain", "parent"];

/// The script of [`TABLE`] with `text` put behind it, in the last step.
fn script(text: &str) -> Script {
    Script::new(emitted(&format!("{TABLE}{text}")))
}

/// `script` in `shell` as `mode`, with steps that succeed and a program.
fn sandbox(script: &Script, shell: &Installed, mode: &str) -> Sandbox {
    let sandbox = script.sandbox(shell).env("ROLE", mode);
    ["one", "two", "program"]
        .into_iter()
        .fold(sandbox, |sandbox, name| {
            sandbox.stand_in(name, Behaviour::exits(0))
        })
}

/// The programs in the order of their starts.
fn order(outcome: &Outcome) -> Vec<&str> {
    let starts = outcome
        .events
        .iter()
        .filter(|event| event.start().is_some());
    starts.map(|event| event.program.as_str()).collect()
}

/// Stops a run in which `name` is ready.
fn stopped_in(
    sandbox: &Sandbox,
    name: &str,
    signal: Signal,
) -> Result<Outcome, Box<dyn std::error::Error>> {
    let mut running = sandbox.start()?;
    running.wait_for(&Condition::ready(name), BOUND)?;
    stop(running, signal)
}

#[test]
fn they_run_in_their_order_before_the_program() {
    let script = script("");
    each_shell(|shell| {
        for mode in MODES {
            let sandbox = sandbox(&script, shell, mode).arg("x  y").directory("/tmp");
            let outcome = sandbox.run(BOUND)?;
            expect(&outcome).exited(0).stderr("").so(
                "each once, in order",
                order(&outcome) == ["one", "two", "program"],
            );
            let start = outcome.starts("one").next().ok_or("no start")?;
            expect(&outcome)
                .so(
                    "its words are those of the table",
                    start.arguments == ["a 'b' \"c\"", "", "good  morning", "*"],
                )
                .so(
                    "it sees the default",
                    start.environment.contains(&"GREETING=good  morning".into()),
                )
                .so("it is where the image is", start.directory.ends_with("tmp"));
            let program = outcome.starts("program").next().ok_or("no start")?;
            expect(&outcome).so(
                "the words are for the program",
                program.arguments == ["good  morning", "x  y"],
            );
        }
        Ok(())
    });
}

#[test]
fn a_condition_a_mode_and_a_foreign_command_do_without() {
    let script = script("");
    each_shell(|shell| {
        for mode in MODES {
            let outcome = sandbox(&script, shell, mode).env("SKIP", "1").run(BOUND)?;
            expect(&outcome)
                .exited(0)
                .so("one is left out", order(&outcome) == ["one", "program"]);
        }
        let outcome = sandbox(&script, shell, "bare").run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .so("all are left out", order(&outcome) == ["program"]);
        let outcome = sandbox(&script, shell, "").arg("two").run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .so("only the command", order(&outcome) == ["two"]);
        Ok(())
    });
}

#[test]
fn a_plain_program_has_nothing_of_the_steps() {
    let script = script("timeout = \"1m\"\n");
    let input = b"a line\nand more".to_vec();
    each_shell(|shell| {
        let outcome = sandbox(&script, shell, "plain")
            .stdin(Stdin::Bytes(input.clone()))
            .stand_in("one", Behaviour::exits(0).reads_stdin())
            .stand_in("program", Behaviour::exits(0).reads_stdin())
            .run(BOUND)?;
        let read = |name: &str| -> Vec<Vec<u8>> {
            let kinds = outcome.events_of(name).map(|event: &Event| &event.kind);
            kinds
                .filter_map(|kind| match kind {
                    EventKind::Stdin(bytes) => Some(bytes.clone()),
                    _ => None,
                })
                .collect()
        };
        let step = outcome.starts("two").next().ok_or("no start")?;
        let program = outcome.starts("program").next().ok_or("no start")?;
        let ours = |entry: &std::ffi::OsString| entry.to_string_lossy().starts_with("lg_");
        expect(&outcome)
            .exited(0)
            .so("a step has no input", step.stdin == StdinKind::Null)
            .so("nothing was read", read("one") == [b""])
            .so("all of it is there", read("program") == [input.clone()])
            .so(
                "a step has three descriptors",
                step.descriptors == [0, 1, 2],
            )
            .so("so has the program", program.descriptors == [0, 1, 2])
            .so("no signal is ignored", program.ignored == 0)
            .so("no signal is blocked", program.blocked == 0)
            .so(
                "no variable of the script is seen",
                !program.environment.iter().any(ours),
            );
        Ok(())
    });
}

#[test]
fn a_plain_program_has_no_children_of_the_script() {
    // It counts the processes of the container, those that nobody waits for too.
    let count = r#""/bin/sh", "-c", "set -- /proc/[0-9]*; echo $$#""#;
    let table = TABLE.replacen("\"program\", \"${GREETING}\", \"$@\"", count, 1);
    let script = Script::new(emitted(&format!("{table}timeout = \"1m\"\n")));
    each_shell(|shell| {
        let outcome = sandbox(&script, shell, "plain").run(BOUND)?;
        if outcome.pid1 {
            expect(&outcome).exited(0).stdout("1\n");
        }
        Ok(())
    });
}

#[test]
fn a_stop_in_a_step_ends_it_and_the_script() {
    let script = script("");
    each_shell(|shell| {
        for mode in MODES {
            for (signal, code) in [(Signal::SIGTERM, 143), (Signal::SIGINT, 130)] {
                let step = Behaviour::runs_until(Signal::SIGTERM)
                    .lingers(Duration::from_millis(20))
                    .with_code(9);
                let sandbox = sandbox(&script, shell, mode).stand_in("one", step);
                let outcome = stopped_in(&sandbox, "one", signal)?;
                let mut signals = outcome.signals("one").filter(|it| *it != Signal::SIGCONT);
                expect(&outcome)
                    .exited(code)
                    .stderr("")
                    .so("one TERM", signals.next() == Some(Signal::SIGTERM))
                    .so("and no more", signals.next().is_none())
                    .so("nothing follows", order(&outcome) == ["one"]);
            }
        }
        Ok(())
    });
}

#[test]
fn a_step_is_not_killed_by_a_stop() {
    let script = script("");
    each_shell(|shell| {
        let sandbox =
            sandbox(&script, shell, "plain").stand_in("one", Behaviour::ignores_signals());
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("one"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let ended = running.ends_within(Duration::from_millis(500))?;
        let outcome = running.finish(Duration::ZERO)?;
        expect(&outcome).so("the script waits for it", !ended);
        Ok(())
    });
}

#[test]
fn a_failure_stops_the_script() {
    let script = script("");
    each_shell(|shell| {
        for mode in MODES {
            for (step, code) in [
                (Behaviour::exits(3), 3),
                (Behaviour::dies_by(Signal::SIGSEGV), 139),
            ] {
                let sandbox = sandbox(&script, shell, mode).stand_in("one", step);
                let outcome = sandbox.run(BOUND)?;
                let said = format!("test: step 'one' failed with code {code}\n");
                expect(&outcome)
                    .exited(70)
                    .so("it says so", outcome.stderr().ends_with(&said))
                    .so("nothing follows", order(&outcome) == ["one"]);
            }
        }
        Ok(())
    });
}

#[test]
fn a_warning_lets_the_script_go_on() {
    let table = TABLE.replace("name = \"one\"\n", "name = \"one\"\nfail = \"warn\"\n");
    let script = Script::new(emitted(&table));
    each_shell(|shell| {
        for mode in MODES {
            let sandbox = sandbox(&script, shell, mode).stand_in("one", Behaviour::exits(3));
            let outcome = sandbox.run(BOUND)?;
            expect(&outcome)
                .exited(0)
                .stderr("test: warning: step 'one' failed with code 3\n")
                .so("all follows", order(&outcome) == ["one", "two", "program"]);
        }
        Ok(())
    });
}

#[test]
fn a_missing_command_fails_with_127() {
    let script = Script::new(emitted(&TABLE.replace("[\"one\",", "[\"no-such\",")));
    each_shell(|shell| {
        let outcome = sandbox(&script, shell, "plain").run(BOUND)?;
        let said = "test: step 'one' failed with code 127\n";
        expect(&outcome)
            .exited(70)
            .so("it says so", outcome.stderr().ends_with(said));
        Ok(())
    });
}

#[test]
fn an_orphan_of_a_step_keeps_nobody_waiting() {
    let script = script("");
    each_shell(|shell| {
        for mode in MODES {
            let sandbox = sandbox(&script, shell, mode);
            let sandbox = sandbox.stand_in("one", Behaviour::exits(0).daemonizes());
            let outcome = sandbox.run(BOUND)?;
            expect(&outcome)
                .exited(0)
                .so("all follows", order(&outcome) == ["one", "two", "program"]);
        }
        Ok(())
    });
}

/// [`TABLE`] where the second step has a second, and another one until KILL.
fn limited() -> Script {
    let text = String::from_utf8(emitted(&format!("{TABLE}timeout = \"1s\"\n")));
    let text = text.expect("the table is ASCII");
    let pause = "lg_run sleep 10 2>";
    assert_eq!(text.matches(pause).count(), 1, "{text}");
    Script::new(text.replace(pause, "lg_run sleep 1 2>"))
}

/// The time between the start of the script and its end.
fn duration(outcome: &Outcome) -> Duration {
    let last = outcome.timeline.iter().last();
    last.map_or(Duration::ZERO, |(time, _)| time)
}

#[test]
fn a_step_that_takes_too_long_is_ended_and_fails() {
    let script = limited();
    let second = Duration::from_millis(900)..Duration::from_millis(1900);
    let two = Duration::from_millis(1900)..Duration::from_millis(3500);
    each_shell_at_length(|shell| {
        // Also one that leaves with 0 then has failed.
        let ends = Behaviour::runs_until(Signal::SIGTERM);
        for (step, time, kill) in [
            (ends, &second, ""),
            (
                Behaviour::ignores_signals(),
                &two,
                "test: still running 10 s after TERM: sent KILL\n",
            ),
        ] {
            let outcome = sandbox(&script, shell, "plain")
                .stand_in("two", step)
                .run(BOUND)?;
            let said = outcome.stderr();
            let late = "test: still running after 1 s: sent TERM\n";
            expect(&outcome)
                .exited(70)
                .so("it took its time", time.contains(&duration(&outcome)))
                .so("it says TERM", said.starts_with(late))
                .so("it says KILL", said.contains(kill))
                .so(
                    "it says why",
                    said.ends_with("test: step 'two' took more than 1 s\n"),
                )
                .so("nothing follows", order(&outcome) == ["one", "two"]);
        }
        Ok(())
    });
}

#[test]
fn a_step_that_ends_in_time_leaves_no_clock() {
    let script = script("timeout = \"1m\"\n");
    each_shell_at_length(|shell| {
        for (mode, process_1) in [("plain", true), ("parent", false), ("plain", false)] {
            // Also in the very moment of the clock's start.
            for time in [0, 1, 2, 3, 50] {
                let step = Behaviour::runs_for(Duration::from_millis(time));
                let mut sandbox = sandbox(&script, shell, mode).stand_in("two", step);
                if !process_1 {
                    sandbox = sandbox.without_namespaces();
                }
                let outcome = sandbox.run(BOUND)?;
                expect(&outcome)
                    .exited(0)
                    .stderr("")
                    .so("it is at once", duration(&outcome) < PROMPT)
                    .so("nothing is left", outcome.left.is_empty());
            }
        }
        Ok(())
    });
}

#[test]
fn control_a_clock_that_nobody_calls_off_is_left() {
    let text = String::from_utf8(emitted(&format!("{TABLE}timeout = \"3s\"\n")));
    let text = text.expect("the table is ASCII");
    let call = "  case $lg_clock in ?*) lg_unwatch ;; esac\n";
    assert_eq!(text.matches(call).count(), 1, "{text}");
    let script = Script::new(text.replace(call, ""));
    each_shell(|shell| {
        let sandbox = sandbox(&script, shell, "plain").without_namespaces();
        let outcome = sandbox.run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .so("it is left", !outcome.left.is_empty());
        Ok(())
    });
}

#[test]
fn a_stop_in_a_step_with_a_clock_leaves_no_clock() {
    let script = script("timeout = \"1m\"\n");
    each_shell(|shell| {
        let step = Behaviour::runs_until(Signal::SIGTERM);
        let sandbox = sandbox(&script, shell, "plain").stand_in("two", step);
        let outcome = stopped_in(&sandbox.without_namespaces(), "two", Signal::SIGTERM)?;
        expect(&outcome)
            .exited(143)
            .so("nothing is left", outcome.left.is_empty());
        Ok(())
    });
}

#[test]
fn each_step_is_said_where_the_script_talks() {
    let script = Script::new(emitted(
        &TABLE.replace("app     =", "log = \"plain\"\napp ="),
    ));
    each_shell(|shell| {
        let outcome = sandbox(&script, shell, "plain").run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .stderr("test: mode plain\ntest: step 'one': starting\ntest: step 'two': starting\n");
        Ok(())
    });
}

/// Puts `line` in front of the line that hands over to the program, and takes
/// `without` out of the script.
fn before_the_program(line: &str, without: &str) -> Script {
    let text = String::from_utf8(emitted(TABLE)).expect("the table is ASCII");
    let last = "    trap - TERM INT\n";
    for part in [last, without] {
        assert_eq!(text.matches(part).count(), 1, "`{part}` in\n{text}");
    }
    let text = text.replace(last, &format!("{line}\n{last}"));
    Script::new(text.replace(without, ""))
}

#[test]
fn a_stop_right_before_the_program_is_obeyed() {
    let script = before_the_program(
        "kill -s TERM $$",
        "    # From here on signals are for the program.\n",
    );
    each_shell(|shell| {
        let outcome = sandbox(&script, shell, "plain").run(BOUND)?;
        expect(&outcome)
            .exited(143)
            .so("no program", order(&outcome) == ["one", "two"]);
        Ok(())
    });
}

#[test]
fn control_without_the_last_look_it_is_not() {
    let look = "    case $lg_stopped in ?*) exit \"$lg_stopped\" ;; esac\n";
    let script = before_the_program("kill -s TERM $$", look);
    each_shell(|shell| {
        let outcome = sandbox(&script, shell, "plain").run(BOUND)?;
        expect(&outcome).so(
            "the program runs",
            order(&outcome) == ["one", "two", "program"],
        );
        Ok(())
    });
}

/// How often TERM is sent in each shell.
fn rounds() -> usize {
    if require_all() { 150 } else { 30 }
}

/// The losses in 1000 that are let pass. In each shell a TERM is lost that comes in
/// the microseconds in which the traps are taken off; mksh, ksh93 and posh may miss
/// others.
fn known_losses(shell: Shell) -> usize {
    if shell.may_miss_signals() { 30 } else { 3 }
}

#[test]
fn a_term_at_any_moment_ends_a_container_with_steps() {
    let script = script("");
    let program = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
    each_shell_at_length(|shell| {
        let mut chance = Chance::new(3);
        // Process 1 would miss a TERM that comes while the program itself starts.
        let sandbox = sandbox(&script, shell, "plain")
            .stand_in("program", program.clone())
            .without_namespaces();
        let mut lost = 0;
        for _ in 0..rounds() {
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::started("one"), BOUND)?;
            chance.pause(Duration::from_millis(12));
            running.signal(Signal::SIGTERM)?;
            let outcome = running.finish(PROMPT)?;
            match (outcome.status, outcome.starts("program").count()) {
                (Status::Exited(143), 0)
                | (Status::Exited(7), 1)
                | (Status::Killed(Signal::SIGTERM), _) => {}
                (Status::TimedOut, 1) => lost += 1,
                _ => return Err(format!("seed {}\n{outcome}", chance.seed()).into()),
            }
        }
        let allowed = (rounds() * known_losses(shell.shell())).div_ceil(1000);
        if lost > allowed {
            return Err(format!("{lost} of {} lost", rounds()).into());
        }
        Ok(())
    });
}

#[test]
fn control_with_the_traps_kept_it_does_not() {
    let look = "    trap - TERM INT\n    case $lg_stopped in ?*) exit \"$lg_stopped\" ;; esac\n";
    let text = String::from_utf8(emitted(TABLE)).expect("the table is ASCII");
    assert_eq!(text.matches(look).count(), 1, "{text}");
    let script = Script::new(text.replace(look, "    kill -s TERM $$\n"));
    each_shell(|shell| {
        let sandbox = sandbox(&script, shell, "plain").without_namespaces();
        let outcome = sandbox.run(BOUND)?;
        expect(&outcome).exited(0).starts("program", 1);
        Ok(())
    });
}
