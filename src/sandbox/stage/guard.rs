//! The first process of a run. It waits until the engine lets go, or dies, and
//! leaves nothing of the run behind.
//!
//! It stays outside of the namespaces, and is not the parent of the script: a
//! script that kills its parent does not reach it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::signal::{Signal, kill};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid, waitpid};
use nix::unistd::{ForkResult, Pid, setsid};

use super::{Home, Order, Report, tell, watched_signal};
use crate::sandbox::clock::Moment;
use crate::sandbox::{process_table, system};

/// The time between two looks at the process table.
const LOOK: Duration = Duration::from_millis(1);

/// Starts the stage as a child, which runs `stage` and returns; then stands guard.
///
/// # Errors
/// What the system says. The engine sees that the report is closed.
pub(super) fn run(
    order: &Order,
    stage: impl FnOnce(&mut File) -> nix::Result<()>,
) -> io::Result<()> {
    let (mut report, lifeline) = open(&order.home)?;
    // Ctrl-C is for the engine, which then lets go.
    setsid()?;
    prctl::set_child_subreaper(true)?;
    // Each new process gets its turn early, so a script that forks without end would
    // keep stage and guard from theirs for seconds.
    system::go_first();
    watched_signal().thread_block()?;
    match system::fork()? {
        ForkResult::Child => {
            drop(lifeline);
            prctl::set_pdeathsig(Signal::SIGKILL)?;
            Ok(stage(&mut report)?)
        }
        ForkResult::Parent { child } => {
            let watched = watch(child, &lifeline, &mut report);
            end_all(child);
            fs::remove_dir_all(&order.home.folder)?;
            watched
        }
    }
}

/// Opens the guard's ends of the channels. They have no names from then on, so that
/// no script can write a report, or hold the lifeline.
///
/// Neither waits for the other end: the engine may be gone.
fn open(home: &Home) -> io::Result<(File, File)> {
    let report = OpenOptions::new()
        .read(true)
        .write(true)
        .open(home.report())?;
    let lifeline = OpenOptions::new()
        .read(true)
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(home.lifeline())?;
    fs::remove_file(home.report())?;
    fs::remove_file(home.lifeline())?;
    Ok((report, lifeline))
}

/// Waits until the engine lets go. When the stage ends or stops before, it ends what
/// the stage has started, and tells if a signal did it.
///
/// The script stays a zombie until the engine lets go, so that its PID cannot
/// become another process's while the engine may still signal it.
fn watch(stage: Pid, lifeline: &File, report: &mut File) -> io::Result<()> {
    let children = SignalFd::with_flags(
        &watched_signal(),
        SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK,
    )?;
    while holds(lifeline)? {
        wait(&[lifeline.as_fd(), children.as_fd()])?;
        children.read_signal()?;
        let ends = WaitPidFlag::WEXITED | WaitPidFlag::WSTOPPED;
        let look = ends | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
        match waitid(Id::Pid(stage), look)? {
            WaitStatus::StillAlive => continue,
            WaitStatus::Signaled(_, signal, _) | WaitStatus::Stopped(_, signal) => {
                tell(report, &Report::ParentLost(signal), Moment::now())?;
            }
            _ => {}
        }
        while kill_below() {
            thread::sleep(LOOK);
        }
        while holds(lifeline)? {
            wait(&[lifeline.as_fd()])?;
        }
    }
    Ok(())
}

/// Whether the engine holds the other end.
fn holds(mut lifeline: &File) -> io::Result<bool> {
    match lifeline.read(&mut [0]) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(true),
        other => other.map(|_| false),
    }
}

/// Waits until there is something to read of one of these.
fn wait(sources: &[BorrowedFd<'_>]) -> nix::Result<()> {
    let mut sources: Vec<PollFd> = sources
        .iter()
        .map(|source| PollFd::new(*source, PollFlags::POLLIN))
        .collect();
    match poll(&mut sources, PollTimeout::NONE) {
        Ok(_) | Err(Errno::EINTR) => Ok(()),
        Err(errno) => Err(errno),
    }
}

/// Kills what lives below this process. Gives whether there was anything.
fn kill_below() -> bool {
    let living = process_table::living(Pid::this().as_raw());
    for process in &living {
        let _ = kill(Pid::from_raw(process.pid), Signal::SIGKILL);
    }
    !living.is_empty()
}

/// Ends the stage and all below it. The script dies with the stage, and with a
/// process 1 its namespace; others become children of the guard.
fn end_all(stage: Pid) {
    let _ = kill(stage, Signal::SIGKILL);
    let _ = waitpid(stage, None);
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => {
                kill_below();
                let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT;
                let _ = waitid(Id::All, look);
            }
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}
