//! Which first words choose which mode.

use crate::emit::build::empty;
use crate::emit::word;
use crate::plan::{Plan, Selection, Source, Unknown};
use crate::syntax::quote;
use crate::syntax::tree::Word;

/// The patterns of a plan's modes. Names come before all other patterns: a
/// word that names one mode never falls to the `match` of another.
pub(crate) struct Choice<'p> {
    plan: &'p Plan,
    selection: &'p Selection,
}

impl<'p> Choice<'p> {
    /// The patterns of `plan`, whose choice is `selection`.
    pub(crate) fn new(plan: &'p Plan, selection: &'p Selection) -> Self {
        Self { plan, selection }
    }

    /// Whether one `case` over `source` can have one arm a mode: not where two
    /// modes have patterns besides their names, whose order would matter.
    pub(crate) fn fits_arms(&self, source: &Source) -> bool {
        match source {
            Source::Variable(_) => true,
            Source::FirstWord => self.with_open_patterns().count() <= 1,
        }
    }

    /// The words that name `mode`.
    pub(crate) fn names<'a>(&self, mode: usize) -> Vec<Word<'a>> {
        let mode = &self.plan.modes[mode];
        std::iter::once(&mode.name)
            .chain(&mode.aliases)
            .map(|name| quote::word(name.clone()))
            .collect()
    }

    /// What else chooses `mode`: nothing said, an option, a `match`, any word.
    pub(crate) fn others<'a>(&self, mode: usize) -> Vec<Word<'a>> {
        let mut patterns = Vec::new();
        if self.selection.default == Some(mode) {
            patterns.push(empty());
        }
        patterns.extend(self.open_patterns(mode));
        patterns
    }

    /// The modes in the order of their arms; one with open patterns comes last
    /// where these stand in the same arm as its names.
    pub(crate) fn order(&self, open_last: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.plan.modes.len()).collect();
        if open_last {
            order.sort_by_key(|&mode| self.is_open(mode));
        }
        order
    }

    /// What chooses a mode besides names, in the order in which it counts, but
    /// for the `unknown` of the table. `default` says whether an empty first
    /// word chooses the default.
    pub(crate) fn by_others<'a>(&self, default: bool) -> Vec<(usize, Vec<Word<'a>>)> {
        let mut all = Vec::new();
        if let Some(mode) = self.selection.default.filter(|_| default) {
            all.push((mode, vec![empty()]));
        }
        if let Some(mode) = self.selection.options {
            all.push((mode, vec![Word::literal("-*")]));
        }
        for (index, mode) in self.plan.modes.iter().enumerate() {
            let patterns: Vec<_> = mode.matches.iter().map(word::pattern).collect();
            if !patterns.is_empty() {
                all.push((index, patterns));
            }
        }
        merged(all)
    }

    fn with_open_patterns(&self) -> impl Iterator<Item = usize> {
        (0..self.plan.modes.len()).filter(|&mode| self.is_open(mode))
    }

    fn is_open(&self, mode: usize) -> bool {
        self.selection.options == Some(mode)
            || self.selection.unknown == Unknown::Mode(mode)
            || !self.plan.modes[mode].matches.is_empty()
    }

    fn open_patterns<'a>(&self, mode: usize) -> Vec<Word<'a>> {
        let mut patterns = Vec::new();
        if self.selection.options == Some(mode) {
            patterns.push(Word::literal("-*"));
        }
        patterns.extend(self.plan.modes[mode].matches.iter().map(word::pattern));
        if self.selection.unknown == Unknown::Mode(mode) {
            patterns.push(Word::literal("*"));
        }
        patterns
    }
}

/// Neighbours that choose the same mode, in one.
fn merged(all: Vec<(usize, Vec<Word<'_>>)>) -> Vec<(usize, Vec<Word<'_>>)> {
    let mut merged: Vec<(usize, Vec<Word<'_>>)> = Vec::new();
    for (mode, patterns) in all {
        match merged.last_mut() {
            Some((last, known)) if *last == mode => known.extend(patterns),
            _ => merged.push((mode, patterns)),
        }
    }
    merged
}
