//! How many files a program may have open.

use std::io;
use std::process::{Command, Output};

use lychgate::shell::{Installed, Shell};

use crate::emission::emitted;
use crate::support::{Script, each_shell};

/// Sets the soft limit to 1000 and the hard one to 2000, and becomes its words.
const LIMITED: &str = "ulimit -S -n 1000 && ulimit -H -n 2000 && exec \"$@\"";

/// What becomes of `nofile` in `shell`: the program shows its two limits.
fn limits(shell: &Installed, nofile: u32) -> io::Result<Output> {
    let table = format!("[entrypoint]\napp = \"test\"\nnofile = {nofile}\n[modes.web]\n");
    let script = Script::new(emitted(&table));
    let mut command = Command::new("dash");
    command.args(["-c", LIMITED, "dash"]).arg(shell.path());
    command.args(shell.arguments()).arg(script.path());
    let show = "ulimit -S -n && ulimit -H -n";
    command.args(["dash", "-c", show]).output()
}

#[test]
fn nofile_is_the_soft_limit_and_at_most_the_hard_one() {
    each_shell(|shell| {
        let has_ulimit = shell.shell() != Shell::Posh;
        let warning = |nofile: u32| match has_ulimit {
            true if nofile <= 2000 => String::new(),
            true => format!("test: nofile cannot be {nofile}: the hard limit is 2000\n"),
            false => format!("test: nofile cannot be {nofile}: the hard limit is unknown\n"),
        };
        for (nofile, soft) in [(64, 64), (1500, 1500), (2000, 2000), (65536, 2000)] {
            let soft = if has_ulimit { soft } else { 1000 };
            let output = limits(shell, nofile)?;
            assert_eq!(String::from_utf8_lossy(&output.stderr), warning(nofile));
            let shown = String::from_utf8_lossy(&output.stdout);
            assert_eq!(shown, format!("{soft}\n2000\n"), "nofile = {nofile}");
        }
        Ok(())
    });
}
