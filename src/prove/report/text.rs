//! The parts of a result for people.

use super::paint::{Ink, Style, cut, plain};
use super::{Counts, Report, counted, failure, gaps, remarks};
use crate::prove::matrix::Row;
use crate::prove::verdict::{Played, Verdict};

/// A line a scenario, a cell a shell, below the names of the shells.
#[must_use]
pub fn matrix(report: &Report<'_>, style: Style) -> String {
    let grid = Grid::new(report, style);
    let mut text = grid.head(report);
    for row in &report.matrix.rows {
        text.push_str(&grid.line(row));
    }
    text
}

/// Each failure in full, one that several shells have in common once.
#[must_use]
pub fn failures(report: &Report<'_>, style: Style) -> String {
    failure::failures(report, style)
}

/// What was not played, what else is to be known, and a line that counts.
#[must_use]
pub fn rest(report: &Report<'_>, style: Style) -> String {
    let counts = Counts::of(report);
    let mut text = gaps::gaps(report, style);
    text.push_str(&remarks::remarks(report, style));
    text.push('\n');
    text.push_str(&summary(report, &counts, style));
    text
}

/// All of it in one line, for a proof in which nothing is wrong.
#[must_use]
pub fn line(report: &Report<'_>) -> String {
    let counts = Counts::of(report);
    let shells = counted(report.shells.found.len(), "shell");
    let (proven, all) = (counts.proven, counts.all());
    format!("  proven as process 1 in {shells}: {proven} of {all} runs\n")
}

/// How the cells are laid out.
struct Grid {
    style: Style,
    /// The columns of a cell, with the blanks behind it.
    cell: usize,
    /// The columns of the longest name.
    name: usize,
}

impl Grid {
    fn new(report: &Report<'_>, style: Style) -> Self {
        let rows = &report.matrix.rows;
        let words = rows.iter().flat_map(|row| &row.cells).map(word);
        let names = rows.iter().map(|row| row.scenario.id.chars().count());
        Self {
            style,
            cell: 1 + words.map(|(word, _)| word.len()).max().unwrap_or(0),
            name: names.max().unwrap_or(0),
        }
    }

    /// A line a shell, each with a way down to its column.
    fn head(&self, report: &Report<'_>) -> String {
        let shells = report.shells.found.iter().enumerate();
        let lines = shells.map(|(column, shell)| {
            let ways = format!("{:<width$}", "|", width = self.cell).repeat(column);
            format!("{ways}{}\n", self.style.paint(Ink::Title, &shell.title()))
        });
        lines.collect()
    }

    fn line(&self, row: &Row) -> String {
        let mut line = String::new();
        for cell in &row.cells {
            let (word, ink) = word(cell);
            line.push_str(&self.style.paint(ink, word));
            line.push_str(&" ".repeat(self.cell - word.len()));
        }
        let id = &row.scenario.id;
        let used = self.cell * row.cells.len() + self.name + 3;
        let says = cut(
            &plain(&row.scenario.says),
            self.style.width.saturating_sub(used),
        );
        let line = format!(
            "{line} {id:<name$}  {}",
            self.style.paint(Ink::Faint, &says),
            name = self.name
        );
        format!("{}\n", line.trim_end())
    }
}

/// What stands for `cell`.
fn word(cell: &Played) -> (&'static str, Ink) {
    let pid1 = cell.outcome.as_ref().is_some_and(|outcome| outcome.pid1);
    match cell.verdict {
        Verdict::Proven if pid1 => ("ok", Ink::Good),
        Verdict::Proven => ("ok", Ink::Open),
        Verdict::Refuted(_) => ("FAIL", Ink::Bad),
        Verdict::NotRun(_) => ("-", Ink::Open),
    }
}

/// `88 proven, 1 refuted, 3 not run, in 0.8 s`
fn summary(report: &Report<'_>, counts: &Counts, style: Style) -> String {
    let mut parts = vec![style.paint(Ink::Title, &format!("{} proven", counts.proven))];
    if counts.refuted > 0 {
        parts.push(style.paint(Ink::Bad, &format!("{} refuted", counts.refuted)));
    }
    if counts.not_run > 0 {
        parts.push(style.paint(Ink::Open, &format!("{} not run", counts.not_run)));
    }
    if counts.no_pid1 > 0 {
        let text = format!("{} not as process 1", counts.no_pid1);
        parts.push(style.paint(Ink::Open, &text));
    }
    let took = report.matrix.took.as_secs_f64();
    format!("{}, in {took:.1} s\n", parts.join(", "))
}
