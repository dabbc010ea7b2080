//! The life of a stand-in, from its start to its end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::{SigSet, Signal, raise};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::time::TimeSpec;
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid};

use super::behaviour::{Act, End, Others, Program, Run, State, Wait};
use super::event::{Event, EventKind};
use super::start::Start;
use crate::sandbox::clock::Moment;
use crate::sandbox::process_table::Process;
use crate::sandbox::stage::Home;
use crate::sandbox::system;

/// The time between two looks at what others do.
const LOOK: Duration = Duration::from_millis(2);

/// A stand-in that has started.
pub(super) struct Life<'program> {
    program: &'program Program,
    log: File,
    bell: Option<File>,
    signals: SignalFd,
    run: &'program Run,
    // They listen as long as they are here.
    listeners: Vec<TcpListener>,
}

impl<'program> Life<'program> {
    /// Holds all signals back to be read one by one, then records the start.
    ///
    /// # Errors
    /// What the system says, mostly about the log.
    pub(super) fn begin(program: &'program Program, start: Start) -> io::Result<Self> {
        let all = SigSet::all();
        all.thread_block()?;
        let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
        let signals = SignalFd::with_flags(&all, flags)?;
        let log = OpenOptions::new()
            .append(true)
            .open(program.home.events())?;
        // An engine that is gone hears nothing, which harms nobody.
        let bell = OpenOptions::new()
            .write(true)
            .custom_flags(OFlag::O_NONBLOCK.bits())
            .open(program.home.bell())
            .ok();
        let run = program
            .start(starts(&program.home, &program.name)?)
            .ok_or_else(|| io::Error::other("no start"))?;
        let mut life = Self {
            program,
            log,
            bell,
            signals,
            run,
            listeners: Vec::new(),
        };
        life.record(EventKind::Start(Box::new(start)))?;
        Ok(life)
    }

    /// Lives to the end. Gives the exit code.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn live(mut self) -> io::Result<u8> {
        for act in &self.run.acts {
            if self.act(act)? {
                return Ok(0);
            }
        }
        self.record(EventKind::Ready)?;
        let end = self.wait(&self.run.wait)?.map_or(self.run.end, End::Die);
        match end {
            End::Exit(code) => {
                self.record(EventKind::Exit(code))?;
                Ok(code)
            }
            End::Die(signal) => {
                self.record(EventKind::Die(signal))?;
                die(signal)?;
                Ok(super::BROKEN)
            }
        }
    }

    /// Appends one event. One write to a file opened for appending is whole, also
    /// when several processes record at once.
    fn record(&mut self, kind: EventKind) -> io::Result<()> {
        let event = Event {
            at: Moment::now(),
            program: self.program.name.clone(),
            pid: Pid::this().as_raw(),
            kind,
        };
        self.log.write_all(event.to_line().as_bytes())?;
        if let Some(bell) = &mut self.bell {
            // A full FIFO has rung already.
            let _ = bell.write(b"!");
        }
        Ok(())
    }

    /// Does one thing. Gives whether this process is to leave and a copy goes on.
    fn act(&mut self, act: &Act) -> io::Result<bool> {
        match act {
            // A closed or broken output is the script's matter, not a failure here.
            Act::Stdout(bytes) => {
                let mut stdout = io::stdout();
                let _ = stdout.write_all(bytes).and_then(|()| stdout.flush());
            }
            Act::Stderr(bytes) => {
                let _ = io::stderr().write_all(bytes);
            }
            Act::ReadStdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                self.record(EventKind::Stdin(bytes))?;
            }
            Act::Orphans(count) => {
                // Every orphan holds the writer, so the reader ends with the last.
                let (mut reader, writer) = io::pipe()?;
                for _ in 0..*count {
                    if self.make_orphan()? {
                        return Ok(true);
                    }
                }
                drop(writer);
                reader.read_to_end(&mut Vec::new())?;
            }
            Act::Leave => {
                if system::fork()?.is_parent() {
                    self.record(EventKind::Exit(0))?;
                    return Ok(true);
                }
            }
            Act::Stop => {
                self.record(EventKind::Stop)?;
                raise(Signal::SIGSTOP)?;
            }
            Act::Listen(port) => {
                let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port))?;
                self.listeners.push(listener);
            }
        }
        Ok(false)
    }

    /// Makes a process whose parent is gone. Gives true in the two that leave.
    fn make_orphan(&mut self) -> io::Result<bool> {
        if let ForkResult::Parent { child } = system::fork()? {
            waitpid(child, None)?;
            return Ok(false);
        }
        let parent = Pid::this();
        if system::fork()?.is_parent() {
            return Ok(true);
        }
        // It is an orphan only once the kernel has given it another parent.
        while nix::unistd::getppid() == parent {
            std::thread::yield_now();
        }
        self.record(EventKind::Orphan(Pid::this().as_raw()))?;
        Ok(true)
    }

    /// Runs until a signal or the time ends it, and records every signal. Gives the one
    /// of which it dies.
    fn wait(&mut self, wait: &Wait) -> io::Result<Option<Signal>> {
        let mut end = wait.at_most.map(|time| Moment::now().after(time));
        let mut ending = false;
        let mut others: Vec<&Others> = wait.others.iter().collect();
        loop {
            while let Some(info) = self.signals.read_signal()? {
                let number = i32::try_from(info.ssi_signo).unwrap_or(0);
                // Signals above 31 have no name and no part in this.
                let Ok(signal) = Signal::try_from(number) else {
                    continue;
                };
                self.record(EventKind::Signal(signal))?;
                if wait.deadly.contains(&signal) {
                    return Ok(Some(signal));
                }
                if !ending && wait.signals.contains(&signal) {
                    ending = true;
                    end = Some(Moment::now().after(wait.lingers));
                }
            }
            let mut left = end.map(Moment::left);
            if !ending {
                for awaited in &others {
                    if has_come(&self.program.home, awaited)? {
                        return Ok(None);
                    }
                }
                others.retain(|awaited| awaited.state != State::Over);
                if !others.is_empty() {
                    left = Some(LOOK);
                }
            }
            if left == Some(Duration::ZERO) {
                return Ok(None);
            }
            let mut sources = [PollFd::new(self.signals.as_fd(), PollFlags::POLLIN)];
            match ppoll(&mut sources, left.map(TimeSpec::from), None) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }
}

/// How often the stand-in `program` has been started in the run of `home`.
fn starts(home: &Home, program: &str) -> io::Result<usize> {
    let events = fs::read_to_string(home.events())?;
    let starts = events.lines().filter(|line| Event::is_start(line, program));
    Ok(starts.count())
}

/// Whether the others were started as often as they must, and that has become of them.
fn has_come(home: &Home, others: &Others) -> io::Result<bool> {
    let events = fs::read_to_string(home.events())?;
    let events = events.lines().filter_map(Event::parse);
    let (mut starts, mut ends) = (Vec::new(), 0);
    for event in events.filter(|event| event.program == others.program) {
        match event.kind {
            EventKind::Start(_) => starts.push(event.pid),
            EventKind::Exit(_) | EventKind::Die(_) => ends += 1,
            _ => {}
        }
    }
    let is_there = starts.len() >= others.starts;
    Ok(match others.state {
        State::Started => is_there,
        State::Running => {
            let start = others.starts.checked_sub(1);
            start
                .and_then(|start| starts.get(start))
                .is_some_and(|pid| runs(*pid))
        }
        State::Over => is_there && ends >= starts.len(),
    })
}

/// Whether the process `pid` has not ended.
fn runs(pid: i32) -> bool {
    Process::read(pid).is_some_and(|process| !matches!(process.state, 'Z' | 'X'))
}

/// Dies by a signal, if its default action is to end a process. Process 1 gets none from
/// itself; an abort that goes on makes it die by SEGV.
fn die(signal: Signal) -> io::Result<()> {
    if signal != Signal::SIGKILL {
        system::set_ignored(signal, false)?;
    }
    let mask: SigSet = [signal].into_iter().collect();
    raise(signal)?;
    mask.thread_unblock()?;
    if signal == Signal::SIGSEGV {
        std::process::abort();
    }
    Ok(())
}
