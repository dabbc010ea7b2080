//! The last steps of the process that becomes the script.

use std::ffi::{CString, NulError};
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStringExt;

use nix::errno::Errno;
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::Signal;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{
    Gid, Uid, chdir, close, dup2_stderr, dup2_stdout, execv, pipe, setgroups, setresgid, setresuid,
    setsid,
};

use super::namespace::{self, Namespace};
use super::{Order, Report, limits};
use crate::sandbox::system;

/// Turns this process into the script. Returns only the reason why it could not.
pub(super) fn become_script(order: &Order, namespace: Option<&Namespace>) -> Report {
    let failed = |what: &str, errno: Errno| Report::Failed(format!("{what}: {errno}"));
    if namespace.is_some()
        && let Err(why) = namespace::mount_all(order)
    {
        return why;
    }
    if let Err(errno) = chdir(&order.directory) {
        return failed(&format!("enter {}", order.directory.display()), errno);
    }
    let words: Result<Vec<CString>, NulError> = order
        .command
        .iter()
        .map(|word| CString::new(word.clone().into_vec()))
        .collect();
    let Ok(words) = words else {
        return failed("a word with a zero byte", Errno::EINVAL);
    };
    let Some(program) = words.first() else {
        return failed("no command", Errno::EINVAL);
    };
    let keeps_groups = namespace.is_some_and(Namespace::has_users);
    if let Err(errno) = prepare(order, keeps_groups) {
        return failed("prepare", errno);
    }
    match execv(program, &words) {
        Err(errno) => failed(&format!("execute {}", program.to_string_lossy()), errno),
        Ok(never) => match never {},
    }
}

/// Gives this process everything that the script is to find.
fn prepare(order: &Order, keeps_groups: bool) -> nix::Result<()> {
    setsid()?;
    if let Some(uid) = order.uid {
        drop_to(uid, keeps_groups)?;
    }
    // Changing the user forgets this, so it comes after.
    prctl::set_pdeathsig(Signal::SIGKILL)?;
    limits::set()?;
    if let Some((soft, hard)) = order.open_files {
        setrlimit(Resource::RLIMIT_NOFILE, soft, hard)?;
    }
    system::wait_in_turn();
    system::close_others_on_exec()?;
    system::reset_signals()?;
    for &signal in &order.ignored {
        system::set_ignored(signal, true)?;
    }
    for &descriptor in &order.broken {
        break_output(descriptor)?;
    }
    // They are open: Rust opens /dev/null in place of what it finds closed.
    for &descriptor in &order.closed {
        close(descriptor)?;
    }
    umask(Mode::from_bits_truncate(0o022));
    Ok(())
}

/// Takes the user, and group 0 as container runtimes give it to a bare number.
pub(super) fn drop_to(uid: u32, keeps_groups: bool) -> nix::Result<()> {
    if !keeps_groups {
        setgroups(&[])?;
        let root = Gid::from_raw(0);
        setresgid(root, root, root)?;
    }
    let uid = Uid::from_raw(uid);
    setresuid(uid, uid, uid)
}

/// Makes an output a pipe that nobody reads. The engine could not: any process
/// that it starts at the same time has a reader for a moment.
fn break_output(descriptor: RawFd) -> nix::Result<()> {
    let (reader, writer) = pipe()?;
    drop(reader);
    match descriptor {
        1 => dup2_stdout(writer),
        _ => dup2_stderr(writer),
    }
}
