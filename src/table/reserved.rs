//! Names of variables that a shell keeps for itself.
//!
//! Measured by assigning, exporting and reading back each name, with text and
//! with numbers, in dash 0.5.12, busybox 1.35, bash 5.2 --posix, mksh 59c,
//! ksh93u+m 1.0.4, yash 2.52, zsh 5.9 as sh and posh 0.14; the unit test does
//! it again. Locale variables are free: shells obey them, and so they should.

use super::saying::{Saying, quote, say};

/// What the names of the script's own variables begin with.
pub(super) const OWN_PREFIX: &str = "lg_";

/// bash has some twenty names of its own that begin so, and more with each
/// release.
const BASH_PREFIX: &str = "BASH";

/// What a shell does with a variable that a script sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// The script ends there.
    ReadOnly,
    /// Text is an error or becomes a number.
    Number,
    /// The program gets another value, or none.
    Changes,
    /// Some of the names are of the other kinds, and each has a meaning.
    Means,
    /// The value passes and changes how the script itself works.
    Steers,
}

/// A name that a shell treats as its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reserved {
    /// The variable.
    pub(super) name: &'static str,
    /// A shell that objects.
    pub(super) shell: &'static str,
    /// What it does.
    pub(super) effect: Effect,
}

impl Reserved {
    /// What is said of the variable `name`.
    pub(super) fn saying(&self, name: &str) -> Saying {
        let effect = match self.effect {
            Effect::ReadOnly => "is read-only",
            Effect::Number => "takes only numbers",
            Effect::Changes => "changes by itself",
            Effect::Means => "has a meaning of its own",
            Effect::Steers => "steers the script",
        };
        say(format!("{} {effect} in {}", quote(name), self.shell))
            .label("a shell's own variable")
            .help("choose another name; substitutions and conditions may read this one")
    }
}

/// The entry for `name`, if a shell keeps it for itself.
pub(super) fn find(name: &str) -> Option<&'static Reserved> {
    if name.starts_with(BASH_PREFIX) {
        return Some(&BASH);
    }
    RESERVED
        .binary_search_by(|entry| entry.name.cmp(name))
        .ok()
        .map(|at| &RESERVED[at])
}

/// The entry of every name with bash's prefix.
const BASH: Reserved = entry("BASH...", "bash", Effect::Means);

/// Sorted by name.
const RESERVED: [Reserved; 59] = [
    entry("ARGV0", "zsh", Effect::Changes),
    entry("BASHOPTS", "bash", Effect::ReadOnly),
    entry("CDPATH", "every shell", Effect::Steers),
    entry("COLUMNS", "mksh", Effect::Number),
    entry("DIRSTACK", "bash", Effect::Changes),
    entry("EGID", "zsh", Effect::Number),
    entry("ENV", "every shell", Effect::Steers),
    entry("EPOCHREALTIME", "busybox", Effect::Changes),
    entry("EPOCHSECONDS", "busybox", Effect::Changes),
    entry("ERRNO", "zsh", Effect::Number),
    entry("EUID", "bash", Effect::ReadOnly),
    entry("FPATH", "ksh93", Effect::Steers),
    entry("FUNCNAME", "bash", Effect::Changes),
    entry("FUNCNEST", "zsh", Effect::Number),
    entry("GID", "zsh", Effect::Number),
    entry("GROUPS", "bash", Effect::Changes),
    entry("HISTCMD", "zsh", Effect::ReadOnly),
    entry("HISTSIZE", "mksh", Effect::Number),
    entry("IFS", "every shell", Effect::Steers),
    entry("JOBMAX", "ksh93", Effect::Number),
    entry("KSHEGID", "mksh", Effect::Number),
    entry("KSHGID", "mksh", Effect::Number),
    entry("KSHUID", "mksh", Effect::Number),
    entry("KSH_VERSION", "mksh", Effect::ReadOnly),
    entry("LINENO", "zsh", Effect::ReadOnly),
    entry("LINES", "mksh", Effect::Number),
    entry("MAILCHECK", "ksh93", Effect::Number),
    entry("OLDPWD", "every shell", Effect::Steers),
    entry("OPTARG", "every shell", Effect::Steers),
    entry("OPTERR", "bash", Effect::Steers),
    entry("OPTIND", "dash", Effect::Number),
    entry("PATH", "every shell", Effect::Steers),
    entry("PGRP", "mksh", Effect::Number),
    entry("PIPESTATUS", "mksh", Effect::ReadOnly),
    entry("POSH_VERSION", "posh", Effect::ReadOnly),
    entry("PPID", "bash", Effect::ReadOnly),
    entry("PS1", "every shell", Effect::Steers),
    entry("PS2", "every shell", Effect::Steers),
    entry("PS3", "ksh93", Effect::Steers),
    entry("PS4", "every shell", Effect::Steers),
    entry("PWD", "every shell", Effect::Steers),
    entry("RANDOM", "busybox", Effect::Changes),
    entry("SAVEHIST", "zsh", Effect::Number),
    entry("SECONDS", "ksh93", Effect::Changes),
    entry("SHELLOPTS", "bash", Effect::ReadOnly),
    entry("SHLVL", "bash", Effect::Changes),
    entry("SRANDOM", "bash", Effect::Changes),
    entry("TMOUT", "mksh", Effect::Number),
    entry("TRY_BLOCK_ERROR", "zsh", Effect::Number),
    entry("TRY_BLOCK_INTERRUPT", "zsh", Effect::Number),
    entry("TTYIDLE", "zsh", Effect::ReadOnly),
    entry("UID", "bash", Effect::ReadOnly),
    entry("USERNAME", "zsh", Effect::Changes),
    entry("USER_ID", "mksh", Effect::Number),
    entry("ZSH_EVAL_CONTEXT", "zsh", Effect::ReadOnly),
    entry("ZSH_SUBSHELL", "zsh", Effect::ReadOnly),
    entry("_", "bash", Effect::Changes),
    entry("histchars", "zsh", Effect::Changes),
    entry("signals", "zsh", Effect::Changes),
];

/// One line of the list.
const fn entry(name: &'static str, shell: &'static str, effect: Effect) -> Reserved {
    Reserved {
        name,
        shell,
        effect,
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::{Effect, RESERVED, Reserved};

    /// Text, and what becomes of it where only numbers are taken.
    const VALUES: [&str; 3] = ["x y", "0007", ""];

    /// The shell as it is called.
    fn command(shell: &str) -> Command {
        let mut words = match shell {
            "busybox" => vec!["/usr/bin/busybox", "sh"],
            "bash" => vec!["bash", "--posix"],
            "zsh" => vec!["zsh", "--emulate", "sh"],
            shell => vec![shell],
        };
        let mut command = Command::new(words.remove(0));
        command
            .args(words)
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Whether a program gets the value that a script in the entry's shell sets
    /// and reads: busybox changes some variables when they are read.
    fn passes(entry: &Reserved, value: &str) -> bool {
        let name = entry.name;
        let script =
            format!("{name}='{value}'; export {name}; : \"${name}\"; exec /usr/bin/env -0");
        let output = command(entry.shell)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .args(["-c", &script])
            .output()
            .expect("the shell is installed");
        let expected = format!("{name}={value}");
        let mut entries = output.stdout.split(|&byte| byte == 0);
        output.status.success() && entries.any(|entry| entry == expected.as_bytes())
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(RESERVED.is_sorted_by(|one, next| one.name < next.name));
    }

    #[test]
    fn the_shells_object() {
        for entry in RESERVED
            .iter()
            .filter(|entry| entry.effect != Effect::Steers)
        {
            let all_pass = VALUES.iter().all(|value| passes(entry, value));
            assert!(
                !all_pass,
                "`{}` is a variable like any other in {}",
                entry.name, entry.shell
            );
        }
    }
}
