//! The rules that hold between keys.

mod course;
mod default;
mod deploy;
mod mode;
mod order;
mod program;
mod scenario;
mod service;
mod step;
mod trial;
mod variable;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::fault::{Fault, Found};
use super::model::{Mode, Source, Spanned, Table, Unknown};
use super::name::ModeName;
use super::verb::Verb;

pub(super) use scenario::scenarios;

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
    check.state();
    check.verbs(select);
    check.variables();
    check.steps();
    check.deploy();
    check.order();
}

/// A table under examination.
struct Check<'t, 'f> {
    /// The table, as far as it could be read.
    table: &'t Table,
    /// What was found so far.
    faults: &'f mut Vec<Found>,
}

impl<'t> Check<'t, '_> {
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

    /// Whether there is a state to be kept.
    fn state(&mut self) {
        if let Some(state) = &self.table.entrypoint.state
            && self.table.modes.iter().all(|mode| mode.health.is_none())
        {
            self.fault(&state.span, Fault::StateOfNothing, None);
        }
    }

    /// Whether the verb `run`, whose first word names no mode, has one.
    fn verbs(&mut self, select: &Select) {
        let entrypoint = &self.table.entrypoint;
        let Select::At(place) = select else {
            return;
        };
        let by_variable = |source: &Spanned<Source>| source.value != Source::FirstWord;
        let is_known = self.table.modes.len() < 2
            || entrypoint.default.is_some()
            || entrypoint.select.iter().any(by_variable);
        let run = entrypoint.verbs.iter().find(|v| v.value == Verb::Run);
        if let Some(run) = run.filter(|_| !is_known) {
            self.fault(&run.span, Fault::RunWithoutMode, Some(place));
        }
    }

    /// Whether every reference to a mode names one.
    fn references(&mut self) {
        let modes = Names::of(&self.table.modes);
        let entrypoint = &self.table.entrypoint;
        if let Some(default) = &entrypoint.default {
            self.reference("default", &default.value, &default.span, &modes);
        }
        if let Some(unknown) = &entrypoint.unknown
            && let Unknown::Mode(name) = &unknown.value
        {
            self.reference("unknown", name, &unknown.span, &modes);
            self.takes_words("unknown", name, &unknown.span);
        }
        if let Some(options) = &entrypoint.options {
            self.reference("options", &options.value, &options.span, &modes);
            self.takes_options(options);
        }
        for variable in &self.table.variables {
            for mode in &variable.modes {
                self.reference("modes", &mode.value, &mode.span, &modes);
            }
        }
        for mode in self.table.steps.iter().flat_map(|step| &step.modes) {
            self.reference("modes", &mode.value, &mode.span, &modes);
        }
    }

    /// Whether the mode of `options` has a program that takes them.
    fn takes_options(&mut self, options: &Spanned<ModeName>) {
        let mode = self.mode(&options.value);
        if let Some(mode) = mode.filter(|mode| mode.run.is_none()) {
            let fault = Fault::OptionsWithoutProgram {
                mode: options.value.to_string(),
            };
            self.fault(&options.span, fault, Some(&mode.name.span));
        }
        self.takes_words("options", &options.value, &options.span);
    }

    /// Whether the mode `name` has a place for the words that `key` gives it.
    fn takes_words(&mut self, key: &'static str, name: &ModeName, span: &Range<usize>) {
        let Some(mode) = self.mode(name) else {
            return;
        };
        let Some(run) = &mode.run else { return };
        if !mode.takes_words() {
            let mode = name.to_string();
            self.fault(span, Fault::WordsNowhere { key, mode }, Some(&run.span));
        }
    }

    /// The mode called `name`.
    fn mode(&self, name: &ModeName) -> Option<&'t Mode> {
        let modes: &'t [Mode] = &self.table.modes;
        modes.iter().find(|mode| mode.name.value == *name)
    }

    /// Whether `name` is a mode's name.
    fn reference(
        &mut self,
        key: &'static str,
        name: &ModeName,
        span: &Range<usize>,
        modes: &Names<'_>,
    ) {
        // Without any mode that is the fault.
        if modes.all.is_empty() || modes.own.contains(name) {
            return;
        }
        if let Some((mode, alias)) = modes.aliases.get(name) {
            let fault = Fault::AliasForMode {
                key,
                alias: name.to_string(),
                mode: mode.to_string(),
            };
            self.fault(span, fault, Some(alias));
            return;
        }
        let fault = Fault::NoSuchMode {
            key,
            name: name.to_string(),
            modes: Rc::clone(&modes.all),
        };
        self.fault(span, fault, None);
    }
}

/// The words that mean a mode.
struct Names<'t> {
    /// The modes' own names.
    own: BTreeSet<&'t ModeName>,
    /// The same, as candidates for a misspelt one.
    all: Rc<[String]>,
    /// The aliases, each with its mode and its place.
    aliases: BTreeMap<&'t ModeName, (&'t ModeName, &'t Range<usize>)>,
}

impl<'t> Names<'t> {
    /// The names of `modes`.
    fn of(modes: &'t [Mode]) -> Self {
        let aliases = modes.iter().flat_map(|mode| {
            let aliases = mode.aliases.iter();
            aliases.map(|alias| (&alias.value, (&mode.name.value, &alias.span)))
        });
        Self {
            own: modes.iter().map(|mode| &mode.name.value).collect(),
            all: modes
                .iter()
                .map(|mode| mode.name.value.to_string())
                .collect(),
            aliases: aliases.collect(),
        }
    }
}
