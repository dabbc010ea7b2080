//! `[[steps]]`.

use super::mode::mode_name;
use super::reader::{Item, Reader};
use crate::table::choice;
use crate::table::model::{Line, Spanned};
use crate::table::schema::StepKey;
use crate::table::step::Step;

impl<'t> Reader<'t> {
    /// The steps, in the order of the file.
    pub(super) fn steps(&mut self, item: &Item<'t>) -> Vec<Step> {
        let elements = self.elements(item);
        elements.iter().filter_map(|item| self.step(item)).collect()
    }

    /// One step. One without a sound name or command is kept, so that the rest of
    /// it is looked at too.
    fn step(&mut self, item: &Item<'t>) -> Option<Step> {
        let (mut name, mut run, mut modes) = (None, None, Vec::new());
        let (mut when, mut fail, mut timeout) = (None, None, None);
        for (key, item) in self.section::<StepKey>(item)? {
            match key {
                StepKey::Name => name = self.line(&item),
                StepKey::Run => run = self.command(&item),
                StepKey::Modes => modes = self.strings(&item, mode_name),
                StepKey::When => when = self.condition(&item),
                StepKey::Fail => {
                    fail = self.choice(&item, &choice::STEP_FAIL);
                }
                StepKey::Timeout => timeout = self.duration(&item),
            }
        }
        Some(Step {
            name: name.unwrap_or_else(|| Spanned::new(Line(String::new()), item.span())),
            run: run.unwrap_or_else(|| Spanned::new(Vec::new(), item.span())),
            modes,
            when,
            fail,
            timeout,
        })
    }
}
