//! What a stand-in was given when it was started.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use nix::sys::resource::{Resource, getrlimit};
use nix::sys::signal::Signal;
use nix::sys::stat::{SFlag, fstat};
use nix::unistd::{getegid, geteuid, getppid};

use super::escape::{escape, unescape};
use crate::sandbox::system;

/// What a program has from its parent, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    /// The PID of its parent, inside the namespace.
    pub parent: i32,
    /// The words after the program's name.
    pub arguments: Vec<OsString>,
    /// The environment as the kernel has it, `NAME=value` each, also what is no
    /// name of a shell and what is there twice.
    pub environment: Vec<OsString>,
    /// The working directory.
    pub directory: PathBuf,
    /// The mask for new files.
    pub umask: u32,
    /// How many files it may have open: the soft limit.
    pub open_files: u64,
    /// The effective user.
    pub uid: u32,
    /// The effective group.
    pub gid: u32,
    /// The signals that it found ignored; bit n - 1 is signal n.
    pub ignored: u64,
    /// The signals that it found blocked; bit n - 1 is signal n.
    pub blocked: u64,
    /// What stdin is.
    pub stdin: StdinKind,
    /// Every descriptor that is open, in order.
    pub descriptors: Vec<i32>,
}

/// What a program has as its stdin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StdinKind {
    /// Nothing: the descriptor is closed.
    #[default]
    Closed,
    /// /dev/null.
    Null,
    /// A pipe.
    Pipe,
    /// A file.
    File,
    /// A terminal, a socket or anything else.
    Other,
}

impl StdinKind {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Closed, "closed"),
        (Self::Null, "null"),
        (Self::Pipe, "pipe"),
        (Self::File, "file"),
        (Self::Other, "other"),
    ];

    fn of_this_process() -> Self {
        if system::closed_at_start(0) {
            return Self::Closed;
        }
        let Ok(stdin) = fstat(std::io::stdin()) else {
            return Self::Closed;
        };
        let null = fs::metadata("/dev/null");
        let format = SFlag::from_bits_truncate(stdin.st_mode) & SFlag::S_IFMT;
        match format {
            SFlag::S_IFIFO => Self::Pipe,
            SFlag::S_IFREG => Self::File,
            SFlag::S_IFCHR if null.is_ok_and(|null| is_device(&null, stdin.st_rdev)) => Self::Null,
            _ => Self::Other,
        }
    }
}

fn is_device(metadata: &fs::Metadata, device: u64) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.rdev() == device
}

impl Start {
    /// Notes what this process was given, with the arguments of the stand-in.
    ///
    /// # Errors
    /// What cannot be read of /proc.
    pub(super) fn of_this_process(arguments: Vec<OsString>) -> Result<Self, String> {
        let read = |path: &str| fs::read(path).map_err(|error| format!("{path}: {error}"));
        let status = read("/proc/self/status")?;
        let status = String::from_utf8_lossy(&status);
        let status = Status::parse(&status);
        let pipe = 1 << (Signal::SIGPIPE as u32 - 1);
        let ignored = status.number("SigIgn", 16)? & !pipe;
        let environment = read("/proc/self/environ")?;
        let words = environment.split_inclusive(|byte| *byte == 0);
        Ok(Self {
            parent: getppid().as_raw(),
            arguments,
            environment: words
                .map(|word| OsString::from_vec(word.strip_suffix(b"\0").unwrap_or(word).to_vec()))
                .collect(),
            directory: fs::read_link("/proc/self/cwd").unwrap_or_default(),
            umask: u32::try_from(status.number("Umask", 8)?).unwrap_or(0),
            open_files: getrlimit(Resource::RLIMIT_NOFILE)
                .map_err(|errno| format!("limits: {errno}"))?
                .0,
            uid: geteuid().as_raw(),
            gid: getegid().as_raw(),
            ignored: if system::pipe_ignored_at_start() {
                ignored | pipe
            } else {
                ignored
            },
            blocked: status.number("SigBlk", 16)?,
            stdin: StdinKind::of_this_process(),
            descriptors: open_descriptors(),
        })
    }

    /// Whether it found `signal` ignored.
    #[must_use]
    pub fn ignores(&self, signal: Signal) -> bool {
        self.ignored >> (signal as u32 - 1) & 1 == 1
    }

    /// Whether it found `signal` blocked.
    #[must_use]
    pub fn blocks(&self, signal: Signal) -> bool {
        self.blocked >> (signal as u32 - 1) & 1 == 1
    }

    /// The value of the variable `name`, of the first if there are several.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&[u8]> {
        let mut words = self.environment.iter().map(|word| word.as_bytes());
        words.find_map(|word| word.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
    }

    /// The fields of the log, `key=value` with a tab between them.
    pub(super) fn to_fields(&self) -> String {
        let (_, stdin) = StdinKind::ALL[self.stdin as usize];
        let descriptors: Vec<String> = self.descriptors.iter().map(i32::to_string).collect();
        let mut fields = format!(
            "ppid={}\tumask={}\tnofile={}\tuid={}\tgid={}\tignored={}\tblocked={}\tstdin={stdin}\tfds={}\tcwd={}",
            self.parent,
            self.umask,
            self.open_files,
            self.uid,
            self.gid,
            self.ignored,
            self.blocked,
            descriptors.join(","),
            escape(self.directory.as_os_str().as_bytes()),
        );
        let arguments = self.arguments.iter().map(|word| ("arg", word));
        let environment = self.environment.iter().map(|word| ("env", word));
        for (key, word) in arguments.chain(environment) {
            // Writing to a string cannot fail.
            let _ = write!(fields, "\t{key}={}", escape(word.as_bytes()));
        }
        fields
    }

    /// Reads the fields of the log; nothing if one is damaged.
    pub(super) fn parse(fields: &str) -> Option<Self> {
        let mut start = Self::default();
        for field in fields.split('\t') {
            let (key, value) = field.split_once('=')?;
            let word = || unescape(value).map(OsString::from_vec);
            match key {
                "ppid" => start.parent = value.parse().ok()?,
                "umask" => start.umask = value.parse().ok()?,
                "nofile" => start.open_files = value.parse().ok()?,
                "uid" => start.uid = value.parse().ok()?,
                "gid" => start.gid = value.parse().ok()?,
                "ignored" => start.ignored = value.parse().ok()?,
                "blocked" => start.blocked = value.parse().ok()?,
                "stdin" => {
                    let mut kinds = StdinKind::ALL.into_iter();
                    start.stdin = kinds.find(|(_, name)| *name == value)?.0;
                }
                "fds" => {
                    let numbers = value.split(',').filter(|number| !number.is_empty());
                    start.descriptors = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
                }
                "cwd" => start.directory = PathBuf::from(word()?),
                "arg" => start.arguments.push(word()?),
                "env" => start.environment.push(word()?),
                _ => return None,
            }
        }
        Some(start)
    }
}

/// The descriptors that were open at the start, without the one that looks.
fn open_descriptors() -> Vec<i32> {
    let folder = Path::new("/proc/self/fd");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let numbers: Vec<i32> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    // The folder is closed by now, and with it the descriptor that read it.
    let mut open: Vec<i32> = numbers
        .into_iter()
        .filter(|number| !system::closed_at_start(*number))
        .filter(|number| fs::symlink_metadata(folder.join(number.to_string())).is_ok())
        .collect();
    open.sort_unstable();
    open
}

/// `/proc/PID/status`, a key and its value a line.
struct Status<'text>(BTreeMap<&'text str, &'text str>);

impl<'text> Status<'text> {
    fn parse(text: &'text str) -> Self {
        let pairs = text.lines().filter_map(|line| line.split_once(':'));
        Self(pairs.map(|(key, value)| (key, value.trim())).collect())
    }

    fn number(&self, key: &str, radix: u32) -> Result<u64, String> {
        let value = self.0.get(key).copied().unwrap_or_default();
        u64::from_str_radix(value, radix).map_err(|_| format!("no `{key}` in /proc/self/status"))
    }
}
