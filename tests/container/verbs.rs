//! What a script answers besides its health: `:help` and `:run`.

use std::error::Error;
use std::ffi::OsStr;
use std::fs;

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::Outcome;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::{Behaviour, Start};
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::control::replaced;
use super::environment::{Variables, added_by, odd, variables};
use super::health::Asked;
use super::stop;
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, expect};

const TABLE: &str = r#"
[entrypoint]
app     = "test"
select  = ["arg", "env:ROLE"]
unknown = "exec"
umask   = "0027"
verbs   = ["help", "run"]
[modes.worker]
about   = "works on 100 % of \"jobs\", it's $HOME\\n"
aliases = ["queue"]
run     = ["program", "$@"]
cd      = "${PLACE}"
restart = { delay = "1s" }
health  = { alive = true }
[modes.plain]
run = "program"
[env.TOKEN]
required = true
[env.QUEUES]
aliases = ["OLD_QUEUES"]
default = "a  'b' * $$(id)\n"
[env.PLACE]
modes   = ["worker"]
default = "/usr"
[env.OWN]
modes   = ["worker"]
default = "only here"
export  = false
[[steps]]
name = "step"
run  = ["step", "${OWN}"]
"#;

/// What [`TABLE`]'s script says of itself.
const HELP: &str = r#"Entrypoint of test.

  worker (queue)  works on 100 % of "jobs", it's $HOME\n
  plain

The first word, or else ROLE, chooses what this container does. Any other
command is run as it is.

Variables:
  TOKEN                is required
  QUEUES (OLD_QUEUES)  is a  'b' * $$(id)? by default
  PLACE                is /usr by default; only for worker
  OWN                  is only here by default, for this script alone; only for
                       worker

Questions:
  :health [MODE]         whether the program is well
  :help                  this text
  :run COMMAND [ARG...]  a command in the environment of the program
"#;

/// Where the state of a mode with health is.
const STATE: &str = "/run/lychgate-test.state";

/// `script` in `shell` with programs that would be recorded.
fn sandbox(script: &Script, shell: &Installed) -> Sandbox {
    script
        .sandbox(shell)
        .stand_in("program", Behaviour::runs_until(Signal::SIGTERM))
        .stand_in("step", Behaviour::exits(0))
}

#[test]
fn help_is_one_text_and_starts_nothing() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        for words in [&[":help"][..], &[":help", "worker"]] {
            let outcome = sandbox(&script, shell).args(words).run(BOUND)?;
            expect(&outcome)
                .exited(0)
                .stdout(HELP)
                .stderr("")
                .so("nothing is started", outcome.events.is_empty());
        }
        Ok(())
    });
}

/// The environment of a program, without what the shell itself put into it.
fn given(start: &Start, shell: Shell) -> Variables {
    let mut variables = variables(&start.environment);
    for name in added_by(shell) {
        variables.remove(OsStr::new(name));
    }
    variables
}

/// The one start of `program`.
fn start<'o>(outcome: &'o Outcome, program: &str) -> Result<&'o Start, Box<dyn Error>> {
    expect(outcome).starts(program, 1);
    Ok(outcome.starts(program).next().ok_or("no start")?)
}

#[test]
fn run_beside_the_program_gives_a_command_what_the_program_has() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let mut sandbox = sandbox(&script, shell)
            .env("ROLE", "queue")
            .env("TOKEN", "secret")
            .env("OLD_QUEUES", "")
            .stand_in("tool", Behaviour::exits(7));
        for (name, value) in odd() {
            sandbox = sandbox.env(name, value);
        }
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked
            .running
            .wait_for(&Condition::ready("program"), BOUND)?;
        asked.hears("healthy")?;
        let state = fs::read(asked.seen(STATE))?;
        let words = [":run", "tool", "", "a  'b'", "-x", "*", "$(id)\n"];
        assert_eq!(asked.ask_as(None, &words)?, (7, String::new()));
        assert_eq!(fs::read(asked.seen(STATE))?, state, "the state");
        assert_eq!(asked.ask()?.0, 0, "it is healthy");
        let outcome = stop(asked.running, Signal::SIGTERM)?;
        expect(&outcome).exited(0).stderr("").starts("step", 1);
        let program = start(&outcome, "program")?;
        let tool = start(&outcome, "tool")?;
        let (theirs, own) = (given(program, shell.shell()), given(tool, shell.shell()));
        expect(&outcome)
            .so("the words", tool.arguments == words[2..])
            .so("the variables", own == theirs)
            .so("a default", own.contains_key(OsStr::new("QUEUES")))
            .so("none of its own", !own.contains_key(OsStr::new("OWN")))
            .so("the directory", tool.directory == program.directory)
            .so("that of the table", tool.directory.ends_with("usr"))
            .so(
                "the mask",
                tool.umask == program.umask && tool.umask == 0o027,
            );
        Ok(())
    });
}

/// A run whose process 1 is asked to run `server`.
fn asked_to_serve(sandbox: Sandbox) -> Sandbox {
    sandbox
        .env("TOKEN", "secret")
        .env("ROLE", "plain")
        .args([":run", "server"])
}

#[test]
fn run_becomes_the_command() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let server = Behaviour::runs_until(Signal::SIGTERM).with_code(5);
        let sandbox = asked_to_serve(sandbox(&script, shell)).stand_in("server", server);
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("server"), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let server = start(&outcome, "server")?;
        expect(&outcome)
            .exited(5)
            .signals("server", &[Signal::SIGTERM])
            .so("it has no parent", !outcome.pid1 || server.parent == 0)
            .starts("step", 0)
            .starts("program", 0);
        Ok(())
    });
}

#[test]
fn control_without_exec_it_is_a_child() {
    let text = String::from_utf8(emitted(TABLE)).expect("the table is ASCII");
    let becomes = "    esac\n    exec \"$@\"\n";
    let script = Script::new(replaced(&text, becomes, "    esac\n    \"$@\"\n    exit\n"));
    each_shell(|shell| {
        let sandbox = asked_to_serve(sandbox(&script, shell));
        let sandbox = sandbox.stand_in("server", Behaviour::exits(5));
        let outcome = sandbox.run(BOUND)?;
        let server = start(&outcome, "server")?;
        expect(&outcome).so("it has a parent", server.parent != 0);
        Ok(())
    });
}

#[test]
fn run_refuses_what_a_start_would_refuse() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        for (role, token, words, code, said) in [
            ("worker", "", &["tool"][..], 78, "TOKEN is required"),
            ("worker", "x", &[], 64, "usage: :run COMMAND [ARG...]"),
            (
                "worker",
                "x",
                &["-c", "tool"],
                64,
                "usage: :run COMMAND [ARG...]",
            ),
            (
                "none",
                "x",
                &["tool"],
                64,
                "Invalid ROLE: none. Must be 'worker' or 'plain'.",
            ),
            (
                "",
                "x",
                &["tool"],
                64,
                "ROLE is not set. Must be 'worker' or 'plain'.",
            ),
        ] {
            let outcome = sandbox(&script, shell)
                .env("ROLE", role)
                .env("TOKEN", token)
                .stand_in("tool", Behaviour::exits(0))
                .arg(":run")
                .args(words)
                .run(BOUND)?;
            expect(&outcome)
                .exited(code)
                .stderr(&format!("test: {said}\n"))
                .so("nothing is started", outcome.events.is_empty());
        }
        Ok(())
    });
}
