//! Each scenario in each shell, some at a time.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::prove::play::{Pace, Play};
use crate::prove::prospect::{Prospect, Prospects};
use crate::prove::scenario::Scenario;
use crate::prove::subject::Subject;
use crate::prove::verdict::{Played, Verdict};
use crate::sandbox::fault::Fault;
use crate::sandbox::temporary;
use crate::shell::{Installed, Shell};

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
    seen: impl Fn(&Scenario, Shell, &Played) + Sync,
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
                    seen(&subject.scenarios[row], run.shells[column].shell(), &played);
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
    prospects: Prospects<'r>,
    // Removes the scripts in the end.
    _folder: TempDir,
}

impl<'r> Run<'r> {
    fn new(
        subject: &'r Subject,
        shells: &'r [Installed],
        lychgate: &'r Path,
    ) -> Result<Self, Fault> {
        let folder = temporary::folder("the script")?;
        let shipped = folder.path().join("entrypoint.sh");
        let short = folder.path().join("short.sh");
        let made = readable(folder.path())
            .and_then(|()| write(&shipped, &subject.script))
            .and_then(|()| match &subject.short {
                Some(other) => write(&short, &other.script),
                None => Ok(()),
            });
        made.map_err(Fault::io("write the script to be proven"))?;
        Ok(Self {
            subject,
            shells,
            lychgate,
            shipped,
            short,
            prospects: Prospects::new(subject, shells),
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
        cells.sort_by_key(|&(row, column)| {
            !matches!(self.prospects.of(row, column), Prospect::Shortened(..))
        });
        cells
    }

    fn cell(&self, row: usize, column: usize) -> Result<Played, Fault> {
        let played = match self.prospects.of(row, column) {
            Prospect::Shipped(scenario) => {
                self.play(&self.shipped, Pace::Shipped, scenario, column)
            }
            Prospect::Shortened(short) => {
                let played = self.play(&self.short, Pace::Shortened, &short.scenario, column);
                played.map(|played| Played {
                    shortened: short.times.clone(),
                    ..played
                })
            }
            Prospect::Never(why) => Ok(not_run(why.to_string())),
        };
        match played {
            Err(Fault::NamespacesRefused { why }) => {
                Ok(not_run(format!("needs namespaces, refused here: {why}")))
            }
            Err(Fault::Foreign { why }) => Ok(not_run(format!(
                "is run in namespaces only, refused here: {why} (`--allow-no-pid1` lets it run)"
            ))),
            Err(Fault::Stage { why }) => Ok(not_run(format!("its sandbox cannot be made: {why}"))),
            played => played,
        }
    }

    fn play(
        &self,
        script: &Path,
        pace: Pace,
        scenario: &Scenario,
        column: usize,
    ) -> Result<Played, Fault> {
        let play = Play {
            lychgate: self.lychgate,
            script,
            pace,
            shell: &self.shells[column],
            scenario,
            is_foreign: self.subject.is_foreign,
            // Without namespaces nothing can be put there.
            place: self
                .subject
                .place
                .as_deref()
                .filter(|_| self.subject.is_foreign),
        };
        play.play()
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

fn readable(path: &Path) -> std::io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o755))
}

fn write(path: &Path, script: &[u8]) -> std::io::Result<()> {
    fs::write(path, script)?;
    readable(path)
}
