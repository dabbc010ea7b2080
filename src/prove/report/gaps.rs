//! What was not played, and why.

use super::Report;
use super::paint::{Ink, Style};
use crate::prove::matrix::Row;
use crate::prove::verdict::Verdict;

/// Scenarios that were not played for the same reason in the same shells.
struct Gap<'r> {
    reason: &'r str,
    shells: Vec<&'static str>,
    scenarios: Vec<&'r str>,
}

/// The reasons, each with its shells and scenarios; empty if all was played as it must.
pub(super) fn gaps(report: &Report<'_>, style: Style) -> String {
    let missing = report.shells.gap().into_iter();
    let missing = missing.map(|names| format!("  {names}: not on PATH\n"));
    let gaps = all(report).into_iter().map(|gap| {
        let scenarios = style.lines("    ", &gap.scenarios);
        format!("  {}: {}\n{scenarios}", gap.shells.join(", "), gap.reason)
    });
    let idle = report.idle().into_iter();
    let idle = idle.map(|name| format!("  {name}: is required, and nothing was played in it\n"));
    match missing.chain(gaps).chain(idle).collect::<String>() {
        text if text.is_empty() => text,
        text => format!("\n{}\n{text}", style.paint(Ink::Open, "not run")),
    }
}

fn all<'r>(report: &Report<'r>) -> Vec<Gap<'r>> {
    let mut all: Vec<Gap<'r>> = Vec::new();
    for row in &report.matrix.rows {
        for (reason, shells) in of_row(row, report) {
            let same = |gap: &&mut Gap<'_>| gap.reason == reason && gap.shells == shells;
            match all.iter_mut().find(same) {
                Some(gap) => gap.scenarios.push(&row.scenario.id),
                None => all.push(Gap {
                    reason,
                    shells,
                    scenarios: vec![&row.scenario.id],
                }),
            }
        }
    }
    all
}

/// The reasons of one scenario, each with its shells.
fn of_row<'r>(row: &'r Row, report: &Report<'_>) -> Vec<(&'r str, Vec<&'static str>)> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (cell, shell) in row.cells.iter().zip(&report.shells.found) {
        let Verdict::NotRun(reason) = &cell.verdict else {
            continue;
        };
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, shells)) => shells.push(shell.name()),
            None => reasons.push((reason, vec![shell.name()])),
        }
    }
    reasons
}
