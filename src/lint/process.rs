//! A program that is asked, with a bound on its time and its words.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::lint::failure::Why;

/// As much as an engine may say, in bytes.
const MOST: usize = 32 * 1024 * 1024;

/// How long to wait before asking again whether a process that closed its streams has
/// ended.
const SOON: Duration = Duration::from_millis(5);

/// Runs `command` without input and gives what it says; after `time` it is killed.
///
/// Messages are English and characters are UTF-8 whatever the user has set, and no file
/// of the user is run first.
pub(super) fn ask(mut command: Command, time: Duration) -> Result<Output, Why> {
    command
        .env("LC_ALL", "C.UTF-8")
        .env_remove("BASH_ENV")
        .env_remove("ENV")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(Why::Start)?;
    let answer = listen(&mut child, time);
    if answer.is_err() {
        let _ended_already = child.kill();
        let _reaped = child.wait();
    }
    answer
}

/// What `child` says until it ends.
fn listen(child: &mut Child, time: Duration) -> Result<Output, Why> {
    let begin = Instant::now();
    let left = || time.checked_sub(begin.elapsed()).ok_or(Why::TooLate(time));
    let mut streams = [
        Stream::new(child.stdout.take()),
        Stream::new(child.stderr.take()),
    ];
    while streams.iter().any(|stream| stream.source.is_some()) {
        read(&mut streams, left()?)?;
    }
    let status = loop {
        if let Some(status) = child.try_wait().map_err(Why::Start)? {
            break status;
        }
        thread::sleep(SOON.min(left()?));
    };
    let [stdout, stderr] = streams.map(|stream| stream.text);
    Ok(Output {
        status,
        stdout,
        stderr,
    })
}

/// A stream of a process with what came from it.
struct Stream {
    /// None when it is closed.
    source: Option<File>,
    text: Vec<u8>,
}

impl Stream {
    fn new(source: Option<impl Into<OwnedFd>>) -> Self {
        Self {
            source: source.map(|source| File::from(source.into())),
            text: Vec::new(),
        }
    }

    /// Waits for the next part and takes it.
    fn read(&mut self) -> Result<(), Why> {
        let Some(source) = &mut self.source else {
            return Ok(());
        };
        let mut part = [0; 1 << 14];
        let length = source.read(&mut part).map_err(Why::Start)?;
        self.text.extend_from_slice(&part[..length]);
        if length == 0 {
            self.source = None;
        }
        if self.text.len() > MOST {
            return Err(Why::TooMuch(MOST));
        }
        Ok(())
    }
}

/// Waits until one of `streams` has something to say, and takes that.
fn read(streams: &mut [Stream], time: Duration) -> Result<(), Why> {
    let timeout = PollTimeout::try_from(time).unwrap_or(PollTimeout::MAX);
    let mut sources: Vec<PollFd> = streams
        .iter()
        .filter_map(|stream| stream.source.as_ref())
        .map(|source| PollFd::new(source.as_fd(), PollFlags::POLLIN))
        .collect();
    match poll(&mut sources, timeout) {
        Ok(_) | Err(Errno::EINTR) => {}
        Err(errno) => return Err(Why::Start(io::Error::from(errno))),
    }
    let ready: Vec<bool> = sources
        .iter()
        .map(|source| source.any().unwrap_or(false))
        .collect();
    let open = streams.iter_mut().filter(|stream| stream.source.is_some());
    for (stream, _) in open.zip(ready).filter(|(_, ready)| *ready) {
        stream.read()?;
    }
    Ok(())
}
