//! The reference of the table, made from the list of keys.

use std::fmt::Write as _;

use super::kind::Kind;
use super::saying::alternatives;
use super::schema::{Absent, SECTIONS, Shape};

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
    for shape in SECTIONS.iter() {
        section(&mut page, shape);
    }
    page.push('\n');
    page.push_str(RULES);
    page
}

/// Adds the table of a section's keys.
fn section(page: &mut String, shape: &Shape) {
    let title = shape.title;
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
    for entry in shape.entries {
        let absent = match entry.absent {
            Absent::Required => "required",
            Absent::Value(text) | Absent::Means(text) => text,
            Absent::Nothing => "nothing",
        };
        let example = match entry.example {
            "" => String::new(),
            example => format!("`{} = {}`", entry.name, example.replace('|', "\\|")),
        };
        writeln!(
            page,
            "| `{}` | {} | {absent} | {} | {example} |",
            entry.name,
            values(entry.kind),
            entry.about
        )
        .expect("writing to a string cannot fail");
    }
}

/// The kind of value, and which of them.
fn values(kind: Kind) -> String {
    match kind {
        Kind::OneOf(words) => alternatives(words),
        Kind::True => String::from("`true`"),
        Kind::Integer(min, max) => format!("{kind}, {min} to {max}"),
        _ => kind.to_string(),
    }
}

/// `text` with a capital first letter.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + chars.as_str()
    })
}
