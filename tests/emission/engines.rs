//! The programs that judge a script, asked about many scripts at once.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use lychgate::syntax::parse;
use lychgate::syntax::tree::{AndOr, Connector, Item, List};
use lychgate::syntax::visit::{self, Visitor};

use crate::support::{each_shell, skip};

/// Fails if shfmt would write one of `scripts` otherwise, if shellcheck finds
/// anything in one, or if a shell does not accept one.
#[track_caller]
pub(crate) fn accept(scripts: &[PathBuf]) {
    formatted(scripts);
    checked(scripts);
    clear(scripts);
    parsed(scripts);
}

/// Fails if shfmt would write one of `scripts` otherwise.
#[track_caller]
pub(crate) fn formatted(scripts: &[PathBuf]) {
    let mut command = Command::new("shfmt");
    command
        .args(["-ln", "posix", "-i", "2", "-ci", "-d"])
        .args(scripts);
    if let Some(output) = ask(command) {
        assert!(silent(&output), "shfmt: {}", said(&output));
    }
}

#[track_caller]
fn checked(scripts: &[PathBuf]) {
    let mut command = Command::new("shellcheck");
    command.args(["--norc", "--severity=style"]).args(scripts);
    if let Some(output) = ask(command) {
        assert!(silent(&output), "shellcheck: {}", said(&output));
    }
}

/// Fails if a list has `||` behind `&&` without braces that say what belongs together:
/// the shellcheck of Debian 12 and Ubuntu 24.04 (0.9, SC2015) finds it, a newer one does
/// not.
#[track_caller]
fn clear(scripts: &[PathBuf]) {
    for path in scripts {
        let text = fs::read(path).expect("a script can be read");
        let script = parse(&text).expect("a script is in the language");
        let mut unclear = Unclear(0);
        unclear.list(&script.body);
        assert_eq!(unclear.0, 0, "`A && B || C` in {}", path.display());
    }
}

/// How many lists have `||` behind `&&`.
struct Unclear(usize);

impl<'a> Visitor<'a> for Unclear {
    fn list(&mut self, list: &List<'a>) {
        let is_unclear = |AndOr { rest, .. }: &AndOr<'a>| {
            let mut behind = rest.iter().skip_while(|it| it.connector == Connector::Or);
            behind.any(|it| it.connector == Connector::Or)
        };
        let all = list.items();
        self.0 += all.filter(|Item { and_or, .. }| is_unclear(and_or)).count();
        visit::walk_list(self, list);
    }
}

#[track_caller]
fn parsed(scripts: &[PathBuf]) {
    each_shell(|shell| {
        for script in scripts {
            let output = Command::new(shell.path())
                .args(shell.arguments())
                .arg("-n")
                .arg(script)
                .env("LC_ALL", "C.UTF-8")
                .output()?;
            if !output.status.success() {
                return Err(format!("{}: {}", script.display(), said(&output)).into());
            }
        }
        Ok(())
    });
}

/// Fails if dash does not accept one of `scripts`: quick, for many of them.
#[track_caller]
pub(crate) fn parsed_by_dash(scripts: &[PathBuf]) {
    let mut command = Command::new("dash");
    let each = "for script; do dash -n \"$script\" || exit; done";
    command.args(["-c", each, "dash"]).args(scripts);
    if let Some(output) = ask(command) {
        assert!(silent(&output), "dash -n: {}", said(&output));
    }
}

/// Runs a tool. A missing one is a skip that is said aloud, or a failure with
/// `LYCHGATE_REQUIRE_ALL=1`.
#[track_caller]
pub(crate) fn ask(mut command: Command) -> Option<Output> {
    match command.stdin(Stdio::null()).output() {
        Ok(output) => Some(output),
        Err(error) => {
            skip(&format!("{}: {error}", command.get_program().display()));
            None
        }
    }
}

fn silent(output: &Output) -> bool {
    output.status.success() && output.stdout.is_empty() && output.stderr.is_empty()
}

/// What a tool said, for the message of a failed assertion.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "{}\n{}{}",
        output.status,
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// All files below `folder` whose name ends in `ending`, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = folder
            .read_dir()
            .expect("the project's folders can be listed");
        for entry in entries {
            let path = entry.expect("the project's folders can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .file_name()
                .and_then(OsStr::to_str)
                .is_some_and(|n| n.ends_with(ending))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
