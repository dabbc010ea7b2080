//! The kernel's table of processes, for process trees in reports.

use std::fmt;
use std::fs;

/// A process as `/proc` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its PID, as this process sees it.
    pub pid: i32,
    /// The PID of its parent.
    pub parent: i32,
    /// The kernel's letter for its state: R, S, D, T, Z and others.
    pub state: char,
    /// The name of its executable, cut to 15 bytes by the kernel.
    pub name: String,
}

impl Process {
    /// Reads one process; nothing if it is gone or hidden.
    fn read(pid: i32) -> Option<Self> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        let stat = String::from_utf8_lossy(&stat);
        // A name may hold anything, also parentheses: the last one ends it.
        let (head, tail) = stat.rsplit_once(')')?;
        let (_, name) = head.split_once('(')?;
        let mut fields = tail.split_whitespace();
        Some(Self {
            pid,
            state: fields.next()?.chars().next()?,
            parent: fields.next()?.parse().ok()?,
            name: name.to_owned(),
        })
    }

    /// Whether it is the program at `path`, as far as the kernel keeps the name.
    #[must_use]
    pub fn is_called(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path).as_bytes();
        self.name.as_bytes() == &name[..name.len().min(15)]
    }

    /// Whether it has ended and waits for its parent to ask.
    #[must_use]
    pub fn is_zombie(&self) -> bool {
        self.state == 'Z'
    }
}

impl fmt::Display for Process {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pid,
            parent,
            state,
            name,
        } = self;
        write!(formatter, "{pid} {name} {state} (parent {parent})")
    }
}

/// How many processes there are, those too that have ended and wait for their parent.
pub(super) fn count() -> usize {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pid = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<i32>().ok();
    entries.filter_map(pid).count()
}

/// The processes below `root` that have not ended, parents before children.
pub(super) fn living(root: i32) -> Vec<Process> {
    let mut processes = descendants(root);
    processes.retain(|process| !process.is_zombie());
    processes
}

/// How often the process `pid` has given up its processor, if it and all below it sleep
/// now: two equal numbers say that it slept all the time between.
#[must_use]
pub(super) fn switches(pid: i32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let field = |name: &str| {
        let mut lines = status.lines();
        lines.find_map(|line| line.strip_prefix(name)?.split_whitespace().next())
    };
    // A shell that reads what a copy of it writes is in the midst of something, as one
    // is that waits for a program which computes.
    let place = fs::read_to_string(format!("/proc/{pid}/wchan")).unwrap_or_default();
    let sleeps = field("State:")? == "S" && !place.contains("pipe");
    let count = field("voluntary_ctxt_switches:")?.parse().ok()?;
    let busy = |process: &Process| matches!(process.state, 'R' | 'D');
    (sleeps && !descendants(pid).iter().any(busy)).then_some(count)
}

/// All processes below `root`, each with the number of times that it has given up its
/// processor; nothing if one of them has something to do. What has ended does nothing.
#[must_use]
pub(super) fn asleep(root: i32) -> Option<Vec<(i32, u64)>> {
    let alive = descendants(root)
        .into_iter()
        .filter(|process| !process.is_zombie());
    alive
        .map(|process| Some((process.pid, switches(process.pid)?)))
        .collect()
}

/// All processes below `root`, parents before children, without `root` itself.
#[must_use]
pub fn descendants(root: i32) -> Vec<Process> {
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![root];
    while let Some(parent) = parents.pop() {
        let children: Vec<Process> = children(parent)
            .into_iter()
            .filter_map(Process::read)
            .collect();
        parents.extend(children.iter().map(|process| process.pid));
        found.extend(children);
    }
    found
}

/// The PIDs of the children of all threads of `parent`.
fn children(parent: i32) -> Vec<i32> {
    let threads = fs::read_dir(format!("/proc/{parent}/task"));
    let threads = threads.into_iter().flatten().flatten();
    let lists =
        threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| {
            let pids = list.split_whitespace().filter_map(|pid| pid.parse().ok());
            pids.collect::<Vec<i32>>()
        })
        .collect()
}
