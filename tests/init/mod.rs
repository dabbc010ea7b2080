//! `lychgate init`.

mod dockerfile;
mod flags;
mod random;
mod terminal;
mod written;

use lychgate::table;

use crate::typed::Folder;

/// The table that `init` with these arguments writes in `folder`.
#[track_caller]
fn table_of(folder: &Folder, arguments: &str) -> String {
    let said = folder.types(arguments).text();
    assert!(said.starts_with("exit code 0\n"), "{said}");
    folder.text("lychgate.toml").expect("it was written")
}

/// `table` with every example put to use: `#` with a key or a head behind it.
fn with_examples(table: &str) -> String {
    let used = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with([' ', ':']) => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    table.lines().map(used).collect()
}

/// Fails if the table or one with all its examples in use is refused.
#[track_caller]
fn is_right(table: &str) {
    assert!(table::parse(table).is_ok(), "refused:\n{table}");
    let all = with_examples(table);
    assert!(all != table, "no examples:\n{table}");
    let parsed = table::parse(&all);
    assert!(parsed.is_ok(), "{:?}\n{all}", parsed.err());
}
