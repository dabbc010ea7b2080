//! TOML as a mode table.
//!
//! The document is walked by hand: a deserialiser stops at the first fault,
//! and a user wants to see all of them.

mod addition;
mod command;
mod condition;
mod deploy;
mod entrypoint;
mod health;
mod mode;
mod reader;
mod scenario;
mod stand_in;
mod step;
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

pub(super) use reader::number;

/// The most faults that are said at once; nobody reads on.
const MOST: usize = 100;

/// Reads a mode table.
///
/// # Errors
/// Everything that is wrong with `source`, in the order of the file: faults of
/// the TOML text, or when it has none, all faults of what it says. After a
/// hundred the last one says how many more there are.
pub fn parse(source: &str) -> Result<Table, Vec<Diagnostic>> {
    let (table, mut faults) = read_document(source);
    if faults.is_empty() {
        return Ok(table);
    }
    faults.sort_by_key(|found| found.span.as_ref().map_or(0, |span| span.start));
    let more = faults.len().saturating_sub(MOST);
    if more > 0 {
        faults.truncate(MOST);
        faults.push(Found::whole(Fault::More { count: more }));
    }
    Err(faults.into_iter().map(wording::to_diagnostic).collect())
}

/// Parses and walks the document; the table counts only without faults.
fn read_document(source: &str) -> (Table, Vec<Found>) {
    if let Some(at) = source.bytes().position(|byte| byte == 0) {
        return (
            Table::default(),
            vec![Found::at(at..at + 1, Fault::NulByte)],
        );
    }
    if source.trim_start_matches('\u{feff}').trim().is_empty() {
        return (Table::default(), vec![Found::whole(Fault::EmptyFile)]);
    }
    let (document, errors) = DeTable::parse_recoverable(source);
    let faults = syntax::faults(source, document.get_ref(), &errors);
    let is_duplicate = |found: &Found| matches!(found.fault, Fault::DuplicateKey { .. });
    if !faults.iter().all(is_duplicate) {
        return (Table::default(), faults);
    }
    let mut reader = Reader::new(source, faults);
    let table = reader.root(document.get_ref());
    (table, reader.faults)
}

impl<'t> Reader<'t> {
    /// The whole file.
    fn root(&mut self, root: &'t DeTable<'t>) -> Table {
        let mut table = Table::default();
        let mut select = Select::Absent;
        let (mut modes, mut scenarios) = (None, None);
        for (key, item) in self.keys::<RootKey>(root) {
            match key {
                RootKey::Entrypoint => {
                    (table.entrypoint, select) = self.entrypoint(&item);
                }
                RootKey::Modes => {
                    modes = Some(item.span());
                    for (name, item) in self.named(&item, "modes.NAME") {
                        table.modes.extend(self.mode(name, &item));
                    }
                }
                RootKey::Steps => table.steps = self.steps(&item),
                RootKey::Deploy => table.deploy = self.deploy(&item),
                RootKey::Scenarios => scenarios = Some(item),
                RootKey::Env => {
                    for (name, item) in self.named(&item, "env.NAME") {
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
        // What becomes of a start can be told of a table without faults only.
        let is_sound = self.faults.is_empty();
        if let Some(item) = scenarios {
            table.scenarios = self.scenarios(&item);
            check::scenarios(&table, is_sound, &mut self.faults);
        }
        table
    }

    /// The values of a table whose keys are names that the user chose; `key` is
    /// what one of them is called.
    fn named(&mut self, item: &Item<'t>, key: &'static str) -> Vec<(Name<'t>, Item<'t>)> {
        let Some(table) = self.table(item) else {
            return Vec::new();
        };
        in_order(table)
            .into_iter()
            .map(|(written, value)| {
                let name = Name {
                    text: written.get_ref(),
                    span: written.span(),
                };
                (
                    name,
                    Item {
                        key,
                        expected: item.expected.element(),
                        example: item.example,
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
