//! A failure in full.

use super::paint::{Ink, Style, plain};
use super::{About, Report};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::position::Lines;
use crate::diagnostic::text::{render, render_bare};
use crate::prove::matrix::Row;
use crate::prove::verdict::{Miss, Played, Verdict};
use crate::sandbox::outcome::Outcome;

/// How many lines of a long timeline are shown: so many of its begin, and of its end.
const SHOWN: (usize, usize) = (30, 20);

/// Each failure in full, one that several shells have in common once.
pub(super) fn failures(report: &Report<'_>, style: Style) -> String {
    let rows = report.matrix.rows.iter();
    let all = rows.flat_map(|row| Failure::all(row, report));
    all.map(|failure| failure.text(report.about, style))
        .collect()
}

/// The same misses of a scenario in some shells.
struct Failure<'r> {
    row: &'r Row,
    misses: &'r [Miss],
    /// The first cell that shows them.
    cell: &'r Played,
    /// The names of the shells, that of the cell first.
    shells: Vec<&'static str>,
}

impl<'r> Failure<'r> {
    fn all(row: &'r Row, report: &Report<'_>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for (cell, shell) in row.cells.iter().zip(&report.shells.found) {
            let Verdict::Refuted(misses) = &cell.verdict else {
                continue;
            };
            match all.iter_mut().find(|failure| failure.misses == misses) {
                Some(failure) => failure.shells.push(shell.name()),
                None => all.push(Self {
                    row,
                    misses,
                    cell,
                    shells: vec![shell.name()],
                }),
            }
        }
        all
    }

    fn text(&self, about: &About, style: Style) -> String {
        let scenario = &self.row.scenario;
        let title = format!("{} in {}", scenario.id, self.shells.join(", "));
        let head = format!(
            "\n{} {}\n  says: {}\n  why:  {}\n\n",
            style.paint(Ink::Bad, "FAIL"),
            style.paint(Ink::Title, &title),
            plain(&scenario.says),
            plain(&scenario.why),
        );
        let misses = self.misses.iter().map(|miss| drawn(miss, about, style));
        let outcome = self.cell.outcome.iter();
        let seen = outcome.map(|outcome| seen(outcome, self.shells[0]));
        let again = again(about, self.shells[0], &scenario.id);
        let again = format!("\n  again: {again}\n");
        std::iter::once(head)
            .chain(misses)
            .chain(seen)
            .chain([again])
            .collect()
    }
}

/// The command that plays the scenario `id` in `shell` alone.
pub(super) fn again(about: &About, shell: &str, id: &str) -> String {
    let id = globset::escape(id);
    let more = ["--shell", shell, "--scenario", &id];
    let words = about.command.iter().map(String::as_str).chain(more);
    shell_words::join(words)
}

/// What is wrong, with the line of the script and the way out where they are known.
fn drawn(miss: &Miss, about: &About, style: Style) -> String {
    let mut diagnostic = Diagnostic::error(&miss.what);
    let Some(reason) = &miss.reason else {
        return render_bare(&diagnostic, style.colour);
    };
    diagnostic = diagnostic.help(&reason.text);
    let Some(line) = reason.line else {
        return render_bare(&diagnostic, style.colour);
    };
    let place = Lines::new(&about.source).words(line);
    render(
        &diagnostic.at(place, ""),
        &about.script,
        &about.source,
        style.colour,
    )
}

/// What was sent, seen and written, and when.
fn seen(outcome: &Outcome, shell: &str) -> String {
    let role = if outcome.pid1 {
        "process 1"
    } else {
        "not process 1"
    };
    let head = format!("\n  in {shell} the script, {role}, {}:\n", outcome.status);
    let happenings = outcome.timeline.iter().map(|(time, happening)| {
        let milliseconds = time.as_secs_f64() * 1000.0;
        format!("{milliseconds:>11.1} ms  {happening}\n")
    });
    let left = match outcome.left.as_slice() {
        [] => String::new(),
        names => format!("  left behind: {}\n", names.join(", ")),
    };
    [
        head,
        shortened(&happenings.collect::<Vec<_>>()),
        left,
        stdout(outcome),
    ]
    .concat()
}

/// What was written to stdout; the lines of stderr stand among what was seen.
fn stdout(outcome: &Outcome) -> String {
    let text = outcome.stdout();
    let lines = text.lines().map(|line| format!("    {}\n", plain(line)));
    match shortened(&lines.collect::<Vec<_>>()) {
        lines if lines.is_empty() => lines,
        lines => format!("  stdout:\n{lines}"),
    }
}

/// `lines` without the middle if there are many.
fn shortened(lines: &[String]) -> String {
    let (first, last) = SHOWN;
    match lines.len().checked_sub(first + last) {
        None | Some(0) => lines.concat(),
        Some(more) => format!(
            "{}    ... {more} lines more, which `--format json` has ...\n{}",
            lines[..first].concat(),
            lines[lines.len() - last..].concat()
        ),
    }
}
