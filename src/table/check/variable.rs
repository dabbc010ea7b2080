//! Rules of one variable, and of their names among each other.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Check;
use crate::table::fault::Fault;
use crate::table::model::{DefaultValue, Required, Variable, VariableType};
use crate::table::name::VariableName;

impl<'t> Check<'t, '_> {
    /// Whether each name stands for one variable, and each variable is sound.
    pub(super) fn variables(&mut self) {
        let variables: &'t [Variable] = &self.table.variables;
        let mut names: BTreeMap<&VariableName, &Range<usize>> = variables
            .iter()
            .map(|variable| (&variable.name.value, &variable.name.span))
            .collect();
        for variable in variables {
            for alias in &variable.aliases {
                if let Some(first) = names.get(&alias.value) {
                    let name = alias.value.to_string();
                    self.fault(&alias.span, Fault::VariableTwice { name }, Some(first));
                } else {
                    names.insert(&alias.value, &alias.span);
                }
            }
            if self.table.entrypoint.log.is_none()
                && let Some(log) = variable.log.as_ref().filter(|log| log.value)
            {
                self.fault(&log.span, Fault::LogWithoutLog, None);
            }
            self.contradictions(variable);
            self.limits(variable);
            self.values(variable);
        }
    }

    /// Whether the keys about the default go together.
    fn contradictions(&mut self, variable: &Variable) {
        if let Some(export) = &variable.export
            && !export.value
            && variable.default.is_none()
        {
            self.fault(&export.span, Fault::ExportWithoutDefault, None);
        }
        let (Some(required), Some(default)) = (&variable.required, &variable.default) else {
            return;
        };
        let always = match &default.value {
            DefaultValue::Always(_) => true,
            DefaultValue::Cases(cases) => cases.last().is_some_and(|last| last.when.is_none()),
        };
        if required.value == Required::Always && always {
            self.fault(
                &required.span,
                Fault::RequiredWithDefault,
                Some(&default.span),
            );
        }
    }

    /// Whether `min` and `max` are limits of a number and leave one.
    fn limits(&mut self, variable: &Variable) {
        let kind = variable.kind.as_ref();
        let is_number =
            kind.is_some_and(|kind| matches!(kind.value, VariableType::Int | VariableType::Port));
        for (key, limit) in [("min", &variable.min), ("max", &variable.max)] {
            if let Some(limit) = limit
                && !is_number
            {
                let related = kind.map(|kind| &kind.span);
                self.fault(&limit.span, Fault::LimitWithoutNumber { key }, related);
            }
        }
        if let (Some(min), Some(max)) = (&variable.min, &variable.max)
            && min.value > max.value
        {
            let fault = Fault::MinAboveMax {
                min: min.value,
                max: max.value,
            };
            self.fault(&max.span, fault, Some(&min.span));
        }
    }
}
