//! The signals of this process, and of all that it starts.
//!
//! A shell starts a job in the background with INT and QUIT ignored, `nohup` with HUP.
//! No shell can set a trap for a signal that it finds ignored, so scripts and programs
//! would not be tested as people run them.

use std::fs;
use std::process::Command;

use nix::sys::signal::{SigHandler, Signal, signal};

use super::Proof;

const MAY_BE_IGNORED: [Signal; 3] = [Signal::SIGHUP, Signal::SIGINT, Signal::SIGQUIT];

// The runner of the tests has no place for what must be done before all of them.
#[used]
// SAFETY: the section holds pointers to functions of this type, which the C library
// calls once before `main`.
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = reset;

extern "C" fn reset() {
    for ignored in MAY_BE_IGNORED {
        // SAFETY: the default action runs no code of this process.
        let _ = unsafe { signal(ignored, SigHandler::SigDfl) };
    }
}

#[test]
fn no_signal_is_ignored_here_whoever_starts_the_tests() -> Proof {
    let output = Command::new("/bin/sh")
        .args(["-c", "trap '' HUP INT QUIT; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe()?)
        .args(["--exact", "support::signals::these_signals_are_not_ignored"])
        .arg("--ignored")
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("1 passed"), "{said}");
    Ok(())
}

#[test]
#[ignore = "a part of `no_signal_is_ignored_here_whoever_starts_the_tests`"]
fn these_signals_are_not_ignored() -> Proof {
    let status = fs::read_to_string("/proc/self/status")?;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = u64::from_str_radix(ignored.ok_or("no SigIgn")?.trim(), 16)?;
    for signal in MAY_BE_IGNORED {
        assert_eq!(ignored >> (signal as u32 - 1) & 1, 0, "{signal}");
    }
    Ok(())
}
