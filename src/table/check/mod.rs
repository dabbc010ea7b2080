//! The rules that hold between keys.

mod default;
mod mode;
mod order;
mod variable;

use std::ops::Range;

use super::fault::{Fault, Found};
use super::model::{Source, Table, Unknown};
use super::name::ModeName;
use super::near;

/// What became of `select`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Select {
    /// The table has none.
    Absent,
    /// It has a fault of its own, so nothing more is said of it.
    Broken,
    /// It is sound and stands here.
    At(Range<usize>),
}

/// Adds to `faults` what is wrong between the keys of `table`.
pub(super) fn table(table: &Table, select: &Select, faults: &mut Vec<Found>) {
    let mut check = Check { table, faults };
    check.select(select);
    check.references();
    check.modes();
    check.variables();
    check.order();
}

/// A table under examination.
struct Check<'t, 'f> {
    /// The table, as far as it could be read.
    table: &'t Table,
    /// What was found so far.
    faults: &'f mut Vec<Found>,
}

impl Check<'_, '_> {
    /// Notes `fault` at `span`, with the place that explains it.
    fn fault(&mut self, span: &Range<usize>, fault: Fault, related: Option<&Range<usize>>) {
        self.faults.push(Found {
            span: Some(span.clone()),
            fault,
            related: related.cloned(),
        });
    }

    /// Whether somebody chooses, and whether the first word can.
    fn select(&mut self, select: &Select) {
        let place = match select {
            Select::Broken => return,
            Select::Absent => None,
            Select::At(span) => Some(span),
        };
        if place.is_none()
            && let Some(second) = self.table.modes.get(1)
        {
            let fault = Fault::SelectMissing {
                modes: self.table.modes.len(),
            };
            let first = self.table.modes[0].name.span.clone();
            self.fault(&second.name.span, fault, Some(&first));
            return;
        }
        let entrypoint = &self.table.entrypoint;
        if entrypoint
            .select
            .iter()
            .any(|source| source.value == Source::FirstWord)
        {
            return;
        }
        if let Some(unknown) = &entrypoint.unknown
            && unknown.value != Unknown::Error
        {
            self.fault(&unknown.span, Fault::NeedsArg { key: "unknown" }, place);
        }
        if let Some(options) = &entrypoint.options {
            self.fault(&options.span, Fault::NeedsArg { key: "options" }, place);
        }
        for mode in &self.table.modes {
            if let Some(first) = mode.matches.first() {
                self.fault(&first.span, Fault::NeedsArg { key: "match" }, place);
            }
        }
    }

    /// Whether every reference to a mode names one.
    fn references(&mut self) {
        let entrypoint = &self.table.entrypoint;
        if let Some(default) = &entrypoint.default {
            self.reference("default", &default.value, &default.span);
        }
        if let Some(unknown) = &entrypoint.unknown
            && let Unknown::Mode(name) = &unknown.value
        {
            self.reference("unknown", name, &unknown.span);
        }
        if let Some(options) = &entrypoint.options {
            self.reference("options", &options.value, &options.span);
        }
        for variable in &self.table.variables {
            for mode in &variable.modes {
                self.reference("modes", &mode.value, &mode.span);
            }
        }
    }

    /// Whether `name` is a mode's name.
    fn reference(&mut self, key: &'static str, name: &ModeName, span: &Range<usize>) {
        let modes = &self.table.modes;
        // Without any mode that is the fault.
        if modes.is_empty() || modes.iter().any(|mode| mode.name.value == *name) {
            return;
        }
        let aliased = modes.iter().find_map(|mode| {
            let alias = mode.aliases.iter().find(|alias| alias.value == *name)?;
            Some((mode, alias))
        });
        if let Some((mode, alias)) = aliased {
            let mode = mode.name.value.to_string();
            let fault = Fault::AliasForMode {
                key,
                alias: name.to_string(),
                mode,
            };
            self.fault(span, fault, Some(&alias.span));
            return;
        }
        let mut candidates: Vec<&str> = modes.iter().map(|mode| mode.name.value.as_str()).collect();
        if key == "unknown" {
            candidates.extend(super::name::WORDS_OF_UNKNOWN);
        }
        let near = near::names(name.as_str(), candidates.into_iter());
        self.fault(
            span,
            Fault::NoSuchMode {
                key,
                name: name.to_string(),
                near,
            },
            None,
        );
    }
}
