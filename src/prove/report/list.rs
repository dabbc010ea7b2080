//! What would be played, and why.

use serde_json::{Value, json};

use super::json::shells as shells_json;
use super::paint::{Ink, plain};
use super::{Known, Shells, Style, counted};
use crate::prove::prospect::{Prospect, Prospects};
use crate::prove::scenario::Scenario;
use crate::prove::subject::Subject;

/// Scenarios that are to be played, in which shells.
#[derive(Debug)]
pub struct List<'l> {
    subject: &'l Subject,
    shells: &'l Shells,
    prospects: Prospects<'l>,
}

impl<'l> List<'l> {
    /// The scenarios of `subject`; the shells are asked for the programs that they have in
    /// themselves.
    #[must_use]
    pub fn new(subject: &'l Subject, shells: &'l Shells) -> Self {
        let installed: Vec<_> = shells
            .found
            .iter()
            .map(|one| one.installed.clone())
            .collect();
        Self {
            subject,
            shells,
            prospects: Prospects::new(subject, &installed),
        }
    }

    /// Each scenario with what must hold, why that is proven, and where it is not, and the
    /// shells.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        let scenarios = self.subject.scenarios.iter().enumerate();
        let listed = scenarios.map(|(row, scenario)| self.lines(row, scenario, style));
        let titles: Vec<String> = self.shells.found.iter().map(Known::title).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let end = format!(
            "\n{}, in {}\n{}",
            counted(self.subject.scenarios.len(), "scenario"),
            counted(titles.len(), "shell"),
            style.lines("  ", &titles),
        );
        let missing = self.shells.gap().into_iter();
        let missing = missing.map(|names| format!("not on PATH: {names}\n"));
        listed.chain([end]).chain(missing).collect()
    }

    fn lines(&self, row: usize, scenario: &Scenario, style: Style) -> String {
        let id = style.paint(Ink::Title, &scenario.id);
        let (says, why) = (plain(&scenario.says), plain(&scenario.why));
        let head = format!("{id}\n  says: {says}\n  why:  {why}\n");
        let gaps = self.cells(row).filter_map(|(shell, prospect)| {
            let why = hindrance(&prospect)?;
            Some(format!("  not in {shell}: {}\n", plain(&why)))
        });
        std::iter::once(head).chain(gaps).collect()
    }

    /// The names of the shells, and what is known of the scenario with this number there.
    fn cells(&self, row: usize) -> impl Iterator<Item = (&'static str, Prospect<'l>)> {
        let names = self.shells.found.iter().map(Known::name).enumerate();
        names.map(move |(column, name)| (name, self.prospects.of(row, column)))
    }

    /// The same as [`List::text`] as one object of JSON, and a line end. `table` is the
    /// table as the user names it.
    #[must_use]
    pub fn json(&self, table: &str) -> String {
        let mut value = json!({ "table": table });
        shells_json(self.shells, &mut value);
        let scenarios = self.subject.scenarios.iter().enumerate();
        let scenarios = scenarios.map(|(row, scenario)| {
            let cells = self.cells(row);
            json!({
                "id": scenario.id,
                "says": scenario.says,
                "why": scenario.why,
                "cells": cells.map(|(shell, prospect)| cell(shell, &prospect)).collect::<Vec<_>>(),
            })
        });
        value["scenarios"] = scenarios.collect();
        format!("{value:#}\n")
    }
}

fn cell(shell: &str, prospect: &Prospect<'_>) -> Value {
    let shortened = match prospect {
        Prospect::Shortened(short) => short.times.as_slice(),
        Prospect::Shipped(_) | Prospect::Never(_) => &[],
    };
    json!({
        "shell": shell,
        "not-run": hindrance(prospect),
        "shortened": shortened,
    })
}

/// Why it is not to be played, in words.
fn hindrance(prospect: &Prospect<'_>) -> Option<String> {
    match prospect {
        Prospect::Never(why) => Some(why.to_string()),
        Prospect::Shipped(_) | Prospect::Shortened(..) => None,
    }
}
