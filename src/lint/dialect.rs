//! Which shell a script is for.

use std::path::Path;

use crate::lint::engine::Engine;
use crate::shell::Shell;

/// The shell that a script says it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Any POSIX shell; also a script that does not say.
    Sh,
    /// dash.
    Dash,
    /// ash of busybox.
    Busybox,
    /// bash.
    Bash,
    /// ksh, whichever it is.
    Ksh,
    /// The `MirBSD` Korn shell.
    Mksh,
    /// The Korn shell of 1993.
    Ksh93,
    /// zsh.
    Zsh,
    /// yash.
    Yash,
    /// posh.
    Posh,
}

/// What a first line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shebang {
    /// It is none.
    None,
    /// A shell that is known here.
    Shell(Dialect),
    /// Another program, by its name.
    Other(String),
}

impl Shebang {
    /// Reads the first line of `text`.
    #[must_use]
    pub fn of(text: &[u8]) -> Self {
        let Some(rest) = text.strip_prefix(b"#!") else {
            return Self::None;
        };
        let end = rest.iter().position(|&byte| byte == b'\n');
        let line = String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len())]);
        let mut words = line.split_whitespace().map(base);
        let mut name = words.next().unwrap_or_default();
        if name == "env" {
            let is_option = |word: &&str| word.starts_with('-') || word.contains('=');
            name = words.find(|word| !is_option(word)).unwrap_or_default();
        }
        match Dialect::by_name(name) {
            Some(dialect) => Self::Shell(dialect),
            None => Self::Other(name.to_owned()),
        }
    }
}

/// The last name of a path.
fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Dialect {
    /// The dialect of the shell that is called so.
    fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "sh" => Self::Sh,
            "dash" => Self::Dash,
            "ash" | "busybox" => Self::Busybox,
            "bash" => Self::Bash,
            "ksh" => Self::Ksh,
            "mksh" | "lksh" => Self::Mksh,
            "ksh93" => Self::Ksh93,
            "zsh" => Self::Zsh,
            "yash" => Self::Yash,
            "posh" => Self::Posh,
            _ => return None,
        })
    }

    /// The dialect that the ending of a file's name says.
    #[must_use]
    pub fn by_ending(path: &Path) -> Option<Self> {
        Self::by_name(path.extension()?.to_str()?)
    }

    /// The dialect that a directive for shellcheck says, `# shellcheck shell=bash`, in the
    /// comments with which `text` begins.
    #[must_use]
    pub fn by_directive(text: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(text);
        text.lines()
            .map(str::trim)
            .take_while(|line| line.is_empty() || line.starts_with('#'))
            .filter_map(|line| {
                line.strip_prefix('#')?
                    .trim_start()
                    .strip_prefix("shellcheck ")
            })
            .flat_map(str::split_whitespace)
            .find_map(|word| Self::by_name(word.strip_prefix("shell=")?))
    }

    /// Whether `engine` can judge a script of this dialect. One for any POSIX shell has
    /// to please all; else only those count that the script is for.
    #[must_use]
    pub fn is_read_by(self, engine: Engine) -> bool {
        match engine {
            Engine::Shellcheck => matches!(
                self,
                Self::Sh | Self::Dash | Self::Busybox | Self::Bash | Self::Ksh | Self::Ksh93
            ),
            Engine::Checkbashisms => self == Self::Sh,
            Engine::Shell(shell) => self == Self::Sh || self.shells().contains(&shell),
        }
    }

    /// The names of the engines that can judge a script of this dialect.
    #[must_use]
    pub fn readers(self) -> Vec<&'static str> {
        let readers = Engine::all().filter(|engine| self.is_read_by(*engine));
        readers.map(Engine::name).collect()
    }

    /// The shells of this name.
    fn shells(self) -> &'static [Shell] {
        match self {
            Self::Sh => &Shell::ALL,
            Self::Dash => &[Shell::Dash],
            Self::Busybox => &[Shell::Busybox],
            Self::Bash => &[Shell::Bash],
            Self::Ksh => &[Shell::Mksh, Shell::Ksh93],
            Self::Mksh => &[Shell::Mksh],
            Self::Ksh93 => &[Shell::Ksh93],
            Self::Zsh => &[Shell::Zsh],
            Self::Yash => &[Shell::Yash],
            Self::Posh => &[Shell::Posh],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Shebang};

    #[test]
    fn a_shebang_names_its_shell() {
        let cases = [
            ("#!/bin/sh\n", Dialect::Sh),
            ("#! /bin/sh -e\r\n", Dialect::Sh),
            ("#!/usr/bin/env bash", Dialect::Bash),
            ("#!/usr/bin/env -S bash -eu\n", Dialect::Bash),
            ("#!/usr/bin/env -i A=b zsh\n", Dialect::Zsh),
            ("#!/bin/busybox sh\n", Dialect::Busybox),
            ("#!/bin/ash\n", Dialect::Busybox),
            ("#!/usr/local/bin/ksh93\n", Dialect::Ksh93),
            ("#!mksh\n", Dialect::Mksh),
        ];
        for (line, dialect) in cases {
            assert_eq!(
                Shebang::of(line.as_bytes()),
                Shebang::Shell(dialect),
                "{line}"
            );
        }
    }

    #[test]
    fn a_directive_names_its_shell() {
        let cases = [
            ("# shellcheck shell=bash\n", Some(Dialect::Bash)),
            (
                "#\n\n  #shellcheck disable=SC2034 shell=ksh\r\n",
                Some(Dialect::Ksh),
            ),
            (
                "# shellcheck disable=SC2034\n# shellcheck shell=dash\n",
                Some(Dialect::Dash),
            ),
            ("echo\n# shellcheck shell=bash\n", None),
            ("# not shellcheck shell=bash\n", None),
            ("# shellcheck shell=fish\n", None),
            ("", None),
        ];
        for (text, dialect) in cases {
            assert_eq!(Dialect::by_directive(text.as_bytes()), dialect, "{text}");
        }
    }

    #[test]
    fn another_program_is_told_by_its_name() {
        let cases = [
            ("#!/usr/bin/env python3\n", "python3"),
            ("#!/usr/bin/fish\n", "fish"),
            ("#!/usr/bin/env\n", ""),
            ("#!\n", ""),
        ];
        for (line, name) in cases {
            let shebang = Shebang::of(line.as_bytes());
            assert_eq!(shebang, Shebang::Other(name.to_owned()), "{line}");
        }
        assert_eq!(Shebang::of(b"echo\n#!/bin/sh\n"), Shebang::None);
    }
}
