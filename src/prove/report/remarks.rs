//! What else is to be known of a proof: shorter times, signals that were sent again,
//! and that the script was not process 1.

use super::paint::{Ink, Style};
use super::{Counts, Report, counted};
use crate::prove::verdict::Played;

/// The remarks, each once; empty if there are none.
pub(super) fn remarks(report: &Report<'_>, style: Style) -> String {
    [
        shorter_times(report, style),
        notes(report, style),
        no_process_1(report, style),
    ]
    .concat()
}

fn no_process_1(report: &Report<'_>, style: Style) -> String {
    if Counts::of(report).no_pid1 == 0 {
        return String::new();
    }
    let title = style.paint(Ink::Open, "not as process 1");
    format!(
        "\n{title}\n  namespaces are refused here, so this is no proof for a container: run it as\n  \
         root, where users may make namespaces, or let it pass with\n  \
         `lychgate prove --allow-no-pid1`\n"
    )
}

/// Which times were shorter, and in which shells.
fn shorter_times(report: &Report<'_>, style: Style) -> String {
    let shells = report.shells.found.iter().enumerate();
    let names: Vec<&str> = shells
        .filter(|(column, _)| {
            let mut cells = report.matrix.rows.iter().map(|row| &row.cells[*column]);
            cells.any(|cell| !cell.shortened.is_empty())
        })
        .map(|(_, shell)| shell.name())
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let title = format!("shorter times in {}", names.join(", "));
    let times = each_once(report, |cell| &cell.shortened);
    let times = times.iter().map(|(time, _)| format!("  {time}\n"));
    format!(
        "\n{}\n{}",
        style.paint(Ink::Title, &title),
        times.collect::<String>()
    )
}

/// What the runs themselves note, and how many do.
fn notes(report: &Report<'_>, style: Style) -> String {
    let notes = each_once(report, |cell| &cell.notes);
    if notes.is_empty() {
        return String::new();
    }
    let lines = notes
        .iter()
        .map(|(note, times)| format!("  {note} (in {})\n", counted(*times, "run")));
    format!(
        "\n{}\n{}",
        style.paint(Ink::Title, "notes"),
        lines.collect::<String>()
    )
}

/// The texts of all cells in their order, each with the number of cells that have it.
fn each_once<'r>(
    report: &Report<'r>,
    of: impl Fn(&'r Played) -> &'r [String],
) -> Vec<(&'r str, usize)> {
    let mut all: Vec<(&str, usize)> = Vec::new();
    let cells = report.matrix.rows.iter().flat_map(|row| &row.cells);
    for text in cells.flat_map(of) {
        match all.iter_mut().find(|(known, _)| known == text) {
            Some((_, times)) => *times += 1,
            None => all.push((text, 1)),
        }
    }
    all
}
