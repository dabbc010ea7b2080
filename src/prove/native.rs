//! What a shell has in itself: programs, and variables that it sets or changes.

use std::collections::BTreeSet;
use std::process::Command;

use crate::explain::Start;
use crate::prove::container::{LOCALE, sample};
use crate::shell::Installed;

/// What a shell has in itself.
#[derive(Debug)]
pub(super) struct Native {
    /// The programs that it runs by itself, whatever is on `PATH`.
    pub(super) programs: BTreeSet<String>,
    /// Whether it can set limits.
    pub(super) has_ulimit: bool,
    /// The variables that it has though nobody gives them.
    sets: BTreeSet<String>,
    /// The variables that it gives another value than the one with which they come.
    changes: BTreeSet<String>,
}

impl Native {
    /// Asks `shell` for those of `programs` and `variables`. lychgate's script starts each
    /// program with `exec`; in another one, `sleep` is the builtin of ksh93.
    pub(super) fn of(
        shell: &Installed,
        programs: &BTreeSet<&str>,
        by_exec: bool,
        variables: &BTreeSet<&str>,
    ) -> Self {
        let runs_its_own = !by_exec || shell.shell().executes_its_own();
        Self {
            programs: if runs_its_own {
                own_programs(shell, programs)
            } else {
                BTreeSet::new()
            },
            has_ulimit: shell.shell().has_ulimit(),
            sets: differing(shell, variables, |_| None),
            changes: differing(shell, variables, |name| Some(sample(name))),
        }
    }

    /// Whether a script started so finds another value in the variable `name` than the
    /// container has.
    pub(super) fn turns(&self, name: &str, start: &Start) -> bool {
        if start.variables.contains_key(name) {
            self.changes.contains(name)
        } else {
            self.sets.contains(name)
        }
    }
}

fn own_programs(shell: &Installed, programs: &BTreeSet<&str>) -> BTreeSet<String> {
    let list = "for name; do command -v -- \"$name\"; done";
    asked(shell, list, |command| {
        command.env("PATH", "/nowhere").args(programs)
    })
}

/// Those of `variables` that differ in `shell` from what `given` gives them.
fn differing(
    shell: &Installed,
    variables: &BTreeSet<&str>,
    given: impl Fn(&str) -> Option<&'static str>,
) -> BTreeSet<String> {
    if variables.is_empty() {
        return BTreeSet::new();
    }
    // Without a variable of its own, which might be one of these.
    let compare = "while case $# in 0) ! : ;; esac; do \
        eval \"case \\${$1+x}\\${$1-} in \\\"\\$2\\\") ;; *) echo \\\"\\$1\\\" ;; esac\"; \
        shift 2; done";
    asked(shell, compare, |command| {
        // yash has an `echo` only where there is one on `PATH`.
        command.env("PATH", "/usr/bin:/bin");
        for name in variables {
            let value = given(name);
            command.arg(name);
            command.arg(value.map_or(String::new(), |value| format!("x{value}")));
            command.envs(value.map(|value| (name, value)));
        }
        command
    })
}

/// The lines that `code` prints in `shell`, in the locale and the directory of a scenario.
fn asked(
    shell: &Installed,
    code: &str,
    prepare: impl FnOnce(&mut Command) -> &mut Command,
) -> BTreeSet<String> {
    let mut command = Command::new(shell.path());
    command
        .args(shell.arguments())
        .args(["-c", code, "sh"])
        .current_dir("/")
        .env_clear()
        .envs([LOCALE]);
    let output = prepare(&mut command).output();
    // A shell that cannot be asked is played, and shows what it does.
    let found = output.map_or_else(|_| Vec::new(), |output| output.stdout);
    String::from_utf8_lossy(&found)
        .lines()
        .map(str::to_owned)
        .collect()
}
