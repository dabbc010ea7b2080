//! Starts that are refused, and what a wrong value cannot do.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;

use super::lychee;
use crate::support::{BOUND, each_shell, expect};

#[test]
fn s_002_04_a_wrong_mode_is_refused_before_anything_else() {
    let cases = [
        ("invalid", "invalid"),
        ("WEB", "WEB"),
        (" web", " web"),
        ("web\n", "web?"),
        ("x\nLychee: mode web", "x?Lychee: mode web"),
        ("a\u{1b}[31mb\r", "a?[31mb?"),
        ("$(exit 3)`exit 3`*", "$(exit 3)`exit 3`*"),
        ("-n", "-n"),
        ("%s\\n", "%s\\n"),
        ("\u{9b}31m", "??31m"),
    ];
    each_shell(|shell| {
        for (mode, shown) in cases {
            let outcome = lychee(shell)
                .env("LC_ALL", "C.UTF-8")
                .env("LYCHEE_MODE", mode)
                .arg("server")
                .stand_in("server", Behaviour::exits(0))
                .stand_in("php", Behaviour::exits(0))
                .run(BOUND)?;
            expect(&outcome)
                .exited(1)
                .stdout("")
                .stderr(&format!(
                    "Lychee: Invalid LYCHEE_MODE: {shown}. Must be 'web' or 'worker'.\n"
                ))
                .starts("server", 0)
                .starts("php", 0);
        }
        Ok(())
    });
}

#[test]
fn a_mode_that_is_no_text_is_wrong_and_unset_in_yash() {
    each_shell(|shell| {
        let outcome = lychee(shell)
            .env("LC_ALL", "C.UTF-8")
            .env("LYCHEE_MODE", OsStr::from_bytes(b"\xff"))
            .arg("server")
            .stand_in("server", Behaviour::exits(0))
            .run(BOUND)?;
        if shell.shell() == Shell::Yash {
            expect(&outcome).exited(0).stderr("Lychee: mode web\n");
        } else {
            expect(&outcome)
                .exited(1)
                .stderr("Lychee: Invalid LYCHEE_MODE: ?. Must be 'web' or 'worker'.\n");
        }
        Ok(())
    });
}

#[test]
fn a_web_container_without_a_command_says_so() {
    each_shell(|shell| {
        for (words, way_out) in [
            (&[][..], "give the image a CMD"),
            (&[""], "give the image a CMD"),
            (&["-x"], "put a program before the options"),
            (&["--help"], "put a program before the options"),
        ] {
            let outcome = lychee(shell).args(words).run(BOUND)?;
            expect(&outcome).exited(64).stderr(&format!(
                "Lychee: mode web\nLychee: no command to run: {way_out}\n"
            ));
        }
        Ok(())
    });
}
