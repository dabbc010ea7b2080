//! The variables of one mode: whose they are, in which order, by which rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::model::{
    Case, Check, Condition, Note, Piece, Reference, Test, Text, Value, Variable,
};
use crate::table::{self, ModeName, Spanned, Table, VariableName, VariableType};

/// What one mode sees of the table's variables.
pub(crate) struct Scope<'a> {
    mode: &'a ModeName,
    variables: Vec<&'a table::Variable>,
    private: BTreeSet<&'a VariableName>,
    assigned: BTreeSet<&'a VariableName>,
    setup: bool,
    talks: bool,
}

impl<'a> Scope<'a> {
    /// The variables of `mode`.
    pub(crate) fn new(table: &'a Table, mode: &'a table::Mode) -> Self {
        let mode_name = &mode.name.value;
        let belongs = |variable: &&table::Variable| is_in(mode_name, &variable.modes);
        let variables: Vec<_> = table.variables.iter().filter(belongs).collect();
        let is_private = |variable: &table::Variable| {
            variable.export.as_ref().is_some_and(|export| !export.value)
        };
        let is_assigned =
            |variable: &table::Variable| variable.default.is_some() || !variable.aliases.is_empty();
        let names = |has: &dyn Fn(&table::Variable) -> bool| {
            let having = variables.iter().filter(|variable| has(variable));
            having.map(|variable| &variable.name.value).collect()
        };
        Self {
            mode: mode_name,
            private: names(&is_private),
            assigned: names(&is_assigned),
            variables: in_order(&variables),
            setup: mode.setup.as_ref().is_none_or(|setup| setup.value),
            talks: table.entrypoint.log.is_some(),
        }
    }

    /// Whether checks and steps apply in the mode.
    pub(crate) fn has_setup(&self) -> bool {
        self.setup
    }

    /// Whether the mode is one of `modes`, which are all if none is named.
    pub(crate) fn is_in(&self, modes: &[Spanned<ModeName>]) -> bool {
        is_in(self.mode, modes)
    }

    /// The mode's variables that have something to do, each after those that
    /// its default names.
    pub(crate) fn variables(&self) -> Vec<Variable> {
        let acts = |v: &Variable| {
            v.default != Value::Nothing
                || !(v.aliases.is_empty() && v.checks.is_empty() && v.notes.is_empty())
        };
        self.variables
            .iter()
            .map(|variable| self.variable(variable))
            .filter(acts)
            .collect()
    }

    /// `template` with its variables resolved.
    pub(crate) fn text(&self, template: &table::Template) -> Text {
        let piece = |part: &table::Part| match part {
            table::Part::Text(text) => Piece::Literal(text.clone()),
            table::Part::Value(name) => Piece::Value(self.reference(name)),
            table::Part::ValueOr(name, text) => Piece::ValueOr(self.reference(name), text.clone()),
            table::Part::TextIf(name, text) => Piece::TextIf(self.reference(name), text.clone()),
        };
        template.parts.iter().map(piece).collect()
    }

    /// The variable `name` as the mode sees it.
    pub(crate) fn reference(&self, name: &VariableName) -> Reference {
        Reference {
            name: name.to_string(),
            private: self.private.contains(name),
            assigned: self.assigned.contains(name),
        }
    }

    fn variable(&self, variable: &table::Variable) -> Variable {
        Variable {
            reference: self.reference(&variable.name.value),
            aliases: variable
                .aliases
                .iter()
                .map(|a| a.value.to_string())
                .collect(),
            default: self.default(variable.default.as_ref().map(|d| &d.value)),
            empty_is_unset: variable
                .empty
                .as_ref()
                .is_none_or(|empty| empty.value == table::Empty::Default),
            checks: if self.setup {
                self.checks(variable)
            } else {
                Vec::new()
            },
            notes: self.notes(variable),
        }
    }

    fn default(&self, default: Option<&table::DefaultValue>) -> Value {
        match default {
            None => Value::Nothing,
            Some(table::DefaultValue::Always(template)) => Value::Always(self.text(template)),
            Some(table::DefaultValue::Cases(cases)) => Value::Cases(
                cases
                    .iter()
                    .map(|case| Case {
                        when: case.when.as_ref().map(|when| self.condition(&when.value)),
                        value: self.text(&case.value.value),
                    })
                    .collect(),
            ),
        }
    }

    fn checks(&self, variable: &table::Variable) -> Vec<Check> {
        let mut checks = Vec::new();
        match variable.required.as_ref().map(|required| &required.value) {
            None | Some(table::Required::Never) => {}
            Some(table::Required::Always) => checks.push(Check::Required(None)),
            Some(table::Required::When(condition)) => {
                checks.push(Check::Required(Some(self.condition(condition))));
            }
        }
        let bound = |bound: &Option<Spanned<i32>>| bound.as_ref().map(|bound| bound.value);
        let number = |min: Option<i32>, max: Option<i32>| Check::Number {
            min: bound(&variable.min).or(min),
            max: bound(&variable.max).or(max),
        };
        match variable.kind.as_ref().map(|kind| kind.value) {
            None | Some(VariableType::String) => {}
            Some(VariableType::Int) => checks.push(number(None, None)),
            Some(VariableType::Port) => checks.push(number(Some(1), Some(65535))),
            Some(VariableType::Bool) => checks.push(Check::Boolean),
        }
        if !variable.one_of.is_empty() {
            checks.push(Check::OneOf(
                variable.one_of.iter().map(|v| v.value.clone()).collect(),
            ));
        }
        if let Some(pattern) = &variable.pattern {
            checks.push(Check::Pattern(pattern.value.clone()));
        }
        checks
    }

    fn notes(&self, variable: &table::Variable) -> Vec<Note> {
        let mut notes = Vec::new();
        if self.talks && variable.log.as_ref().is_some_and(|log| log.value) {
            notes.push(Note::Log);
        }
        if self.setup {
            notes.extend(variable.warn.iter().map(|warn| Note::Warn {
                when: self.condition(&warn.when.value),
                say: warn.say.value.as_str().to_owned(),
            }));
        }
        notes
    }

    /// `condition` with its variables resolved.
    pub(crate) fn condition(&self, condition: &table::Condition) -> Condition {
        let all = |list: &[table::Condition]| list.iter().map(|c| self.condition(c)).collect();
        match condition {
            table::Condition::Test(test) => Condition::Test(self.test(test)),
            table::Condition::Not(test) => Condition::Not(self.test(test)),
            table::Condition::All(list) => Condition::All(all(list)),
            table::Condition::Any(list) => Condition::Any(all(list)),
        }
    }

    fn test(&self, test: &table::Test) -> Test {
        match test {
            table::Test::Set(name) => Test::Set(self.reference(name)),
            table::Test::Is(name, values) => Test::Is(self.reference(name), values.clone()),
            table::Test::IsNot(name, values) => Test::IsNot(self.reference(name), values.clone()),
            table::Test::True(name) => Test::True(self.reference(name)),
            table::Test::File(path) => Test::File(self.text(path)),
            table::Test::Directory(path) => Test::Directory(self.text(path)),
            table::Test::Socket(path) => Test::Socket(self.text(path)),
            table::Test::Empty(path) => Test::Empty(self.text(path)),
            table::Test::FirstWord(glob) => Test::FirstWord(glob.clone()),
            table::Test::Program(name) => Test::Program(name.clone()),
            table::Test::Root => Test::Root,
        }
    }
}

/// Whether `mode` is one of `modes`, which are all if none is named.
fn is_in(mode: &ModeName, modes: &[Spanned<ModeName>]) -> bool {
    modes.is_empty() || modes.iter().any(|name| name.value == *mode)
}

/// `variables` with each after those that its default names, and otherwise in
/// the order of the table. The table's check has refused cycles.
fn in_order<'a>(variables: &[&'a table::Variable]) -> Vec<&'a table::Variable> {
    let places: BTreeMap<&VariableName, usize> = variables
        .iter()
        .enumerate()
        .map(|(place, v)| (&v.name.value, place))
        .collect();
    // How many others each still waits for, and who waits for it.
    let mut missing = vec![0_usize; variables.len()];
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); variables.len()];
    for (place, variable) in variables.iter().enumerate() {
        for named in variable
            .default_names()
            .iter()
            .filter_map(|name| places.get(*name))
        {
            missing[place] += 1;
            waiting[*named].push(place);
        }
    }
    let mut ready: BTreeSet<usize> = (0..variables.len())
        .filter(|&place| missing[place] == 0)
        .collect();
    let mut ordered = Vec::with_capacity(variables.len());
    while let Some(place) = ready.pop_first() {
        ordered.push(variables[place]);
        for &other in &waiting[place] {
            missing[other] -= 1;
            if missing[other] == 0 {
                ready.insert(other);
            }
        }
    }
    ordered
}
