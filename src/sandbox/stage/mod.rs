//! The process between engine and script: it makes the namespaces, starts the
//! script in them, and lets nothing of the run survive the engine.
//!
//! It is the lychgate executable started again, because `unshare` and `fork` want
//! a process of one thread, which a test runner is not.

pub(super) mod enter;
mod namespace;
mod order;
mod report;
mod rootfs;
mod script;

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid, waitpid};
use nix::unistd::{ForkResult, Pid};

use super::clock::Moment;
use super::{process_table, system};
use namespace::Namespace;
pub(super) use namespace::OWN;
pub(super) use order::{Entry, Home, Order};
pub(super) use report::Report;

/// The first argument that makes this executable a stage.
pub(super) const ROLE: &str = "__sandbox";

/// Runs the order that the arguments say. Gives the exit code of the stage.
pub(super) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Ok(order) = Order::from_arguments(arguments) else {
        return ExitCode::from(2);
    };
    let channels = OpenOptions::new()
        .write(true)
        .open(order.home.report())
        .and_then(|report| Ok((report, File::open(order.home.lifeline())?)));
    let Ok((mut report, lifeline)) = channels else {
        return ExitCode::FAILURE;
    };
    let told = match start(&order) {
        Ok((script, at)) => tell(&mut report, &Report::Started(script.as_raw()), at)
            .and_then(|()| watch(script, order.namespaces, &mut report, &lifeline)),
        Err(why) => tell(&mut report, &why, Moment::now()),
    };
    // The engine may be gone; there is nobody else to tell.
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Writes one line to the engine, which reads until the line's end.
fn tell(report: &mut File, line: &Report, at: Moment) -> nix::Result<()> {
    report
        .write_all(line.to_line(at).as_bytes())
        .map_err(|_| Errno::EPIPE)
}

/// Starts the script; it has been executed when this returns. Gives its PID, and
/// the moment before it.
fn start(order: &Order) -> Result<(Pid, Moment), Report> {
    let failed = |what: &str, errno: Errno| Report::Failed(format!("{what}: {errno}"));
    let namespace = if order.namespaces {
        Some(Namespace::unshare(order.uid)?)
    } else {
        prctl::set_child_subreaper(true).map_err(|errno| failed("subreaper", errno))?;
        None
    };
    place_stand_ins(&order.home).map_err(|error| Report::Failed(format!("stand-ins: {error}")))?;
    watched_signal()
        .thread_block()
        .map_err(|errno| failed("mask", errno))?;
    let (mut news, teller) =
        io::pipe().map_err(|error| Report::Failed(format!("pipe: {error}")))?;
    let before = Moment::now();
    match system::fork().map_err(|errno| failed("fork", errno))? {
        ForkResult::Child => {
            let why = script::become_script(order, namespace.as_ref());
            end_child(teller, &why)
        }
        ForkResult::Parent { child } => {
            drop(teller);
            // Nothing but the end comes when the program was executed.
            let mut line = String::new();
            let _ = news.read_to_string(&mut line);
            match Report::parse(line.trim_end()) {
                None => Ok((child, before)),
                Some((_, why)) => {
                    let _ = waitpid(child, None);
                    Err(why)
                }
            }
        }
    }
}

/// Copies the stand-ins to where the script finds them.
///
/// The engine could write them there itself, but while one of its threads writes
/// a file, another may start a process that has the file open for a moment more,
/// and the kernel executes no file that anyone can write ("text file busy").
fn place_stand_ins(home: &Home) -> io::Result<()> {
    for draft in fs::read_dir(home.drafts())? {
        let draft = draft?;
        fs::copy(draft.path(), home.programs().join(draft.file_name()))?;
    }
    Ok(())
}

/// Tells why the script was not executed, and ends the copy of the stage.
#[expect(
    clippy::exit,
    reason = "the copy must not return into the stage's code"
)]
fn end_child(mut teller: PipeWriter, why: &Report) -> ! {
    let _ = teller.write_all(why.to_line(Moment::now()).as_bytes());
    std::process::exit(1)
}

fn watched_signal() -> SigSet {
    [Signal::SIGCHLD].into_iter().collect()
}

/// Waits until the script has ended and the engine has let go, in any order;
/// then ends what is left.
///
/// The script stays a zombie until the engine lets go, so that its PID cannot
/// become another process's while the engine may still signal it.
fn watch(script: Pid, process_1: bool, report: &mut File, lifeline: &File) -> nix::Result<()> {
    let children = SignalFd::with_flags(&watched_signal(), SfdFlags::SFD_CLOEXEC)?;
    let mut ended = tell_end(script, process_1, report)?;
    loop {
        let mut sources = [
            PollFd::new(lifeline.as_fd(), PollFlags::POLLIN),
            PollFd::new(children.as_fd(), PollFlags::POLLIN),
        ];
        match poll(&mut sources, PollTimeout::NONE) {
            Err(Errno::EINTR) => continue,
            other => other?,
        };
        let [engine, child] = sources.map(|source| source.any().unwrap_or(false));
        if engine {
            return end_all(script);
        }
        if child {
            children.read_signal()?;
            if !ended {
                ended = tell_end(script, process_1, report)?;
            }
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

/// How long a process may take to end that was told to when the script ended.
const PASSING: Duration = Duration::from_millis(200);
/// The time between two looks at the process table.
const LOOK: Duration = Duration::from_millis(1);

/// The names of the processes that outlive the script, apart from those that
/// are about to end.
fn left_behind() -> Vec<String> {
    let end = Moment::now().after(PASSING);
    loop {
        let others = process_table::descendants(Pid::this().as_raw());
        let alive = others.into_iter().filter(|process| !process.is_zombie());
        let names: Vec<String> = alive.map(|process| process.name).collect();
        if names.is_empty() || end.left().is_zero() {
            return names;
        }
        thread::sleep(LOOK);
    }
}

/// Ends script and descendants. The kernel does it for those of a process 1;
/// others become children of the stage when their parents are gone.
fn end_all(script: Pid) -> nix::Result<()> {
    let _ = kill(script, Signal::SIGKILL);
    loop {
        match waitid(Id::All, WaitPidFlag::WEXITED) {
            Ok(_) => {}
            Err(Errno::ECHILD) => return Ok(()),
            Err(errno) => return Err(errno),
        }
        for process in process_table::descendants(Pid::this().as_raw()) {
            let _ = kill(Pid::from_raw(process.pid), Signal::SIGKILL);
        }
    }
}
