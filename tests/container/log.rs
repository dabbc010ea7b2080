//! The forms of the log: the same is said in each, and each line can be read.

use std::error::Error;
use std::fs;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::Outcome;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Installed;
use nix::sys::signal::Signal;

use super::stop;
use crate::emission::emitted;
use crate::support::events::{Event, json, logfmt};
use crate::support::{BOUND, Script, each_shell, expect};

const TABLE: &str = r#"
[entrypoint]
app    = 'a "b" \c\ = ü'
select = "env:ROLE"
log    = "plain"

[modes.worker]
run     = ["php"]
restart = { delay = "1s", limit = { exits = 1, within = "1h" } }

[modes.stuck]
run       = ["php"]
supervise = true
stop      = { grace = "1s" }

[modes.hooks]
run       = ["php"]
supervise = true
stop      = { before = ["drain"], after = ["deregister"] }

[modes.nowhere]
cd  = "/no \"such\"\\\n\\folder"
run = ["php"]

[env.PORT]
type    = "port"
default = 80

[env.QUEUE]
default = "default"
log     = true
warn    = { when = "env:QUEUE=default", say = 'a "queue" of \its own\ is better: 日本 " ' }

[env.KIND]
one-of = ['"', '\', '\"', "a\nb", 'ü', "default"]
"#;

/// What the table's name for the script is.
const APP: &str = r#"a "b" \c\ = ü"#;

/// A value that would forge lines and end strings.
const HOSTILE: &str = "\"\\\",\"msg\":\"\\\\\nlevel=error msg=\"x\" ü\u{1b}[31m%s\\n`id`$(id)*[\"";
/// The same as a log may show it.
const SHOWN: &str = "\"\\\",\"msg\":\"\\\\?level=error msg=\"x\" ???[31m%s\\n`id`$(id)*[\"";

/// A form that has fields.
struct Form {
    name: &'static str,
    read: fn(&str) -> Option<Event>,
}

const FORMS: [Form; 2] = [
    Form {
        name: "logfmt",
        read: logfmt,
    },
    Form {
        name: "json",
        read: json,
    },
];

/// The script whose log has the form `name`.
fn script(name: &str) -> Script {
    let log = format!("log    = \"{name}\"");
    Script::new(emitted(&TABLE.replace("log    = \"plain\"", &log)))
}

/// A container with `script`, which holds UTF-8 and can be read by yash so.
fn sandbox(script: &Script, shell: &Installed) -> Sandbox {
    script.sandbox(shell).env("LC_ALL", "C.UTF-8")
}

/// The texts of a plain log, without the word that tells a warning.
fn texts(outcome: &Outcome) -> Vec<String> {
    let lines = outcome.stderr();
    let texts = lines.lines().map(|line| {
        let text = line.strip_prefix(&format!("{APP}: "));
        let text = text.unwrap_or_else(|| panic!("not in the form of the log: {line}"));
        text.strip_prefix("warning: ").unwrap_or(text).to_owned()
    });
    texts.collect()
}

/// The level of an event with this text.
fn level(text: &str) -> &'static str {
    let begins = |start| text.starts_with(start);
    if text.ends_with("giving up") || text.contains("ust be ") || begins("cannot enter") {
        "error"
    } else if begins("a \"queue\"") || text.contains("; starts again") || begins("stop.") {
        "warning"
    } else {
        "info"
    }
}

/// Runs `start` with each form in each shell: the exit code is `code`, each line
/// is an event of its form, and the text of each is that of the plain log.
#[track_caller]
fn is_said_alike(start: fn(Sandbox) -> Result<Outcome, Box<dyn Error>>, code: i32) {
    let plain = script("plain");
    let scripts = FORMS.map(|form| (script(form.name), form));
    each_shell(|shell| {
        let outcome = start(sandbox(&plain, shell))?;
        expect(&outcome).exited(code);
        let events: Vec<Event> = texts(&outcome)
            .into_iter()
            .map(|msg| Event {
                level: level(&msg).to_owned(),
                app: APP.to_owned(),
                msg,
            })
            .collect();
        for (script, form) in &scripts {
            let outcome = start(sandbox(script, shell))?;
            let said: Option<Vec<Event>> = outcome.stderr().lines().map(form.read).collect();
            let seen = expect(&outcome).exited(code);
            let what = format!("{} says {events:#?}, not {said:#?}", form.name);
            seen.so(&what, said.as_ref() == Some(&events));
        }
        Ok(())
    });
}

/// A worker that ends too often.
fn give_up(sandbox: Sandbox) -> Result<Outcome, Box<dyn Error>> {
    let sandbox = sandbox
        .env("ROLE", "worker")
        .stand_in("php", Behaviour::exits(1))
        .stand_in("sleep", Behaviour::exits(0));
    let outcome = sandbox.run(BOUND)?;
    for part in ["starting", "starts again", "giving up", "is better: 日本"] {
        expect(&outcome).so(part, outcome.stderr().contains(part));
    }
    Ok(outcome)
}

#[test]
fn a_life_with_a_warning_restarts_and_an_end() {
    is_said_alike(give_up, 70);
}

#[test]
fn hooks_that_fail() {
    let start = |sandbox: Sandbox| {
        let sandbox = sandbox
            .env("ROLE", "hooks")
            .stand_in("php", Behaviour::runs_until(Signal::SIGTERM))
            .stand_in("drain", Behaviour::exits(2))
            .stand_in("deregister", Behaviour::exits(3));
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        for part in [
            "stop.before: ended with code 2",
            "stop.after: ended with code 3",
        ] {
            expect(&outcome).so(part, outcome.stderr().contains(part));
        }
        Ok(outcome)
    };
    is_said_alike(start, 0);
}

#[test]
fn what_is_wrong_with_the_environment() {
    let start = |sandbox: Sandbox| {
        let sandbox = sandbox.env("ROLE", "worker").env("PORT", "x");
        Ok(sandbox.env("KIND", "y").run(BOUND)?)
    };
    is_said_alike(start, 78);
}

#[test]
fn a_folder_that_is_not_there() {
    let start = |sandbox: Sandbox| {
        let outcome = sandbox.env("ROLE", "nowhere").run(BOUND)?;
        let line = format!("{APP}: cannot enter /no \"such\"\\?\\folder\n");
        let said = outcome.stderr();
        let is_plain = said.starts_with(APP);
        expect(&outcome).so(
            "its name is in one line",
            !is_plain || said.ends_with(&line),
        );
        Ok(outcome)
    };
    is_said_alike(start, 78);
}

#[test]
fn a_value_from_outside() {
    let start = |sandbox: Sandbox| {
        let outcome = sandbox.env("ROLE", HOSTILE).run(BOUND)?;
        let line = format!("{APP}: Invalid ROLE: {SHOWN}. Must be ");
        let said = outcome.stderr();
        let is_plain = said.starts_with(APP);
        expect(&outcome).so("it is shown", !is_plain || said.starts_with(&line));
        Ok(outcome)
    };
    is_said_alike(start, 64);
    let start = |sandbox: Sandbox| {
        let sandbox = sandbox.env("ROLE", "worker").env("QUEUE", HOSTILE);
        Ok(sandbox.env("PORT", "x").run(BOUND)?)
    };
    is_said_alike(start, 78);
}

#[test]
fn a_program_that_is_killed() {
    let scripts = FORMS.map(|form| (script(form.name), form));
    each_shell(|shell| {
        for (script, form) in &scripts {
            let sandbox = sandbox(script, shell)
                .env("ROLE", "stuck")
                .stand_in("php", Behaviour::ignores_signals())
                .stand_in("sleep", Behaviour::exits(0));
            let mut running = sandbox.start()?;
            running.wait_for(&Condition::ready("php"), BOUND)?;
            let outcome = stop(running, Signal::SIGTERM)?;
            // Some shells say in words of their own that a child was killed.
            let events: Vec<Event> = outcome.stderr().lines().filter_map(form.read).collect();
            let killed = Event {
                level: "warning".to_owned(),
                app: APP.to_owned(),
                msg: "still running after 1 s: killed".to_owned(),
            };
            expect(&outcome)
                .exited(137)
                .so("a warning says so", events.contains(&killed));
        }
        Ok(())
    });
}

#[test]
fn control_without_the_escapes_no_line_can_be_read() {
    let scripts = FORMS.map(|form| {
        let text = fs::read_to_string(script(form.name).path()).expect("it was just written");
        let escape = "  lg_escape \"$1\"\n";
        assert_eq!(text.matches(escape).count(), 1, "`{escape}` once");
        let script = Script::new(text.replace(escape, "  lg_escaped=$1\n"));
        (script, form)
    });
    each_shell(|shell| {
        for (script, form) in &scripts {
            let outcome = sandbox(script, shell).env("ROLE", HOSTILE).run(BOUND)?;
            let events = outcome.stderr().lines().filter_map(form.read).count();
            expect(&outcome).exited(64).so("none", events == 0);
        }
        Ok(())
    });
}
