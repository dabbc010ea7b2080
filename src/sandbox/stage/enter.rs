//! A second command in a sandbox that is under way, as `docker exec` runs one.

use std::ffi::{CString, OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use nix::sched::{CloneFlags, setns};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, chdir, execv};

use super::limits;
use super::script::drop_to;
use crate::sandbox::system;

/// The first argument that makes this executable a second command.
pub(in crate::sandbox) const ROLE: &str = "__enter";

/// Stands for no user of its own among the arguments.
const SAME_USER: &str = "-";

/// The arguments that run `command` beside the process `pid` in `directory`, with
/// `uid` as its user.
pub(in crate::sandbox) fn arguments(
    pid: i32,
    uid: Option<u32>,
    directory: &Path,
    command: impl IntoIterator<Item = OsString>,
) -> Vec<OsString> {
    let uid = uid.map_or(SAME_USER.to_owned(), |uid| uid.to_string());
    let head = [
        ROLE.into(),
        pid.to_string().into(),
        uid.into(),
        directory.into(),
    ];
    head.into_iter().chain(command).collect()
}

/// Runs the command that the arguments say. Gives its exit code; 125 says that it
/// could not be run, as of `docker exec`.
pub(in crate::sandbox) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match enter(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(why) => {
            use std::io::Write;
            // There is nobody else to tell.
            let _ = writeln!(std::io::stderr(), "cannot enter the sandbox: {why}");
            ExitCode::from(125)
        }
    }
}

fn enter(mut arguments: impl Iterator<Item = OsString>) -> Result<u8, String> {
    let mut text = || arguments.next().and_then(|word| word.into_string().ok());
    let (Some(pid), Some(uid)) = (text(), text()) else {
        return Err("no process or no user is said".to_owned());
    };
    let directory = PathBuf::from(arguments.next().unwrap_or_default());
    let words: Result<Vec<CString>, _> = arguments
        .map(|word| CString::new(word.into_vec()))
        .collect();
    let words = words.map_err(|_| "a word has a zero byte".to_owned())?;
    let program = words.first().ok_or("no command is said")?;
    let has_users = join(&pid).map_err(|error| format!("process {pid}: {error}"))?;
    // The namespace of mounts has brought this process to its root.
    chdir(&directory).map_err(|errno| format!("{}: {errno}", directory.display()))?;
    // A PID namespace is that of children only.
    match system::fork().map_err(|errno| errno.to_string())? {
        ForkResult::Parent { child } => match waitpid(child, None) {
            Ok(WaitStatus::Exited(_, code)) => Ok(u8::try_from(code).unwrap_or(u8::MAX)),
            Ok(WaitStatus::Signaled(_, signal, _)) => Ok(128 + signal as u8),
            other => Err(format!("{other:?}")),
        },
        ForkResult::Child => {
            if uid != SAME_USER {
                let uid = uid.parse().map_err(|_| format!("the user {uid}"))?;
                drop_to(uid, has_users).map_err(|errno| format!("user {uid}: {errno}"))?;
            }
            limits::set().map_err(|errno| format!("limits: {errno}"))?;
            system::reset_signals().map_err(|errno| errno.to_string())?;
            match execv(program, &words) {
                Ok(never) => match never {},
                Err(errno) => Err(format!("{}: {errno}", program.to_string_lossy())),
            }
        }
    }
}

/// Joins the namespaces of `pid` that are not this process's. Gives whether one of
/// users is among them.
fn join(pid: &str) -> std::io::Result<bool> {
    let mut has_users = false;
    let own = PathBuf::from("/proc/self/ns");
    let other = PathBuf::from("/proc").join(pid).join("ns");
    let kinds = [
        ("user", CloneFlags::CLONE_NEWUSER),
        ("net", CloneFlags::CLONE_NEWNET),
        ("mnt", CloneFlags::CLONE_NEWNS),
        ("pid", CloneFlags::CLONE_NEWPID),
    ];
    // All are opened first: the namespace of mounts changes what /proc is.
    let mut joined = Vec::new();
    for (name, kind) in kinds {
        let name = OsStr::new(name);
        if fs::read_link(own.join(name))? != fs::read_link(other.join(name))? {
            joined.push((File::open(other.join(name))?, kind));
        }
    }
    for (file, kind) in joined {
        has_users |= kind == CloneFlags::CLONE_NEWUSER;
        setns(file, kind)?;
    }
    Ok(has_users)
}
