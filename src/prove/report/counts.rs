//! How much was proven.

use super::Report;
use crate::prove::verdict::{Played, Verdict};

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
    /// Whether each scenario was played in a shell at least, and something in each shell
    /// that is required.
    pub complete: bool,
}

impl Counts {
    /// The counts of `report`.
    #[must_use]
    pub fn of(report: &Report<'_>) -> Self {
        let rows = &report.matrix.rows;
        let cells = || rows.iter().flat_map(|row| &row.cells);
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
            complete: rows.iter().all(|row| row.cells.iter().any(Played::is_run))
                && report.idle().is_empty(),
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
