//! The kernel's table of processes, for process trees in reports.

use std::fmt;
use std::fs;
use std::path::Path;

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
    pub(super) fn read(pid: i32) -> Option<Self> {
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
    pids().count()
}

/// All processes of the kernel's table.
fn all() -> Vec<Process> {
    pids().filter_map(Process::read).collect()
}

fn pids() -> impl Iterator<Item = i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
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
    let sleeps = field("State:")? == "S" && !waits_in(pid).contains("pipe");
    let count = field("voluntary_ctxt_switches:")?.parse().ok()?;
    let busy = |process: &Process| matches!(process.state, 'R' | 'D');
    (sleeps && !descendants(pid).iter().any(busy)).then_some(count)
}

/// Each of `processes` with the number of times that it has given up its processor; nothing
/// if one of them has something to do, or lets a time pass. What has ended does nothing.
#[must_use]
pub(super) fn asleep(processes: &[Process]) -> Option<Vec<(i32, u64)>> {
    let alive = processes.iter().filter(|process| !process.is_zombie());
    let count = |process: &Process| {
        let lets_pass = waits_in(process.pid).contains("nanosleep");
        (!lets_pass).then(|| switches(process.pid)).flatten()
    };
    alive
        .map(|process| Some((process.pid, count(process)?)))
        .collect()
}

/// The function of the kernel in which the process `pid` waits, as far as this user may
/// know it.
fn waits_in(pid: i32) -> String {
    fs::read_to_string(format!("/proc/{pid}/wchan")).unwrap_or_default()
}

/// All processes below `root`, parents before children, without `root` itself.
#[must_use]
pub fn descendants(root: i32) -> Vec<Process> {
    if Path::new("/proc/thread-self/children").exists() {
        return below(root, |parent| {
            children(parent)
                .into_iter()
                .filter_map(Process::read)
                .collect()
        });
    }
    // The kernel was built without `CONFIG_PROC_CHILDREN`.
    let table = all();
    below(root, |parent| children_in(&table, parent))
}

/// All processes below `root`, each parent's as `children` says.
fn below(root: i32, children: impl Fn(i32) -> Vec<Process>) -> Vec<Process> {
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![root];
    while let Some(parent) = parents.pop() {
        let children = children(parent);
        parents.extend(children.iter().map(|process| process.pid));
        found.extend(children);
    }
    found
}

/// The children of `parent` in a whole table.
fn children_in(table: &[Process], parent: i32) -> Vec<Process> {
    let children = table.iter().filter(|process| process.parent == parent);
    children.cloned().collect()
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

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio, id};

    use super::{Process, all, below, children_in, descendants};

    fn process(pid: i32, parent: i32) -> Process {
        Process {
            pid,
            parent,
            state: 'S',
            name: format!("p{pid}"),
        }
    }

    /// The PIDs below `root` in a table.
    fn found(table: &[Process], root: i32) -> Vec<i32> {
        let below = below(root, |parent| children_in(table, parent));
        below.iter().map(|process| process.pid).collect()
    }

    #[test]
    fn a_whole_table_gives_those_below_a_process_and_no_others() {
        // A child may have the smaller number, as numbers are used again.
        let table = [
            process(1, 0),
            process(3, 9),
            process(7, 1),
            process(9, 7),
            process(8, 1),
        ];
        assert_eq!(found(&table, 7), [9, 3]);
        assert_eq!(found(&table, 8), [0; 0]);
        assert_eq!(found(&table, 1), [7, 8, 9, 3]);
    }

    #[test]
    fn the_whole_table_and_the_lists_of_children_say_the_same() {
        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .spawn()
            .expect("every machine has cat");
        let pid = i32::try_from(child.id()).expect("the kernel's numbers are small");
        let this = i32::try_from(id()).expect("the kernel's numbers are small");
        let is_in = |table: &[i32]| table.contains(&pid);
        assert!(is_in(&found(&all(), this)));
        let lists: Vec<i32> = descendants(this)
            .iter()
            .map(|process| process.pid)
            .collect();
        assert!(is_in(&lists));
        drop(child.stdin.take());
        child.wait().expect("it is our child");
        assert!(!is_in(&found(&all(), this)));
    }
}
