//! The variables, each with its type and its default.

use super::markdown::{Page, code, codes};
use super::{Guide, listed, number};
use crate::emit::help::{Known, known, written};
use crate::emit::sentence::{because, either, range};
use crate::plan::{Case, Check, Piece, Source, Text, Value, Variable};

impl Guide<'_> {
    /// The section; with no variables none.
    pub(super) fn variables(&self, page: &mut Page) {
        let known = known(self.plan);
        let choice = self.choosing();
        if known.is_empty() && choice.is_empty() {
            return;
        }
        page.heading(2, "Environment variables");
        let modes: Vec<String> = known.iter().map(|known| self.only_for(known)).collect();
        let rows = choice.into_iter().chain(
            known
                .iter()
                .map(|Known { variable, .. }| [name(variable), kind(variable), default(variable)]),
        );
        let rows: Vec<[String; 3]> = rows.collect();
        let modes = std::iter::repeat_n(String::new(), rows.len() - modes.len()).chain(modes);
        let modes: Vec<String> = modes.collect();
        if modes.iter().any(|modes| !modes.is_empty()) {
            let rows: Vec<[String; 4]> = rows
                .into_iter()
                .zip(modes)
                .map(|([name, kind, default], modes)| {
                    let modes = if modes.is_empty() {
                        "all".to_owned()
                    } else {
                        modes
                    };
                    [name, kind, default, modes]
                })
                .collect();
            page.table(["variable", "value", "default", "modes"], &rows);
        } else {
            page.table(["variable", "value", "default"], &rows);
        }
        page.paragraph(&remarks(&known));
    }

    /// A row a variable that chooses the mode.
    fn choosing(&self) -> Vec<[String; 3]> {
        let Some(selection) = &self.plan.selection else {
            return Vec::new();
        };
        let names = codes(self.plan.modes.iter().map(|mode| mode.name.as_str()));
        let default = selection
            .default
            .map_or("none".to_owned(), |mode| code(&self.plan.modes[mode].name));
        let sources = selection.sources.iter();
        sources
            .filter_map(|source| match source {
                Source::FirstWord => None,
                Source::Variable(name) => {
                    Some([code(name), either(names.clone()), default.clone()])
                }
            })
            .collect()
    }

    /// The modes of a variable that is not of all.
    fn only_for(&self, known: &Known<'_>) -> String {
        if known.modes.len() == self.plan.modes.len() {
            return String::new();
        }
        let names = codes(known.modes.iter().copied());
        listed(&names)
    }
}

/// What holds of several variables.
fn remarks(known: &[Known<'_>]) -> Vec<String> {
    let names = |is: &dyn Fn(&Variable) -> bool| {
        let those = known.iter().filter(|known| is(known.variable));
        codes(those.map(|known| known.variable.reference.name.as_str()))
    };
    let private = names(&|variable| variable.reference.private);
    let kept =
        names(&|variable| !variable.empty_is_unset && !matches!(variable.default, Value::Nothing));
    let private = match private.len() {
        0 => String::new(),
        count => format!(
            "The {} of {} {} for the script alone: the program may have its own.",
            number(count, "default", "defaults"),
            listed(&private),
            number(count, "is", "are"),
        ),
    };
    let kept = match kept.len() {
        0 => String::new(),
        count => format!(
            "{} {} set to nothing {} so; any other empty variable is as good as none.",
            listed(&kept),
            number(count, "that is", "that are"),
            number(count, "stays", "stay"),
        ),
    };
    let names_others = known.iter().any(|known| match &known.variable.default {
        Value::Nothing => false,
        Value::Always(text) => is_template(text),
        Value::Cases(cases) => cases.iter().any(|case| is_template(&case.value)),
    });
    let template = if names_others {
        "`${NAME}` in a default is the value of that variable.".to_owned()
    } else {
        String::new()
    };
    vec![private, kept, template]
}

/// Whether `text` names a variable.
fn is_template(text: &Text) -> bool {
    let is_literal = |piece: &Piece| matches!(piece, Piece::Literal(_));
    !text.iter().all(is_literal)
}

/// The name, and other names.
fn name(variable: &Variable) -> String {
    let name = code(&variable.reference.name);
    match variable.aliases.as_slice() {
        [] => name,
        aliases => format!(
            "{name} (or {})",
            either(codes(aliases.iter().map(String::as_str)))
        ),
    }
}

/// What a value has to be.
fn kind(variable: &Variable) -> String {
    let rules = variable.checks.iter().filter_map(|check| match check {
        Check::Required(_) => None,
        Check::Number { min, max } => Some(format!("whole number{}", range(*min, *max))),
        Check::Boolean => Some("`true` or `false`".to_owned()),
        Check::OneOf(values) => Some(either(codes(values.iter().map(String::as_str)))),
        Check::Pattern(glob) => Some(format!("like {}", code(&glob.to_string()))),
    });
    let rules: Vec<String> = rules.collect();
    if rules.is_empty() {
        "text".to_owned()
    } else {
        rules.join(", ")
    }
}

/// The value when there is none, or that there has to be one.
fn default(variable: &Variable) -> String {
    let value = |text: &Text| match written(text) {
        text if text == "empty" => text,
        text => code(&text),
    };
    let default = match &variable.default {
        Value::Nothing => None,
        Value::Always(text) => Some(value(text)),
        Value::Cases(cases) => {
            let case = |case: &Case| {
                let when = case.when.as_ref().map(because).unwrap_or_default();
                format!("{}{when}", value(&case.value))
            };
            Some(either(cases.iter().map(case)))
        }
    };
    let required = variable.checks.iter().find_map(|check| match check {
        Check::Required(None) => Some("required".to_owned()),
        Check::Required(Some(when)) => match because(when) {
            when if when.is_empty() => Some("sometimes required".to_owned()),
            when => Some(format!("required{when}")),
        },
        _ => None,
    });
    let said: Vec<String> = [default, required].into_iter().flatten().collect();
    if said.is_empty() {
        "none".to_owned()
    } else {
        said.join("; ")
    }
}
