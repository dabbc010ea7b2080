//! Which programs a table starts or looks for.

use std::collections::BTreeSet;

use crate::table::condition::Condition;
use crate::table::health::Health;
use crate::table::model::{DefaultValue, Mode, Required, Spanned, Table, Variable};
use crate::table::step::Step;
use crate::table::template::Template;

/// Programs by their names.
pub(super) struct Programs<'t> {
    /// Those that are known.
    known: BTreeSet<&'t str>,
    /// Whether the name of one comes from a variable.
    is_open: bool,
}

impl<'t> Programs<'t> {
    /// All of `table`.
    pub(super) fn of(table: &'t Table) -> Self {
        let mut programs = Self::beside_those_of(&table.modes, &table.steps);
        let runs = table.modes.iter().filter_map(|mode| mode.run.as_ref());
        for program in runs.filter_map(|run| run.value.first()) {
            programs.add(program.value.literal());
        }
        let conditions = table.variables.iter().flat_map(conditions);
        let steps = table.steps.iter().filter_map(|step| step.when.as_ref());
        let additions = table.modes.iter().flat_map(|mode| &mode.additions);
        let additions = additions.filter_map(|addition| addition.when.as_ref());
        let whens = steps.chain(additions).map(|when| &when.value);
        let looked_for = conditions.chain(whens).flat_map(Condition::programs);
        programs.known.extend(looked_for);
        programs
    }

    /// Those of `steps`, and the commands of `modes` that are not its program.
    pub(super) fn beside_those_of(
        modes: impl IntoIterator<Item = &'t Mode>,
        steps: impl IntoIterator<Item = &'t Step>,
    ) -> Self {
        let mut programs = Self {
            known: BTreeSet::new(),
            is_open: false,
        };
        for step in steps {
            programs.add(step.program());
        }
        for mode in modes {
            let hooks = [&mode.stop.before, &mode.stop.after].into_iter().flatten();
            for hook in hooks {
                programs.add(hook.value.first().and_then(Template::literal));
            }
            if let Some(Spanned {
                value: Health::Run(words),
                ..
            }) = &mode.health
            {
                programs.add(words.first().and_then(Template::literal));
            }
        }
        programs
    }

    fn add(&mut self, program: Option<&'t str>) {
        match program {
            Some(program) => {
                self.known.insert(program);
            }
            None => self.is_open = true,
        }
    }

    /// Whether `name` is one of them, or may be.
    pub(super) fn may_hold(&self, name: &str) -> bool {
        self.is_open || self.known.contains(name)
    }

    /// The names, and `another` one.
    pub(super) fn names(&self, another: Option<&str>) -> Vec<String> {
        let names = self.known.iter().copied().chain(another);
        names.map(str::to_owned).collect()
    }
}

/// Every condition of `variable`.
fn conditions(variable: &Variable) -> impl Iterator<Item = &Condition> {
    let required = match variable.required.as_ref().map(|it| &it.value) {
        Some(Required::When(condition)) => Some(condition),
        _ => None,
    };
    let cases = match variable.default.as_ref().map(|it| &it.value) {
        Some(DefaultValue::Cases(cases)) => cases.as_slice(),
        _ => &[],
    };
    let cases = cases.iter().filter_map(|case| case.when.as_ref());
    let warnings = variable.warn.iter().map(|warn| &warn.when);
    required
        .into_iter()
        .chain(cases.chain(warnings).map(|when| &when.value))
}
