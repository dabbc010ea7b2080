//! Programs that a script needs, and programs that cannot be run.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use lychgate::sandbox::outcome::Status;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use super::signals::{ready, stop};
use super::{MOMENT, TABLE, plain, script, supervised};
use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_of, expect};

/// A program that no folder of any machine has.
const NOWHERE_ELSE: &str = "a-program-of-lychgate";

/// The script of [`TABLE`], in an image that has no programs but the stand-ins.
fn bare() -> Script {
    let text = String::from_utf8(emitted(TABLE)).expect("the table is ASCII");
    Script::new(text.replacen('\n', "\nPATH=${PATH%%:*}\n", 1))
}

#[test]
fn posh_needs_kill_and_yash_needs_test_on_path() {
    let script = bare();
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
        let sandbox = supervised(&script, shell).stand_in("php", php);
        let mut running = sandbox.start()?;
        ready(&mut running)?;
        match shell.shell() {
            Shell::Posh | Shell::Yash => {
                running.signal(Signal::SIGTERM)?;
                expect(&running.finish(MOMENT)?).ended(Status::TimedOut);
            }
            _ => drop(expect(&stop(running)?).exited(7)),
        }
        Ok(())
    });
}

#[test]
fn mksh_and_posh_run_their_builtin_in_place_of_a_program_of_that_name() {
    let script = script();
    each_shell(|shell| {
        // The first is none that posh takes for a program, the second is one of busybox.
        for name in ["jobs", "pwd"] {
            let sandbox = script.sandbox(shell).env("ROLE", "plain").arg(name);
            let outcome = sandbox.stand_in(name, Behaviour::exits(7)).run(BOUND)?;
            let its_own = match shell.shell() {
                Shell::Mksh => true,
                Shell::Posh => name == "pwd",
                Shell::Busybox if name == "pwd" => continue,
                _ => false,
            };
            assert!(!its_own || shell.shell().executes_its_own());
            expect(&outcome).starts(name, usize::from(!its_own));
        }
        Ok(())
    });
}

#[test]
fn busybox_may_run_its_own_program_of_that_name() {
    let script = script();
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).env("ROLE", "plain");
        let sandbox = sandbox.args(["uname", "-s"]);
        let outcome = sandbox.stand_in("uname", Behaviour::exits(7)).run(BOUND)?;
        let is_own = shell.shell() == Shell::Busybox;
        expect(&outcome)
            .starts("uname", usize::from(!is_own))
            .stdout(if is_own { "Linux\n" } else { "" });
        Ok(())
    });
}

#[test]
fn mksh_yash_and_posh_need_printf_on_path_to_say_anything() {
    let script = bare();
    each_shell(|shell| {
        let sandbox = plain(&script, shell).stand_in("php", Behaviour::exits(3));
        let outcome = sandbox.run(BOUND)?;
        expect(&outcome).exited(3).stderr(match shell.shell() {
            Shell::Mksh | Shell::Yash | Shell::Posh => "",
            _ => "test: mode plain\n",
        });
        Ok(())
    });
}

#[test]
fn without_tr_an_odd_value_is_not_shown() {
    let script = bare();
    // busybox has its own `tr`; the others cannot say anything here.
    let shells = [Shell::Dash, Shell::Bash, Shell::Ksh93, Shell::Zsh];
    each_shell_of(&shells, |shell| {
        for (role, shown) in [("odd\n", ""), ("wrong", "wrong")] {
            let outcome = script.sandbox(shell).env("ROLE", role).run(BOUND)?;
            let line = format!("test: Invalid ROLE: {shown}. Must be 'plain' or 'supervised'.\n");
            let said = outcome.stderr().ends_with(&line);
            expect(&outcome).exited(64).so(&line, said);
        }
        Ok(())
    });
}

#[test]
fn what_cannot_be_executed_is_126_and_127_in_yash_if_it_has_no_slash() {
    let script = script();
    let folder = script.folder().join("bin");
    fs::create_dir(&folder).expect("the folder is new");
    let file = folder.join(NOWHERE_ELSE);
    fs::write(&file, "").expect("the folder is ours");
    fs::set_permissions(&file, Permissions::from_mode(0o644)).expect("it is ours");
    each_shell(|shell| {
        let bare = match shell.shell() {
            Shell::Yash => 127,
            _ => 126,
        };
        let words = [
            (folder.as_path(), 126),
            (&file, 126),
            (Path::new(NOWHERE_ELSE), bare),
        ];
        for (word, code) in words {
            let sandbox = script.sandbox(shell).env("ROLE", "plain").arg(word);
            let path = format!("{}:/usr/bin:/bin", folder.display());
            expect(&sandbox.env("PATH", path).run(BOUND)?).exited(code);
        }
        Ok(())
    });
}

#[test]
fn a_supervised_program_that_cannot_be_executed_ends_with_that_code() {
    // Not executable, a first line that ends in CR, and an interpreter that is missing.
    let texts = ["", "#!/bin/sh\r\nexit 0\r\n", "#!/missing\n"];
    let table = TABLE.replace("php", NOWHERE_ELSE);
    for text in texts {
        let script = Script::new(emitted(&table));
        let path = script.program(NOWHERE_ELSE, text);
        if text.is_empty() {
            let file = script.folder().join("bin").join(NOWHERE_ELSE);
            fs::set_permissions(file, Permissions::from_mode(0o644)).expect("it is ours");
        }
        each_shell(|shell| {
            let code = match (shell.shell(), text) {
                (Shell::Yash, _) => 127,
                (Shell::Mksh, _) | (_, "") => 126,
                (Shell::Posh, _) => 1,
                _ => 127,
            };
            let outcome = supervised(&script, shell).env("PATH", &path).run(BOUND)?;
            let line = format!("test: supervised: leaving with code {code}\n");
            let said = outcome.stderr().ends_with(&line);
            expect(&outcome).exited(code).so(&line, said);
            Ok(())
        });
    }
}

#[test]
fn yash_replaces_a_word_that_is_no_text_by_an_empty_one() {
    let script = script();
    each_shell(|shell| {
        let odd = OsString::from_vec(b"a\xffb".to_vec());
        let sandbox = plain(&script, shell).env("LC_ALL", "C.UTF-8");
        let sandbox = sandbox.arg(&odd).arg("next");
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        let seen = expect(&outcome).exited(0).starts("php", 1);
        let start = outcome.starts("php").next().ok_or("no start")?;
        let is_yash = shell.shell() == Shell::Yash;
        let first = if is_yash { OsString::new() } else { odd };
        seen.so("the words", start.arguments == [first, "next".into()])
            .so(
                "yash says so",
                outcome.stderr().contains("cannot convert") == is_yash,
            );
        Ok(())
    });
}
