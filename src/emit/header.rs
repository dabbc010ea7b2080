//! The comment at the top of the script.

use crate::emit::sentence::{column, patterns_of};
use crate::plan::{Plan, Selection, Source};
use crate::syntax::tree::{Comment, Line, List};

/// What the line that names the generator begins with.
pub(crate) const GENERATOR: &str = "Generator: lychgate ";

/// The first lines of the script, up to a blank line: what it is, its modes,
/// and where it comes from.
pub(crate) fn header<'a>(plan: &Plan) -> List<'a> {
    let mut list = List::new();
    list.lines.push(Line::Comment(Comment::shebang()));
    list.comment(&format!("{}.", plan.title));
    if let Some(selection) = &plan.selection {
        list.comment(&format!("\n{}", modes(plan, selection).join("\n")));
    } else if !plan.modes[0].about.is_empty() {
        list.comment(&format!("\n  {}", plan.modes[0].about));
    }
    list.comment(&format!(
        "\nGenerated from {}; edit that and run: lychgate emit --write\n{GENERATOR}{}",
        plan.table,
        env!("CARGO_PKG_VERSION"),
    ));
    list.comment("The shell code in this file is yours under 0BSD: no conditions.");
    list.blank();
    list
}

/// A line a mode: its words, what it is for, and whether it is the default.
pub(crate) fn modes(plan: &Plan, selection: &Selection) -> Vec<String> {
    let names: Vec<String> = plan
        .modes
        .iter()
        .map(|mode| match selection.sources.as_slice() {
            [Source::Variable(_)] if mode.aliases.is_empty() => mode.name.clone(),
            _ => patterns_of(mode),
        })
        .collect();
    let width = column(&names);
    plan.modes
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(index, (mode, name))| {
            let default = if selection.default == Some(index) {
                " (default)"
            } else {
                ""
            };
            format!("  {name:width$}  {}{default}", mode.about)
                .trim_end()
                .to_owned()
        })
        .collect()
}
