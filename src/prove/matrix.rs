//! Each scenario in each shell, some at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::prove::play::{Pace, Play};
use crate::prove::scenario::{Expectation, SLEEP, Scenario, Time};
use crate::prove::subject::Subject;
use crate::prove::verdict::{Played, Verdict};
use crate::sandbox::fault::Fault;
use crate::shell::Installed;

/// What came of each scenario in each shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The shells, in the order of the columns.
    pub shells: Vec<Installed>,
    /// The scenarios with their cells, one for each shell.
    pub rows: Vec<Row>,
    /// How long all of it took.
    pub took: Duration,
}

/// A scenario in all shells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What was played.
    pub scenario: Scenario,
    /// What came of it, a cell a shell.
    pub cells: Vec<Played>,
}

/// Plays the scenarios of `subject` in `shells`, `jobs` at a time. `lychgate` is the
/// executable of this project; `seen` is told of each cell when it is done.
///
/// # Errors
/// The first run that could not be made.
pub fn prove(
    subject: &Subject,
    shells: Vec<Installed>,
    lychgate: &Path,
    jobs: usize,
    seen: impl Fn(&Scenario, &Played) + Sync,
) -> Result<Matrix, Fault> {
    let begun = Instant::now();
    let run = Run::new(subject, &shells, lychgate)?;
    let cells: Vec<_> = run.cells();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    let fault = Mutex::new(None);
    let work = || {
        while let Some(&(row, column)) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
            match run.cell(row, column) {
                Ok(played) => {
                    seen(&subject.scenarios[row], &played);
                    lock(&results).insert((row, column), played);
                }
                Err(error) => {
                    next.store(cells.len(), Ordering::Relaxed);
                    lock(&fault).get_or_insert(error);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, cells.len().max(1)) {
            scope.spawn(work);
        }
    });
    if let Some(fault) = fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(fault);
    }
    // Sorted by row, then by column.
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut results = results.into_values();
    let rows = subject.scenarios.iter().map(|scenario| Row {
        scenario: scenario.clone(),
        cells: results.by_ref().take(shells.len()).collect(),
    });
    let rows = rows.collect();
    Ok(Matrix {
        rows,
        shells,
        took: begun.elapsed(),
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What all cells share.
struct Run<'r> {
    subject: &'r Subject,
    shells: &'r [Installed],
    lychgate: &'r Path,
    shipped: PathBuf,
    short: PathBuf,
    /// The programs that a shell has in itself, of those in the scenarios.
    own: Vec<BTreeSet<String>>,
    // Removes the scripts in the end.
    _folder: TempDir,
}

impl<'r> Run<'r> {
    fn new(
        subject: &'r Subject,
        shells: &'r [Installed],
        lychgate: &'r Path,
    ) -> Result<Self, Fault> {
        let folder = tempfile::Builder::new().prefix("lychgate-").tempdir();
        let folder = folder.map_err(Fault::io("make a folder for the script"))?;
        let shipped = folder.path().join("entrypoint.sh");
        let short = folder.path().join("short.sh");
        let made = readable(folder.path())
            .and_then(|()| write(&shipped, &subject.script))
            .and_then(|()| match &subject.short {
                Some(other) => write(&short, &other.script),
                None => Ok(()),
            });
        made.map_err(Fault::io("write the script to be proven"))?;
        let programs: BTreeSet<&str> = subject
            .scenarios
            .iter()
            .flat_map(|scenario| scenario.stand_ins.keys())
            .map(String::as_str)
            .chain([SLEEP])
            .collect();
        Ok(Self {
            subject,
            shells,
            lychgate,
            shipped,
            short,
            own: shells
                .iter()
                .map(|shell| own(shell, &programs, subject.is_own))
                .collect(),
            _folder: folder,
        })
    }

    /// Rows and columns in the order in which they are played: those first that may
    /// take the time of their pauses.
    fn cells(&self) -> Vec<(usize, usize)> {
        let rows = 0..self.subject.scenarios.len();
        let mut cells: Vec<_> = rows
            .flat_map(|row| (0..self.shells.len()).map(move |column| (row, column)))
            .collect();
        cells.sort_by_key(|&(row, column)| !self.takes_time(row, column));
        cells
    }

    fn takes_time(&self, row: usize, column: usize) -> bool {
        match self.subject.scenarios[row].time {
            Time::Real => false,
            Time::Skipped => self.own[column].contains(SLEEP),
            Time::Shortened => true,
        }
    }

    fn cell(&self, row: usize, column: usize) -> Result<Played, Fault> {
        match self.play(row, column) {
            Err(Fault::NamespacesRefused { why }) => {
                Ok(not_run(format!("needs namespaces, refused here: {why}")))
            }
            Err(Fault::Foreign { why }) => Ok(not_run(format!(
                "is run in namespaces only, refused here: {why} (`--allow-no-pid1` lets it run)"
            ))),
            played => played,
        }
    }

    fn play(&self, row: usize, column: usize) -> Result<Played, Fault> {
        let shell = &self.shells[column];
        let scenario = &self.subject.scenarios[row];
        let mut programs = scenario.stand_ins.keys();
        let is_program = |name: &String| name != SLEEP || scenario.runs_sleep();
        let own = |name: &&String| is_program(name) && self.own[column].contains(*name);
        let refused = scenario.expected.contains(&Expectation::Ran(Vec::new()));
        if !refused && let Some(own) = programs.find(own) {
            return Ok(not_run(format!("runs its own `{own}`")));
        }
        let play = |script, pace, scenario| Play {
            lychgate: self.lychgate,
            script,
            pace,
            shell,
            scenario,
            is_foreign: self.subject.is_foreign,
        };
        if !self.takes_time(row, column) {
            return played(&play(&self.shipped, Pace::Shipped, scenario));
        }
        let Some(short) = &self.subject.short else {
            let why = "has its own `sleep`, so its pauses take their time";
            return Ok(not_run(why.to_owned()));
        };
        let same = |other: &&Scenario| other.id == scenario.id;
        let Some(scenario) = short.scenarios.iter().find(same) else {
            return Ok(not_run("needs the times of the table".to_owned()));
        };
        let played = played(&play(&self.short, Pace::Shortened, scenario))?;
        Ok(Played {
            shortened: short.times.clone(),
            ..played
        })
    }
}

/// Plays `play`; where it needs mounts, and they are refused, it is not run.
fn played(play: &Play<'_>) -> Result<Played, Fault> {
    match play.play() {
        Err(Fault::NamespacesRefused { why }) => Ok(not_run(format!(
            "it needs mounts, and they are refused: {why}"
        ))),
        Err(Fault::Stage { why }) => Ok(not_run(format!("its sandbox cannot be made: {why}"))),
        played => played,
    }
}

fn not_run(why: String) -> Played {
    Played {
        verdict: Verdict::NotRun(why),
        outcome: None,
        shortened: Vec::new(),
        notes: Vec::new(),
        took: Duration::ZERO,
    }
}

/// Those of `programs` that `shell` runs by itself, whatever is on `PATH`. lychgate's
/// script starts each with `exec`; in another one, `sleep` is the builtin of ksh93.
fn own(shell: &Installed, programs: &BTreeSet<&str>, by_exec: bool) -> BTreeSet<String> {
    if by_exec && !shell.shell().executes_its_own() {
        return BTreeSet::new();
    }
    let list = "for name; do command -v -- \"$name\"; done";
    let output = Command::new(shell.path())
        .args(shell.arguments())
        .args(["-c", list, "sh"])
        .args(programs)
        .env_clear()
        .env("PATH", "/nowhere")
        .output();
    // A shell that cannot be asked is played, and shows what it does.
    let found = output.map_or_else(|_| Vec::new(), |output| output.stdout);
    String::from_utf8_lossy(&found)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn readable(path: &Path) -> std::io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o755))
}

fn write(path: &Path, script: &[u8]) -> std::io::Result<()> {
    fs::write(path, script)?;
    readable(path)
}
