//! How the image is run, for who runs it: a page of Markdown.
//!
//! A section is a file. One that has nothing to say is left out.

mod before;
mod codes;
mod markdown;
mod modes;
mod monitoring;
mod services;
mod stopping;
mod trouble;
mod variables;

use super::table;
use crate::emit::sentence::all_of;
use crate::plan::{Deployment, Life, Mode, Plan, Service, Supervision};

use markdown::{Page, code, prose};

/// What the comment of the first line begins and ends with; the table is in between.
const START: [&str; 2] = [
    "Generated from ",
    "; edit that and run: lychgate derive docs --write",
];

/// Whether `file` is such a page, of this table or another.
#[must_use]
pub fn is_docs(file: &str) -> bool {
    let [start, end] = START;
    let comment = file
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("<!-- ")?.strip_suffix(" -->"));
    comment.is_some_and(|text| text.starts_with(start) && text.ends_with(end))
}

/// The page, or nothing if the table has no `[deploy]`.
///
/// What it quotes of the script is what the script says, with words in capitals where
/// the script has a value.
#[must_use]
pub fn docs(plan: &Plan) -> Option<String> {
    let deployment = plan.deployment.as_ref()?;
    let guide = Guide { plan, deployment };
    let mut page = Page::default();
    let [start, end] = START;
    page.comment(&format!("{start}{}{end}", table(plan)));
    page.heading(1, &format!("Running {}", prose(&plan.app)));
    guide.modes(&mut page);
    guide.variables(&mut page);
    guide.services(&mut page);
    guide.scaling(&mut page);
    guide.before(&mut page);
    guide.stopping(&mut page);
    let troubles = guide.troubles();
    guide.codes(&troubles, &mut page);
    guide.monitoring(&troubles, &mut page);
    guide.trouble(&troubles, &mut page);
    Some(page.into_text())
}

/// What the sections speak of.
struct Guide<'p> {
    plan: &'p Plan,
    deployment: &'p Deployment,
}

impl<'p> Guide<'p> {
    /// The modes with the parents of their programs.
    fn supervised(&self) -> impl Iterator<Item = (&'p Mode, &'p Supervision)> {
        self.plan
            .modes
            .iter()
            .filter_map(|mode| match mode.run().1 {
                Life::Exec => None,
                Life::Supervise(supervision) => Some((mode, supervision)),
            })
    }

    /// The mode of a service.
    fn mode_of(&self, service: &Service) -> &'p Mode {
        &self.plan.modes[service.mode]
    }

    /// Whether a line about a mode has to name it.
    fn has_modes(&self) -> bool {
        self.plan.modes.len() > 1
    }
}

/// `one` for one, else `many`.
fn number<T>(count: usize, one: T, many: T) -> T {
    if count == 1 { one } else { many }
}

/// `seconds` in prose: `1 h 30 min`.
fn time(seconds: u32) -> String {
    let parts = [
        (seconds / 3600, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    parts.join(" ")
}

/// A line for all names of which the same is said: `a` and `b` with what that is.
fn grouped(said: impl IntoIterator<Item = (String, String)>) -> Vec<(Vec<String>, String)> {
    let mut groups: Vec<(Vec<String>, String)> = Vec::new();
    for (name, text) in said {
        let name = code(&name);
        match groups.iter_mut().find(|(_, other)| *other == text) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], text)),
        }
    }
    groups
}

/// `a, b and c`
fn listed(names: &[String]) -> String {
    all_of(names.iter().map(String::as_str))
}
