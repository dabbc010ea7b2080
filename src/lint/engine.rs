//! The programs that look at a script: shellcheck, checkbashisms, and each shell's own
//! parser.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shell::{Installed, Shell};

/// A program that can look at a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// shellcheck, with all severities.
    Shellcheck,
    /// checkbashisms of Debian's devscripts.
    Checkbashisms,
    /// A shell with `-n`: it reads the script and runs nothing.
    Shell(Shell),
}

impl Engine {
    /// All of them, in the order in which reports list them.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Shellcheck, Self::Checkbashisms]
            .into_iter()
            .chain(Shell::ALL.into_iter().map(Self::Shell))
    }

    /// The name by which a user asks for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shellcheck => "shellcheck",
            Self::Checkbashisms => "checkbashisms",
            Self::Shell(shell) => shell.name(),
        }
    }

    /// Looks for the engine on this machine; nothing if it is not there.
    #[must_use]
    pub fn find(self) -> Option<Found> {
        match self {
            Self::Shellcheck => which::which(self.name()).ok().map(Found::Shellcheck),
            Self::Checkbashisms => which::which(self.name()).ok().map(Found::Checkbashisms),
            Self::Shell(shell) => shell.find().map(Found::Shell),
        }
    }
}

/// The engine as messages call it, as in `dash -n`.
impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shellcheck | Self::Checkbashisms => f.write_str(self.name()),
            Self::Shell(shell) => write!(f, "{shell} -n"),
        }
    }
}

/// An engine that was found on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The executable.
    Shellcheck(PathBuf),
    /// The executable.
    Checkbashisms(PathBuf),
    /// The shell.
    Shell(Installed),
}

impl Found {
    /// The executable.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Shellcheck(path) | Self::Checkbashisms(path) => path,
            Self::Shell(shell) => shell.path(),
        }
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            Self::Shellcheck(_) => Engine::Shellcheck,
            Self::Checkbashisms(_) => Engine::Checkbashisms,
            Self::Shell(shell) => Engine::Shell(shell.shell()),
        }
    }

    /// The engine with its version, as in `shellcheck 0.11.0` or `mksh R59 -n`; the
    /// engine is asked for it.
    #[must_use]
    pub fn title(&self) -> String {
        let engine = self.engine();
        match self.version() {
            Some(version) => match engine {
                Engine::Shell(shell) => format!("{shell} {version} -n"),
                _ => format!("{engine} {version}"),
            },
            None => engine.to_string(),
        }
    }

    fn version(&self) -> Option<String> {
        let (path, before) = match self {
            Self::Shellcheck(path) => (path, "version: "),
            Self::Checkbashisms(path) => (
                path,
                "This is checkbashisms, from the Debian devscripts package, version ",
            ),
            Self::Shell(shell) => return shell.version(),
        };
        let output = Command::new(path)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = text.lines().find_map(|line| line.strip_prefix(before))?;
        Some(version.to_owned())
    }
}
