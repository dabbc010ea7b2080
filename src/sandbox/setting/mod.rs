//! What is run, and under which conditions.

mod furnish;
mod rootfs;
mod second;

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::signal::Signal;

use super::fault::Fault;
use super::outcome::Outcome;
use super::running::{Channels, Running, Started};
use super::stage::{Home, Order, ROLE, enter};
use super::stand_in::Behaviour;
use super::temporary;
use crate::shell::Installed;
pub use rootfs::Kind;
use rootfs::Thing;

/// The search path of a container, after the folder of the stand-ins.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A script to be run as the first process of a container.
///
/// Nothing comes from this process: the environment, the arguments and the
/// standard descriptors are exactly those that are said here. Without more, the
/// script has `PATH` alone in its environment, /dev/null as stdin, and its
/// outputs are captured.
#[derive(Debug, Clone)]
#[must_use]
pub struct Sandbox {
    lychgate: PathBuf,
    script: Vec<OsString>,
    words: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    stand_ins: Vec<(String, Behaviour)>,
    things: Vec<(PathBuf, Thing)>,
    stdin: Stdin,
    stdout: Output,
    stderr: Output,
    directory: PathBuf,
    uid: Option<u32>,
    open_files: Option<(u64, u64)>,
    ignored: Vec<Signal>,
    read_only: bool,
    binds: Vec<(PathBuf, PathBuf)>,
    namespaces: bool,
    network: Network,
    foreign: bool,
}

/// Which network the script is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Network {
    /// That of this process.
    Shared,
    /// One of its own, in which nobody else is.
    Own,
}

/// What the script has as stdin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stdin {
    /// /dev/null.
    Null,
    /// Nothing: the descriptor is closed.
    Closed,
    /// A pipe that holds these bytes and then ends.
    Bytes(Vec<u8>),
    /// A file, opened for reading.
    File(PathBuf),
}

/// Where the script's stdout or stderr goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// A pipe that is read.
    Captured,
    /// /dev/null.
    Null,
    /// Nowhere: the descriptor is closed.
    Closed,
    /// A pipe that nobody reads; a write gives PIPE.
    Broken,
    /// A file, opened for appending.
    File(PathBuf),
}

impl Sandbox {
    /// A run of `script` by `shell`; `lychgate` is this project's executable,
    /// which becomes the stage and the stand-ins.
    pub fn new(lychgate: impl Into<PathBuf>, shell: &Installed, script: impl AsRef<Path>) -> Self {
        let mut words = vec![shell.path().as_os_str().to_owned()];
        words.extend(shell.arguments().map(OsStr::to_owned));
        words.push(script.as_ref().as_os_str().to_owned());
        Self::of(lychgate, words)
    }

    /// A run of any command, which is given with its arguments.
    pub fn of(lychgate: impl Into<PathBuf>, command: Vec<OsString>) -> Self {
        Self {
            lychgate: lychgate.into(),
            script: command,
            words: Vec::new(),
            environment: Vec::new(),
            stand_ins: Vec::new(),
            things: Vec::new(),
            stdin: Stdin::Null,
            stdout: Output::Captured,
            stderr: Output::Captured,
            directory: PathBuf::from("/"),
            uid: None,
            open_files: None,
            ignored: Vec::new(),
            read_only: false,
            binds: Vec::new(),
            namespaces: true,
            network: Network::Shared,
            foreign: false,
        }
    }

    /// Adds a word after the script.
    pub fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.words.push(word.as_ref().to_owned());
        self
    }

    /// Adds words after the script.
    pub fn args<W: AsRef<OsStr>>(self, words: impl IntoIterator<Item = W>) -> Self {
        words.into_iter().fold(self, Self::arg)
    }

    /// Sets a variable. A `PATH` set here replaces the one with the stand-ins.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Puts a program called `name` first on `PATH`. With a slash in it, `name` is
    /// its path, from the working directory if it does not begin with a slash.
    pub fn stand_in(mut self, name: impl Into<String>, behaviour: Behaviour) -> Self {
        let name = name.into();
        if !name.contains('/') {
            self.stand_ins.push((name, behaviour));
            return self;
        }
        self.stand_in_at(PathBuf::from(&name), name, behaviour)
    }

    /// Puts a program at `path` that records what it does as `name`.
    pub fn stand_in_at(
        self,
        path: impl Into<PathBuf>,
        name: impl Into<String>,
        behaviour: Behaviour,
    ) -> Self {
        self.thing(path, Thing::Program(name.into(), behaviour))
    }

    /// Puts a file with these bytes at `path`, also in place of the host's.
    pub fn file(self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.thing(path, Thing::File(bytes.into()))
    }

    /// Puts a folder at `path`, in which every user may write. It has what the
    /// host's has, if there is one; what is new in it stays in the sandbox.
    pub fn folder(self, path: impl Into<PathBuf>) -> Self {
        self.thing(path, Thing::Folder)
    }

    /// Puts a socket on which nobody listens at `path`.
    pub fn socket(self, path: impl Into<PathBuf>) -> Self {
        self.thing(path, Thing::Socket)
    }

    fn thing(mut self, path: impl Into<PathBuf>, thing: Thing) -> Self {
        self.things.push((path.into(), thing));
        self
    }

    /// Says what stdin is.
    pub fn stdin(mut self, stdin: Stdin) -> Self {
        self.stdin = stdin;
        self
    }

    /// Says where stdout goes.
    pub fn stdout(mut self, output: Output) -> Self {
        self.stdout = output;
        self
    }

    /// Says where stderr goes.
    pub fn stderr(mut self, output: Output) -> Self {
        self.stderr = output;
        self
    }

    /// Starts in `directory` instead of `/`. The host need not have it if
    /// [`Sandbox::folder`] makes it.
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = directory.into();
        self
    }

    /// Runs as `uid`, which need not exist, with group 0 and no other, as
    /// container runtimes do. To be another user outside of a namespace needs root.
    pub fn uid(mut self, uid: u32) -> Self {
        self.uid = Some(uid);
        self
    }

    /// Starts with these limits of open files, which may be at most the hard one of this
    /// process.
    pub fn open_files(mut self, soft: u64, hard: u64) -> Self {
        self.open_files = Some((soft, hard));
        self
    }

    /// Starts with `signal` ignored.
    pub fn ignore(mut self, signal: Signal) -> Self {
        self.ignored.push(signal);
        self
    }

    /// Makes all file systems but /dev, /proc and /sys read-only.
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Shows `source`, a file or folder, at the existing path `target`, which begins at the
    /// working directory if it has no slash in front.
    pub fn bind(mut self, source: impl Into<PathBuf>, target: impl Into<PathBuf>) -> Self {
        self.binds.push((source.into(), target.into()));
        self
    }

    /// Has a network of its own, in which nobody else listens and every user may listen on
    /// any port. It has no way out, and not even a way to itself.
    pub fn own_network(mut self) -> Self {
        self.network = Network::Own;
        self
    }

    /// Runs the script as an ordinary process, as under `docker run --init`.
    ///
    /// The outcome then also says what outlived the script. It can signal every process
    /// of its user: `kill -9 -1` ends them all, with the engine.
    pub fn without_namespaces(mut self) -> Self {
        self.namespaces = false;
        self
    }

    /// The script is not one of lychgate's, so nothing is known of what it does: it is
    /// never run without namespaces, in which it reaches only its own processes.
    ///
    /// This is against mistakes, not a jail: it sees the file systems, the network and
    /// the other resources that its user has.
    pub fn foreign(mut self) -> Self {
        self.foreign = true;
        self
    }

    /// Starts the script.
    ///
    /// A process of it may have 1 GiB of memory, a file 64 MiB, and all of them together
    /// may be 400 at a time.
    ///
    /// Where namespaces are refused it runs without them, and the outcome says so.
    ///
    /// # Errors
    /// What cannot be set up; among it mounts, a network of its own, or a foreign script,
    /// where there are no namespaces.
    pub fn start(&self) -> Result<Running, Fault> {
        let mut refused = "there are to be none".to_owned();
        if self.namespaces || self.foreign {
            match self.spawn(true)? {
                Started::Runs(running) => return Ok(*running),
                Started::Refused(why) if self.foreign => return Err(Fault::Foreign { why }),
                Started::Refused(why) => refused = why,
            }
        }
        if self.needs_namespaces() {
            return Err(Fault::NamespacesRefused { why: refused });
        }
        match self.spawn(false)? {
            Started::Runs(running) => Ok(*running),
            Started::Refused(why) => Err(Fault::Stage { why }),
        }
    }

    /// Whether something of it can be had in namespaces only.
    fn needs_namespaces(&self) -> bool {
        let mounts = self.read_only || !self.binds.is_empty() || !self.things.is_empty();
        mounts || self.network == Network::Own
    }

    /// Starts the script and waits for its end, for up to `timeout`.
    ///
    /// # Errors
    /// As [`Sandbox::start`] and [`Running::finish`].
    pub fn run(&self, timeout: Duration) -> Result<Outcome, Fault> {
        self.start()?.finish(timeout)
    }

    /// Runs the script a second time beside `running`, a run of this sandbox, with
    /// `words` in place of its own and as the user `uid`, or as the script's own: what
    /// `docker exec` does. Gives what came of it when it has ended.
    ///
    /// # Errors
    /// What the system says when it cannot be started; [`Fault::NoAnswer`] when it does
    /// not end within `timeout`, and is killed.
    pub fn beside<W: AsRef<OsStr>>(
        &self,
        running: &Running,
        uid: Option<u32>,
        words: impl IntoIterator<Item = W>,
        timeout: Duration,
    ) -> Result<std::process::Output, Fault> {
        let words = words.into_iter().map(|word| word.as_ref().to_owned());
        let command = self.script.iter().cloned().chain(words);
        let mut second = Command::new(&self.lychgate);
        second
            .args(enter::arguments(
                running.pid(),
                uid.or(self.uid),
                &self.directory,
                command,
            ))
            .env_clear()
            .stdin(Stdio::null());
        self.set_environment(&mut second, &running.home());
        second::output(second, timeout)
    }

    /// Gives `command` the variables of a container.
    fn set_environment(&self, command: &mut Command, home: &Home) {
        if !self.environment.iter().any(|(name, _)| name == "PATH") {
            let mut path = home.programs().into_os_string();
            path.push(":");
            path.push(PATH);
            command.env("PATH", path);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    fn spawn(&self, namespaces: bool) -> Result<Started, Fault> {
        let folder = temporary::folder("the sandbox")?;
        let order = self.order(folder.path(), namespaces);
        self.furnish(&order.home, namespaces)?;
        let channels =
            Channels::open(&order.home).map_err(Fault::io("open the sandbox's channels"))?;
        let mut stage = Command::new(&self.lychgate);
        stage
            .arg(ROLE)
            .args(order.to_arguments())
            .env_clear()
            .stdin(self.stdin.open().map_err(Fault::io("open stdin"))?)
            .stdout(self.stdout.open().map_err(Fault::io("open stdout"))?)
            .stderr(self.stderr.open().map_err(Fault::io("open stderr"))?);
        self.set_environment(&mut stage, &order.home);
        let doing = format!("start `{}`", self.lychgate.display());
        let stage = stage.spawn().map_err(Fault::io(doing))?;
        let input = match &self.stdin {
            Stdin::Bytes(bytes) => bytes.clone(),
            _ => Vec::new(),
        };
        Running::begin(folder, stage, channels, input, namespaces)
    }

    fn order(&self, folder: &Path, namespaces: bool) -> Order {
        let home = Home {
            folder: folder.to_owned(),
        };
        let outputs = [(1, &self.stdout), (2, &self.stderr)];
        let those = |wanted: Output| {
            let found = outputs
                .into_iter()
                .filter(move |(_, output)| **output == wanted);
            found.map(|(descriptor, _)| descriptor)
        };
        let mut closed: Vec<_> = those(Output::Closed).collect();
        closed.extend((self.stdin == Stdin::Closed).then_some(0));
        let binds = self.binds.iter();
        let mut binds: Vec<_> = binds
            .map(|(source, target)| (source.clone(), self.directory.join(target)))
            .collect();
        if self.has_stand_ins() {
            binds.push((self.lychgate.clone(), home.interpreter()));
        }
        Order {
            entries: self.entries(&home),
            home,
            namespaces,
            own_network: self.network == Network::Own,
            directory: self.directory.clone(),
            uid: self.uid,
            open_files: self.open_files,
            closed,
            broken: those(Output::Broken).collect(),
            ignored: self.ignored.clone(),
            read_only: self.read_only,
            binds,
            command: self.script.iter().chain(&self.words).cloned().collect(),
        }
    }
}

impl Stdin {
    fn open(&self) -> std::io::Result<Stdio> {
        Ok(match self {
            Self::Null | Self::Closed => Stdio::null(),
            Self::Bytes(_) => Stdio::piped(),
            Self::File(path) => Stdio::from(File::open(path)?),
        })
    }
}

impl Output {
    fn open(&self) -> std::io::Result<Stdio> {
        Ok(match self {
            Self::Captured => Stdio::piped(),
            // The stage closes or breaks it.
            Self::Null | Self::Closed | Self::Broken => Stdio::null(),
            Self::File(path) => Stdio::from(OpenOptions::new().append(true).open(path)?),
        })
    }
}
