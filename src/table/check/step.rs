//! Rules of steps.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Check;
use crate::table::fault::Fault;
use crate::table::model::{Mode, Spanned};
use crate::table::step::Step;

impl<'t> Check<'t, '_> {
    /// Whether each step has a name of its own and a mode that runs it.
    pub(super) fn steps(&mut self) {
        let steps: &'t [Step] = &self.table.steps;
        let modes: &'t [Mode] = &self.table.modes;
        let without: Option<Vec<_>> = modes.iter().map(without_setup).collect();
        let mut names: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
        for step in steps {
            let name = step.name.value.as_str();
            // One without a name has its fault already.
            if !name.is_empty()
                && let Some(first) = names.insert(name, &step.name.span)
            {
                let name = name.to_owned();
                self.fault(&step.name.span, Fault::StepTwice { name }, Some(first));
            }
            for mode in &step.modes {
                if let Some(setup) = self.mode(&mode.value).and_then(without_setup) {
                    let name = mode.value.to_string();
                    self.fault(&mode.span, Fault::StepOfMode { name }, Some(setup));
                }
            }
            if let Some([first, ..]) = without.as_deref()
                && step.modes.is_empty()
            {
                self.fault(&step.name.span, Fault::StepNowhere, Some(first));
            }
        }
    }
}

/// Where `mode` says that it has no steps, if it does.
fn without_setup(mode: &Mode) -> Option<&Range<usize>> {
    match &mode.setup {
        Some(Spanned { value: false, span }) => Some(span),
        _ => None,
    }
}
