//! The script while it runs: how it ends, what outlives it, how many it becomes.

use std::fs::File;
use std::os::fd::AsFd;
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::Pid;

use super::{Report, tell, watched_signal};
use crate::sandbox::clock::Moment;
use crate::sandbox::{process_table, system};

/// How many processes a script may have at a time.
const MOST: usize = 400;

/// The milliseconds between two looks at their number. A script that forks without end
/// makes up to twenty in one, and so comes to 480 before all are killed.
const COUNT: u8 = 10;

/// How long a process may take to end that was told to when the script ended.
const PASSING: Duration = Duration::from_millis(200);

/// The time between two looks at the process table.
const LOOK: Duration = Duration::from_millis(1);

/// Tells how the script ends, and stays until the guard ends this process. Returns
/// when there are too many processes.
///
/// # Errors
/// What the system says, and that the engine is gone.
pub(super) fn watch(script: Pid, process_1: bool, report: &mut File) -> nix::Result<()> {
    let children = SignalFd::with_flags(&watched_signal(), SfdFlags::SFD_CLOEXEC)?;
    // The /proc of a process 1 has its own processes only.
    let others = if process_1 { 0 } else { process_table::count() };
    let mut ended = false;
    // Each new process gets its turn early, and would keep this one from its own.
    system::run_in_real_time(Pid::from_raw(0));
    loop {
        ended = ended || tell_end(script, process_1, report)?;
        // Outside of a namespace others may have become more; to tell them apart
        // takes longer than to count.
        let many = process_table::count() > others + MOST;
        if many && (process_1 || below().len() > MOST) {
            let at = Moment::now();
            // It leads a session. All of its group is hit at once, so that none of them
            // forks once more.
            let _ = killpg(script, Signal::SIGKILL);
            // With a process 1 the kernel ends all others, once that one has its turn.
            system::run_in_real_time(script);
            return tell(report, &Report::TooMany(MOST), at);
        }
        let mut sources = [PollFd::new(children.as_fd(), PollFlags::POLLIN)];
        match poll(&mut sources, PollTimeout::from(COUNT)) {
            Ok(0) | Err(Errno::EINTR) => {}
            Ok(_) => drop(children.read_signal()?),
            Err(errno) => return Err(errno),
        }
    }
}

/// Tells how the script ended. Gives whether it has.
fn tell_end(script: Pid, process_1: bool, report: &mut File) -> nix::Result<bool> {
    let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    let end = match waitid(Id::Pid(script), look)? {
        WaitStatus::Exited(_, code) => Report::Exited(code),
        WaitStatus::Signaled(_, signal, _) => Report::Killed(signal),
        _ => return Ok(false),
    };
    let now = Moment::now();
    if !process_1 {
        for name in left_behind() {
            tell(report, &Report::Left(name), now)?;
        }
    }
    tell(report, &end, now)?;
    Ok(true)
}

/// The names of the processes that outlive the script, apart from those that
/// are about to end.
fn left_behind() -> Vec<String> {
    let end = Moment::now().after(PASSING);
    loop {
        let names = below();
        if names.is_empty() || end.left().is_zero() {
            return names;
        }
        thread::sleep(LOOK);
    }
}

/// The names of the processes that live below this one.
fn below() -> Vec<String> {
    let living = process_table::living(Pid::this().as_raw());
    living.into_iter().map(|process| process.name).collect()
}
