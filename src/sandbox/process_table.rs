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

/// How often the process `pid` has given up its processor, if it sleeps now: two equal
/// numbers say that it slept all the time between.
#[must_use]
pub(super) fn switches(pid: i32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let field = |name: &str| {
        let mut lines = status.lines();
        lines.find_map(|line| line.strip_prefix(name)?.split_whitespace().next())
    };
    let sleeps = field("State:")? == "S";
    let count = field("voluntary_ctxt_switches:")?.parse().ok()?;
    sleeps.then_some(count)
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
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let mut others: Vec<Process> = pids.filter_map(Process::read).collect();
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![root];
    while let Some(parent) = parents.pop() {
        let (children, rest) = others
            .into_iter()
            .partition(|process| process.parent == parent);
        others = rest;
        let children: Vec<Process> = children;
        parents.extend(children.iter().map(|process| process.pid));
        found.extend(children);
    }
    found
}
