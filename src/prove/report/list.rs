//! What would be played, and why.

use serde_json::{Value, json};

use super::json::shells as shells_json;
use super::paint::{Ink, plain};
use super::{Known, Shells, Style, counted};
use crate::prove::scenario::Scenario;

/// Each scenario with what must hold and why that is proven, and the shells.
#[must_use]
pub fn text(scenarios: &[Scenario], shells: &Shells, style: Style) -> String {
    let listed = scenarios.iter().map(|scenario| {
        let id = style.paint(Ink::Title, &scenario.id);
        let (says, why) = (plain(&scenario.says), plain(&scenario.why));
        format!("{id}\n  says: {says}\n  why:  {why}\n")
    });
    let titles: Vec<String> = shells.found.iter().map(Known::title).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let end = format!(
        "\n{}, each in {}\n{}",
        counted(scenarios.len(), "scenario"),
        counted(titles.len(), "shell"),
        style.lines("  ", &titles),
    );
    let missing = shells.gap().into_iter();
    let missing = missing.map(|names| format!("not on PATH: {names}\n"));
    listed.chain([end]).chain(missing).collect()
}

/// The same as one object of JSON, and a line end.
#[must_use]
pub fn json(table: &str, scenarios: &[Scenario], shells: &Shells) -> String {
    let scenarios: Vec<Value> = scenarios
        .iter()
        .map(|scenario| {
            json!({
                "id": scenario.id,
                "says": scenario.says,
                "why": scenario.why,
            })
        })
        .collect();
    let mut value = json!({ "table": table });
    shells_json(shells, &mut value);
    value["scenarios"] = scenarios.into();
    format!("{value:#}\n")
}
