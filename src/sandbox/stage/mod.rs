//! The processes between engine and script: the guard, which lets nothing of the run
//! survive the engine, and its child, the stage, which makes the namespaces and
//! starts the script in them.
//!
//! They are the lychgate executable started again, because `unshare` and `fork` want
//! a process of one thread, which a test runner is not.

pub(super) mod enter;
mod guard;
mod limits;
mod namespace;
mod order;
mod report;
mod rootfs;
mod script;
mod watch;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, PipeWriter, Read, Write};
use std::process::ExitCode;

use nix::errno::Errno;
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid};

use super::clock::Moment;
use super::system;
use namespace::Namespace;
pub(super) use namespace::OWN;
pub(super) use order::{Entry, Home, Order};
pub(super) use report::Report;
pub(super) use rootfs::KERNELS;

/// The first argument that makes this executable a stage.
pub(super) const ROLE: &str = "__sandbox";

/// Runs the order that the arguments say. Gives the exit code of guard and stage.
pub(super) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Ok(order) = Order::from_arguments(arguments) else {
        return ExitCode::from(2);
    };
    // The engine may be gone; there is nobody else to tell.
    match guard::run(&order, |report| stage(&order, report)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Starts the script and watches it.
fn stage(order: &Order, report: &mut File) -> nix::Result<()> {
    let (script, at) = match start(order) {
        Ok(started) => started,
        Err(why) => return tell(report, &why, Moment::now()),
    };
    tell(report, &Report::Started(script.as_raw()), at)?;
    watch::watch(script, order.namespaces, report).or_else(|errno| {
        let why = format!("watch the script: {errno}");
        tell(report, &Report::Failed(why), Moment::now())
    })
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
        Some(Namespace::unshare(order)?)
    } else {
        prctl::set_child_subreaper(true).map_err(|errno| failed("subreaper", errno))?;
        None
    };
    place_stand_ins(&order.home).map_err(|error| Report::Failed(format!("stand-ins: {error}")))?;
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
