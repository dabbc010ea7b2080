//! The words of the command line and the environment, byte for byte.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::control::{Care, without};
use super::lychee;
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_at_length, expect, stop};

/// Words that break a script that is careless with quotes.
fn hostile(shell: &Installed) -> Vec<OsString> {
    let mut words: Vec<OsString> = [
        "",
        " ",
        "a b",
        "a  b",
        "\t",
        "\n",
        "a\nb\n",
        "*",
        "?",
        "[a-z]*",
        "~",
        "$HOME",
        "$(echo x)",
        "`echo x`",
        "\\",
        "\\n",
        "a\\",
        "'",
        "\"",
        "'\"'",
        "-n",
        "-e",
        "--",
        "-",
        "!",
        "#x",
        "&",
        ";",
        "|",
        "<x",
        ">x",
        "(",
        ")",
        "{a,b}",
        "%s",
        "=x",
        "a=b",
        "\u{1f600}",
        "ä ö",
    ]
    .map(OsString::from)
    .into();
    words.extend((1..128).map(|byte| OsString::from_vec(vec![b'x', byte])));
    // yash refuses an argument that is no text in its locale.
    if shell.shell() != Shell::Yash {
        words.extend((128..=255).map(|byte| OsString::from_vec(vec![b'x', byte])));
        words.push(OsString::from_vec((1..=255).collect()));
    }
    words
}

#[test]
fn arguments_arrive_byte_for_byte() {
    each_shell(|shell| {
        let words = hostile(shell);
        let outcome = lychee(shell)
            .env("LC_ALL", "C.UTF-8")
            .arg("server")
            .args(&words)
            .stand_in("server", Behaviour::exits(0))
            .run(BOUND)?;
        let seen = expect(&outcome).exited(0).starts("server", 1);
        let start = outcome.starts("server").next().ok_or("no start")?;
        seen.so("each word is as it was", start.arguments == words);
        Ok(())
    });
}

#[test]
fn a_program_that_is_started_again_gets_the_same_words() {
    let script = Script::new(emitted(
        "[modes.worker]
        run     = ['php', '$@']
        restart = { delay = '1s' }
        arg     = [{ split = 'FLAGS' }, { add = ['--last'], unless-given = ['--last'] }]",
    ));
    each_shell_at_length(|shell| {
        let php = Behaviour::exits(1).next(Behaviour::runs_until(Signal::SIGTERM));
        let sandbox = script
            .sandbox(shell)
            .arg("a b")
            .env("FLAGS", "-c *")
            .stand_in("php", php);
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("php").times(2), BOUND)?;
        let outcome = stop(running, Signal::SIGTERM)?;
        let mut starts = outcome.starts("php");
        expect(&outcome).exited(0).starts("php", 2).so(
            "the words are the same",
            starts.all(|start| start.arguments == ["a b", "-c", "*", "--last"]),
        );
        Ok(())
    });
}

#[test]
fn control_without_quotes_they_do_not() {
    let script = without(&Care::Quotes);
    each_shell(|shell| {
        let outcome = script
            .sandbox(shell)
            .args(["server", "a b"])
            .stand_in("server", Behaviour::exits(0))
            .run(BOUND)?;
        let start = outcome.starts("server").next().ok_or("no start")?;
        expect(&outcome).so("the word is split", start.arguments == ["a", "b"]);
        Ok(())
    });
}
