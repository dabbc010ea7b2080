//! The end of a second command, waited for with a bound.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::sandbox::clock::Moment;
use crate::sandbox::fault::Fault;
use crate::sandbox::{interrupt, process_table};

/// What is done here, for a fault.
const DOING: &str = "run a second command in the sandbox";
/// The time between two looks at it.
const LOOK: Duration = Duration::from_millis(2);

/// Runs `command` to its end, and gives what it wrote. Files take that, since somebody
/// else may hold a pipe for longer.
///
/// # Errors
/// It cannot be started, or does not end within `timeout`.
pub(super) fn output(mut command: Command, timeout: Duration) -> Result<Output, Fault> {
    let (mut stdout, mut stderr) = files(&mut command).map_err(Fault::io(DOING))?;
    let status = status(&mut command, timeout)?;
    let content = |file: &mut File| content(file).map_err(Fault::io(DOING));
    Ok(Output {
        status,
        stdout: content(&mut stdout)?,
        stderr: content(&mut stderr)?,
    })
}

/// Files for stdout and stderr of `command`.
fn files(command: &mut Command) -> std::io::Result<(File, File)> {
    let (stdout, stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command
        .stdout(Stdio::from(stdout.try_clone()?))
        .stderr(Stdio::from(stderr.try_clone()?));
    Ok((stdout, stderr))
}

fn status(command: &mut Command, timeout: Duration) -> Result<ExitStatus, Fault> {
    let mut second = command.spawn().map_err(Fault::io(DOING))?;
    let end = Moment::now().after(timeout);
    let fault = loop {
        if let Some(status) = second.try_wait().map_err(Fault::io(DOING))? {
            return Ok(status);
        }
        if let Some(signal) = interrupt::signal() {
            break Fault::Interrupted(signal);
        }
        if end.left().is_zero() {
            break Fault::NoAnswer(timeout);
        }
        thread::sleep(LOOK);
    };
    kill_below(&mut second).map_err(Fault::io(DOING))?;
    Err(fault)
}

/// Kills what `second` has started in the sandbox, which it then asks for its end, as
/// nobody else would at once: until then the namespace, and so the run, cannot end.
fn kill_below(second: &mut Child) -> std::io::Result<()> {
    let pid = i32::try_from(second.id()).unwrap_or(0);
    while second.try_wait()?.is_none() {
        for process in process_table::living(pid) {
            let _ = kill(Pid::from_raw(process.pid), Signal::SIGKILL);
        }
        thread::sleep(LOOK);
    }
    Ok(())
}

fn content(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
