//! The shells that an entrypoint has to work in.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A shell that an image may have as `/bin/sh`, in the mode it has there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shell {
    /// dash, `/bin/sh` of Debian and Ubuntu.
    Dash,
    /// ash of busybox, `/bin/sh` of Alpine.
    Busybox,
    /// bash in POSIX mode, `/bin/sh` of Fedora and its relatives.
    Bash,
    /// The `MirBSD` Korn shell.
    Mksh,
    /// The Korn shell of 1993, in its maintained form ksh93u+m.
    Ksh93,
    /// yash in POSIX mode.
    Yash,
    /// zsh as sh.
    Zsh,
    /// The Policy-compliant Ordinary Shell of Debian.
    Posh,
}

/// What is known of a shell: how it is called, and who tells its version.
struct Facts {
    name: &'static str,
    /// File names, the first that is found counts.
    programs: &'static [&'static str],
    arguments: &'static [&'static str],
    /// A command that prints the version in its first line; dash has none of its
    /// own, so the package manager is asked.
    version: &'static [&'static str],
}

impl Shell {
    /// All of them, in the order in which reports list them.
    pub const ALL: [Self; 8] = [
        Self::Dash,
        Self::Busybox,
        Self::Bash,
        Self::Mksh,
        Self::Ksh93,
        Self::Yash,
        Self::Zsh,
        Self::Posh,
    ];

    fn facts(self) -> Facts {
        let facts = |name, programs, arguments, version| Facts {
            name,
            programs,
            arguments,
            version,
        };
        match self {
            Self::Dash => facts(
                "dash",
                &["dash"],
                &[],
                &["dpkg-query", "-W", "-f", "dash ${Version}", "dash"],
            ),
            Self::Busybox => facts("busybox", &["busybox"], &["sh"], &["busybox", "--help"]),
            Self::Bash => facts("bash", &["bash"], &["--posix"], &["bash", "--version"]),
            Self::Mksh => facts(
                "mksh",
                &["mksh"],
                &[],
                &["mksh", "-c", "printf '%s\n' \"$KSH_VERSION\""],
            ),
            Self::Ksh93 => facts(
                "ksh93",
                &["ksh93", "ksh"],
                &[],
                &["ksh93", "-c", "printf '%s\n' \"${.sh.version}\""],
            ),
            Self::Yash => facts(
                "yash",
                &["yash"],
                &["--posixly-correct"],
                &["yash", "--version"],
            ),
            Self::Zsh => facts("zsh", &["zsh"], &["--emulate", "sh"], &["zsh", "--version"]),
            Self::Posh => facts(
                "posh",
                &["posh"],
                &[],
                &["posh", "-c", "printf 'posh %s\n' \"$POSH_VERSION\""],
            ),
        }
    }

    /// The short name that reports use, such as `dash`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether it may miss a signal that comes in the moment of a fork: `docs/shells.md`.
    #[must_use]
    pub fn may_miss_signals(self) -> bool {
        matches!(self, Self::Mksh | Self::Ksh93 | Self::Posh)
    }

    /// Whether it has `ulimit`: `docs/shells.md`.
    #[must_use]
    pub fn has_ulimit(self) -> bool {
        self != Self::Posh
    }

    /// Whether `exec` takes a program that the shell has in itself before one on `PATH`:
    /// `docs/shells.md`.
    #[must_use]
    pub fn executes_its_own(self) -> bool {
        matches!(self, Self::Busybox | Self::Mksh | Self::Posh)
    }

    /// Looks for the shell on this machine's PATH; nothing if it is not there.
    #[must_use]
    pub fn find(self) -> Option<Installed> {
        let mut programs = self.facts().programs.iter();
        let path = programs.find_map(|program| which::which(program).ok())?;
        Some(Installed { shell: self, path })
    }
}

impl fmt::Display for Shell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A shell that was found on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    shell: Shell,
    path: PathBuf,
}

impl Installed {
    /// Which shell it is.
    #[must_use]
    pub fn shell(&self) -> Shell {
        self.shell
    }

    /// The executable.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The arguments that stand before the script.
    pub fn arguments(&self) -> impl Iterator<Item = &'static OsStr> {
        self.shell.facts().arguments.iter().map(OsStr::new)
    }

    /// The version as in `0.5.12-2`, or nothing if it cannot be asked.
    #[must_use]
    pub fn version(&self) -> Option<String> {
        let facts = self.shell.facts();
        let (asked, arguments) = facts.version.split_first()?;
        let program = if facts.programs.contains(asked) || *asked == facts.name {
            self.path.as_path()
        } else {
            Path::new(asked)
        };
        let output = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().next()?.split_whitespace().find_map(version)
    }
}

/// The version in `word`, if it is one: `5.9`, `v1.35.0`, `R59`.
fn version(word: &str) -> Option<String> {
    let number = word.strip_prefix('v').unwrap_or(word);
    let digits = number.strip_prefix('R').unwrap_or(number);
    digits
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| number.to_owned())
}
