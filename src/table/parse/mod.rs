//! TOML as a mode table.
//!
//! The document is walked by hand: a deserialiser stops at the first fault,
//! and a user wants to see all of them.

mod condition;
mod entrypoint;
mod mode;
mod reader;
mod syntax;
mod variable;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::check::{self, Select};
use super::fault::{Fault, Found};
use super::model::Table;
use super::schema::RootKey;
use super::wording;
use crate::diagnostic::Diagnostic;
use reader::{Item, Reader, in_order};

/// Reads a mode table.
///
/// # Errors
/// Everything that is wrong with `source`, in the order of the file: faults of
/// the TOML text, or when it has none, all faults of what it says.
pub fn parse(source: &str) -> Result<Table, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let table = read_document(source, &mut faults);
    if faults.is_empty() {
        return Ok(table);
    }
    faults.sort_by_key(|found| found.span.as_ref().map_or(0, |span| span.start));
    Err(faults.into_iter().map(wording::to_diagnostic).collect())
}

/// Parses and walks the document; faults are added to `faults`.
fn read_document(source: &str, faults: &mut Vec<Found>) -> Table {
    if let Some(at) = source.bytes().position(|byte| byte == 0) {
        faults.push(Found {
            span: Some(at..at + 1),
            fault: Fault::NulByte,
            related: None,
        });
        return Table::default();
    }
    if source.trim_start_matches('\u{feff}').trim().is_empty() {
        faults.push(Found {
            span: None,
            fault: Fault::EmptyFile,
            related: None,
        });
        return Table::default();
    }
    let (document, errors) = DeTable::parse_recoverable(source);
    let mut reader = Reader::new(source);
    reader.faults = syntax::faults(source, document.get_ref(), &errors);
    let is_toml = reader
        .faults
        .iter()
        .all(|found| matches!(found.fault, Fault::DuplicateKey { .. }));
    let mut table = Table::default();
    if is_toml {
        table = reader.root(document.get_ref());
    }
    faults.append(&mut reader.faults);
    table
}

impl<'t> Reader<'t> {
    /// The whole file.
    fn root(&mut self, root: &'t DeTable<'t>) -> Table {
        let mut table = Table::default();
        let mut select = Select::Absent;
        let mut modes = None;
        for (entry, item) in self.keys::<RootKey>(root) {
            match entry.key {
                RootKey::Entrypoint => {
                    (table.entrypoint, select) = self.entrypoint(&item);
                }
                RootKey::Modes => {
                    modes = Some(item.span());
                    for (name, item) in self.named(&item) {
                        table.modes.extend(self.mode(name, &item));
                    }
                }
                RootKey::Env => {
                    for (name, item) in self.named(&item) {
                        table.variables.extend(self.variable(name, &item));
                    }
                }
            }
        }
        if !root
            .get("modes")
            .is_some_and(|modes| has_entries(modes.get_ref()))
        {
            self.faults.push(Found {
                span: modes,
                fault: Fault::NoModes,
                related: None,
            });
        }
        check::table(&table, &select, &mut self.faults);
        table
    }

    /// The tables of a section whose keys are names that the user chose.
    fn named(&mut self, item: &Item<'t>) -> Vec<(Name<'t>, Item<'t>)> {
        let Some(table) = self.table(item) else {
            return Vec::new();
        };
        in_order(table)
            .into_iter()
            .map(|(key, value)| {
                let name = Name {
                    text: key.get_ref(),
                    span: key.span(),
                };
                (
                    name,
                    Item {
                        key: item.key,
                        expected: "a table",
                        example: "",
                        value,
                    },
                )
            })
            .collect()
    }
}

/// A name that stands as a key.
#[derive(Debug, Clone)]
struct Name<'t> {
    /// The name.
    text: &'t str,
    /// Where it is.
    span: Range<usize>,
}

/// Whether `value` is something other than an empty table.
fn has_entries(value: &DeValue<'_>) -> bool {
    !matches!(value, DeValue::Table(table) if table.is_empty())
}
