//! The programs that look at a script: shellcheck, and each shell's own parser.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::shell::{Installed, Shell};

/// A program that can look at a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// shellcheck, with all severities and no settings of the user.
    Shellcheck,
    /// A shell with `-n`: it reads the script and runs nothing.
    Shell(Shell),
}

impl Engine {
    /// All of them, in the order in which reports list them.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Shellcheck).chain(Shell::ALL.into_iter().map(Self::Shell))
    }

    /// The name by which a user asks for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shellcheck => "shellcheck",
            Self::Shell(shell) => shell.name(),
        }
    }

    /// Looks for the engine on this machine; nothing if it is not there.
    #[must_use]
    pub fn find(self) -> Option<Found> {
        match self {
            Self::Shellcheck => which::which("shellcheck").ok().map(Found::Shellcheck),
            Self::Shell(shell) => shell.find().map(Found::Shell),
        }
    }
}

/// An engine that was found on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The executable.
    Shellcheck(PathBuf),
    /// The shell.
    Shell(Installed),
}

/// The engine with its version, as in `shellcheck 0.11.0`.
impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shellcheck(path) => {
                f.write_str("shellcheck")?;
                match shellcheck_version(path) {
                    Some(version) => write!(f, " {version}"),
                    None => Ok(()),
                }
            }
            Self::Shell(shell) => match shell.version() {
                Some(version) => write!(f, "{} {version} -n", shell.shell()),
                None => write!(f, "{} -n", shell.shell()),
            },
        }
    }
}

impl Found {
    /// The executable.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Shellcheck(path) => path,
            Self::Shell(shell) => shell.path(),
        }
    }

    /// Lets the engine look at `script`. Gives what it says, line by line; none
    /// means that it has nothing to say.
    ///
    /// # Errors
    /// The engine cannot be started.
    pub fn look_at(&self, script: &Path) -> io::Result<Vec<String>> {
        let mut command = match self {
            Self::Shellcheck(path) => {
                let mut command = Command::new(path);
                command.args(["--norc", "--shell=sh", "--severity=style", "--format=gcc"]);
                command
            }
            Self::Shell(shell) => {
                let mut command = Command::new(shell.path());
                command.args(shell.arguments()).arg("-n");
                command
            }
        };
        let output = command.arg(script).stdin(Stdio::null()).output()?;
        // ksh93 remarks on style (`$((` is slower than `((`) and succeeds.
        if matches!(self, Self::Shell(_)) && output.status.success() {
            return Ok(Vec::new());
        }
        Ok(findings(&output))
    }
}

/// What an engine said, or that it failed without a word.
fn findings(output: &Output) -> Vec<String> {
    let said = [&output.stdout, &output.stderr];
    let mut lines: Vec<String> = said
        .into_iter()
        .flat_map(|stream| {
            let text = String::from_utf8_lossy(stream).into_owned();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    if lines.is_empty() && !output.status.success() {
        lines.push(format!("failed without a message ({})", output.status));
    }
    lines
}

fn shellcheck_version(path: &Path) -> Option<String> {
    let output = Command::new(path)
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("version: "))?;
    Some(version.to_owned())
}
