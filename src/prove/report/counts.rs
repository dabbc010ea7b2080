//! How much was proven.

use crate::prove::matrix::{Matrix, Row};
use crate::prove::verdict::Verdict;

/// How much was proven. A scenario in a shell counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// All of it was seen.
    pub proven: usize,
    /// Something else was seen.
    pub refuted: usize,
    /// It was not played.
    pub not_run: usize,
    /// Of those that were played, the script was not process 1.
    pub no_pid1: usize,
    /// Whether each scenario was played in a shell at least.
    pub complete: bool,
}

impl Counts {
    /// The counts of `matrix`.
    #[must_use]
    pub fn of(matrix: &Matrix) -> Self {
        let cells = || matrix.rows.iter().flat_map(|row| &row.cells);
        let outcomes = cells().filter_map(|cell| cell.outcome.as_ref());
        let count = |wanted: fn(&Verdict) -> bool| {
            let found = cells().filter(|cell| wanted(&cell.verdict));
            found.count()
        };
        Self {
            proven: count(|verdict| matches!(verdict, Verdict::Proven)),
            refuted: count(|verdict| matches!(verdict, Verdict::Refuted(_))),
            not_run: count(|verdict| matches!(verdict, Verdict::NotRun(_))),
            no_pid1: outcomes.filter(|outcome| !outcome.pid1).count(),
            complete: matrix.rows.iter().all(is_played),
        }
    }

    /// Whether nothing is wrong; `allow_no_pid1` lets it pass that namespaces are refused,
    /// and what was not played with that.
    #[must_use]
    pub fn is_well(&self, allow_no_pid1: bool) -> bool {
        let is_open = self.no_pid1 > 0 || !self.complete;
        let may_be_open = self.no_pid1 > 0 && allow_no_pid1;
        self.refuted == 0 && (!is_open || may_be_open)
    }

    /// All cells.
    #[must_use]
    pub fn all(&self) -> usize {
        self.proven + self.refuted + self.not_run
    }
}

fn is_played(row: &Row) -> bool {
    let mut cells = row.cells.iter();
    cells.any(|cell| !matches!(cell.verdict, Verdict::NotRun(_)))
}
