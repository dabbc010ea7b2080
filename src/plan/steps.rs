//! The steps of one mode.

use crate::plan::environment::Scope;
use crate::plan::model::{Step, StepFail};
use crate::table;

impl Scope<'_> {
    /// Those of `steps` that the mode runs, in their order.
    pub(crate) fn steps(&self, steps: &[table::Step]) -> Vec<Step> {
        let belongs = |step: &&table::Step| self.has_setup() && self.is_in(&step.modes);
        let resolved = |step: &table::Step| Step {
            name: step.name.value.as_str().to_owned(),
            command: step.run.value.iter().map(|word| self.text(word)).collect(),
            when: step.when.as_ref().map(|when| self.condition(&when.value)),
            timeout: step.timeout.as_ref().map(|timeout| timeout.value.get()),
            fail: step.fail.as_ref().map_or(StepFail::Stop, |fail| fail.value),
        };
        steps.iter().filter(belongs).map(resolved).collect()
    }
}
