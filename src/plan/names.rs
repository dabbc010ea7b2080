//! Which variables and words a part of the plan looks at.

use crate::plan::model::{
    Added, Addition, Check, Command, Condition, Health, Life, Mode, Note, Phase, Piece, Step, Test,
    Text, Value, Variable,
};

impl Mode {
    /// Whether any condition looks at the command line.
    #[must_use]
    pub fn looks_at_words(&self) -> bool {
        self.variables().any(Variable::looks_at_words)
            || self.steps().iter().any(Step::looks_at_words)
            || self.additions().iter().any(Addition::looks_at_words)
    }

    /// The names of all variables that it looks at, in no particular order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for phase in &self.phases {
            phase.names(&mut names);
        }
        match &self.health {
            None | Some(Health::Alive) => {}
            Some(Health::Run(words)) => of_texts(words, &mut names),
            Some(Health::Tcp(text) | Health::File { path: text, .. }) => of_text(text, &mut names),
        }
        names
    }
}

impl Phase {
    fn names<'p>(&'p self, names: &mut Vec<&'p str>) {
        match self {
            Self::Environment(variables) => {
                for variable in variables {
                    names.push(&variable.reference.name);
                    names.extend(variable.aliases.iter().map(String::as_str));
                    names.extend(variable.names());
                }
            }
            Self::Steps(steps) => {
                for step in steps {
                    of_texts(&step.command, names);
                    of_conditions(step.when.as_ref(), names);
                }
            }
            Self::Additions(additions) => {
                for addition in additions {
                    match &addition.words {
                        Added::Words(words) => of_texts(words, names),
                        Added::Split(variable) => names.push(&variable.name),
                    }
                    of_conditions(addition.when.as_ref(), names);
                }
            }
            Self::Directory(text) => of_text(text, names),
            Self::Run { command, life } => {
                if let Command::Program(words) = command {
                    of_texts(words.iter().flatten(), names);
                }
                if let Life::Supervise(supervision) = life {
                    of_texts(supervision.before.iter().flatten(), names);
                    of_texts(supervision.after.iter().flatten(), names);
                }
            }
        }
    }
}

impl Addition {
    /// Whether its condition looks at the first word of the command line.
    #[must_use]
    pub fn looks_at_words(&self) -> bool {
        self.when.as_ref().is_some_and(looks_at_words)
    }
}

impl Step {
    /// Whether its condition looks at the command line.
    #[must_use]
    pub fn looks_at_words(&self) -> bool {
        self.when.as_ref().is_some_and(looks_at_words)
    }
}

impl Variable {
    /// The names of the other variables that its default, its checks and its
    /// notes look at, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let mut names = Vec::new();
        match &self.default {
            Value::Nothing => {}
            Value::Always(text) => of_text(text, &mut names),
            Value::Cases(cases) => {
                for case in cases {
                    of_text(&case.value, &mut names);
                }
            }
        }
        for condition in self.conditions() {
            of_condition(condition, &mut names);
        }
        names
            .into_iter()
            .filter(|name| *name != self.reference.name)
    }

    /// Whether any of its conditions looks at the command line.
    #[must_use]
    pub fn looks_at_words(&self) -> bool {
        self.conditions().any(looks_at_words)
    }

    /// The conditions of its default, its checks and its notes.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let cases = match &self.default {
            Value::Cases(cases) => cases.as_slice(),
            Value::Nothing | Value::Always(_) => &[],
        };
        let defaults = cases.iter().filter_map(|case| case.when.as_ref());
        let checks = self.checks.iter().filter_map(|check| match check {
            Check::Required(condition) => condition.as_ref(),
            _ => None,
        });
        let notes = self.notes.iter().filter_map(|note| match note {
            Note::Log => None,
            Note::Warn { when, .. } => Some(when),
        });
        defaults.chain(checks).chain(notes)
    }
}

/// The names of the variables that `text` holds, in their order.
#[must_use]
pub fn names_in(text: &Text) -> Vec<&str> {
    let mut names = Vec::new();
    of_text(text, &mut names);
    names
}

fn of_text<'t>(text: &'t Text, names: &mut Vec<&'t str>) {
    for piece in text {
        match piece {
            Piece::Literal(_) => {}
            Piece::Value(reference)
            | Piece::ValueOr(reference, _)
            | Piece::TextIf(reference, _) => names.push(&reference.name),
        }
    }
}

fn of_texts<'t>(texts: impl IntoIterator<Item = &'t Text>, names: &mut Vec<&'t str>) {
    texts.into_iter().for_each(|text| of_text(text, names));
}

fn of_conditions<'c>(
    conditions: impl IntoIterator<Item = &'c Condition>,
    names: &mut Vec<&'c str>,
) {
    for condition in conditions {
        of_condition(condition, names);
    }
}

fn of_condition<'c>(condition: &'c Condition, names: &mut Vec<&'c str>) {
    match condition {
        Condition::Test(test) | Condition::Not(test) => match test {
            Test::Set(name) | Test::Is(name, _) | Test::IsNot(name, _) | Test::True(name) => {
                names.push(&name.name);
            }
            Test::File(path) | Test::Directory(path) | Test::Socket(path) | Test::Empty(path) => {
                of_text(path, names);
            }
            Test::FirstWord(_) | Test::Program(_) | Test::Root | Test::Given(_) => {}
        },
        Condition::All(list) | Condition::Any(list) => {
            of_conditions(list, names);
        }
    }
}

fn looks_at_words(condition: &Condition) -> bool {
    match condition {
        Condition::Test(test) | Condition::Not(test) => matches!(test, Test::FirstWord(_)),
        Condition::All(list) | Condition::Any(list) => list.iter().any(looks_at_words),
    }
}
