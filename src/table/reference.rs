//! The reference of the table, made from the list of keys.

use std::fmt::Write as _;

use super::schema::{
    AnyKey, CaseKey, EntrypointKey, ExitKey, LimitKey, ModeKey, RestartKey, RootKey, Section,
    StepKey, StopKey, VariableKey, WarnKey,
};

/// What no list can say, in words.
const RULES: &str = include_str!("reference.md");

/// The reference of the table's keys and rules, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from(
        "# The mode table\n\n\
         The table is one TOML file, by default `lychgate.toml`. It says what a container does\n\
         when it starts. Every key is listed here; any other is an error.\n",
    );
    section::<RootKey>(&mut page);
    section::<EntrypointKey>(&mut page);
    section::<ExitKey>(&mut page);
    section::<ModeKey>(&mut page);
    section::<StopKey>(&mut page);
    section::<RestartKey>(&mut page);
    section::<LimitKey>(&mut page);
    section::<VariableKey>(&mut page);
    section::<CaseKey>(&mut page);
    section::<WarnKey>(&mut page);
    section::<StepKey>(&mut page);
    section::<AnyKey>(&mut page);
    page.push('\n');
    page.push_str(RULES);
    page
}

/// Adds the table of a section's keys.
fn section<K: Section>(page: &mut String) {
    let title = K::TITLE;
    let heading = if title.starts_with('[') {
        format!("`{title}`")
    } else {
        capitalised(title)
    };
    page.push_str("\n## ");
    page.push_str(&heading);
    page.push_str(
        "\n\n| key | value | without it | what it says | example |\n|---|---|---|---|---|\n",
    );
    for entry in K::ENTRIES {
        let default = if entry.default.is_empty() {
            "nothing"
        } else {
            entry.default
        };
        let example = match entry.example {
            "" => String::new(),
            example => format!("`{} = {}`", entry.name, example.replace('|', "\\|")),
        };
        writeln!(
            page,
            "| `{}` | {} | {default} | {} | {example} |",
            entry.name, entry.kind, entry.about
        )
        .expect("writing to a string cannot fail");
    }
}

/// `text` with a capital first letter.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + chars.as_str()
    })
}
