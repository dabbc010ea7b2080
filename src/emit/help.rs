//! `:help`: what the container can be, and which variables it knows.

use crate::emit::build::call;
use crate::emit::select::chosen;
use crate::emit::sentence::{COLUMNS, all_of, column, either, filled, one_line, rule, with_others};
use crate::emit::{command, header, health};
use crate::plan::{Piece, Plan, Reference, Selection, Text, Unknown, Value, Variable, Verb};
use crate::syntax::quote;
use crate::syntax::tree::{List, Word};

/// The word that asks.
pub(crate) const QUESTION: &str = ":help";
/// The least columns that the second column of a list has.
const NARROW: usize = 30;

/// Says it, and leaves; `None` where nobody can ask.
pub(crate) fn answer<'a>(plan: &Plan) -> Option<List<'a>> {
    if !plan.verbs.contains(&Verb::Help) {
        return None;
    }
    let lines = text(plan);
    let lines = lines
        .iter()
        .map(|line| quote::quoted(one_line(line)).next_line());
    let format = std::iter::once(quote::word("%s\\n"));
    let say = call("printf", format.chain(lines).collect::<Vec<Word<'a>>>());
    Some(List::from_iter([say, call("exit", [])]))
}

/// The lines of the answer.
fn text(plan: &Plan) -> Vec<String> {
    let variables = variables(plan);
    let mut parts = vec![vec![format!("{}.", plan.title)]];
    match &plan.selection {
        Some(selection) => {
            parts.push(header::modes(plan, selection));
            parts.push(filled(&choice(plan, selection), COLUMNS));
        }
        None if plan.modes[0].about.is_empty() => {}
        None => parts.push(vec![format!("  {}", plan.modes[0].about)]),
    }
    if !variables.is_empty() {
        parts.push(section("Variables:", &variables));
    }
    parts.push(section("Questions:", &questions(plan)));
    parts.join(&String::new())
}

/// Who chooses, and what becomes of words that choose nothing.
fn choice(plan: &Plan, selection: &Selection) -> String {
    let name = |mode: usize| &plan.modes[mode].name;
    let chosen = chosen(selection, "chooses what this container does.");
    let options = selection.options;
    let options = options.map(|mode| format!("Options alone are for {}.", name(mode)));
    let unknown = match selection.unknown {
        Unknown::Error => None,
        Unknown::Exec => Some("Any other command is run as it is.".to_owned()),
        Unknown::Mode(mode) => Some(format!("Any other word is for {}.", name(mode))),
    };
    let sentences: Vec<String> = [Some(chosen), options, unknown]
        .into_iter()
        .flatten()
        .collect();
    sentences.join(" ")
}

/// `title`, and the rows below it in two columns.
fn section(title: &str, rows: &[(String, String)]) -> Vec<String> {
    let names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let width = column(&names);
    let mut lines = vec![title.to_owned()];
    for (name, about) in rows {
        let mut name = name.as_str();
        for about in filled(about, COLUMNS.saturating_sub(width + 4).max(NARROW)) {
            lines.push(format!("  {name:width$}  {about}").trim_end().to_owned());
            name = "";
        }
    }
    lines
}

/// The questions of `plan`.
fn questions(plan: &Plan) -> Vec<(String, String)> {
    let health = health::asked(plan).next().is_some();
    let run = plan.verbs.contains(&Verb::Run);
    let all = [
        (
            health,
            health::QUESTION,
            "[MODE]",
            "whether the program is well",
        ),
        (true, QUESTION, "", "this text"),
        (
            run,
            command::QUESTION,
            command::WORDS,
            "a command in the environment of the program",
        ),
    ];
    let asked = all.into_iter().filter(|(there, ..)| *there);
    asked
        .map(|(_, question, words, about)| {
            let question = format!("{question} {words}");
            (question.trim_end().to_owned(), about.to_owned())
        })
        .collect()
}

/// A variable of one mode or more.
pub(crate) struct Known<'p> {
    /// It, as a mode has it that checks most.
    pub(crate) variable: &'p Variable,
    /// The names of its modes.
    pub(crate) modes: Vec<&'p str>,
}

/// The variables of `plan`, each once.
pub(crate) fn known(plan: &Plan) -> Vec<Known<'_>> {
    let mut known: Vec<Known<'_>> = Vec::new();
    for mode in &plan.modes {
        for variable in mode.variables() {
            let name = &variable.reference.name;
            let is_same = |other: &&mut Known<'_>| other.variable.reference.name == *name;
            match known.iter_mut().find(is_same) {
                Some(other) => {
                    other.modes.push(&mode.name);
                    // A mode without set-up has no checks.
                    if other.variable.checks.len() < variable.checks.len() {
                        other.variable = variable;
                    }
                }
                None => known.push(Known {
                    variable,
                    modes: vec![&mode.name],
                }),
            }
        }
    }
    known
}

/// The variables of `plan`, each with what is to be known of it.
fn variables(plan: &Plan) -> Vec<(String, String)> {
    let row = |Known { variable, modes }: Known<'_>| {
        let mut facts = facts(variable);
        if modes.len() < plan.modes.len() {
            facts.push(format!("only for {}", all_of(modes)));
        }
        let name = with_others(&variable.reference.name, &variable.aliases);
        (name, facts.join("; "))
    };
    known(plan).into_iter().map(row).collect()
}

/// The default and the rules of `variable`.
fn facts(variable: &Variable) -> Vec<String> {
    let default = match &variable.default {
        Value::Nothing => None,
        Value::Always(text) => Some(written(text)),
        Value::Cases(cases) => Some(either(cases.iter().map(|case| written(&case.value)))),
    };
    let here = if variable.reference.private {
        ", for this script alone"
    } else {
        ""
    };
    let default = default.map(|value| one_line(&format!("is {value} by default{here}")));
    default
        .into_iter()
        .chain(variable.checks.iter().map(rule))
        .collect()
}

/// `text` as the table writes it.
pub(crate) fn written(text: &Text) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let name = |reference: &Reference| reference.name.clone();
    text.iter()
        .map(|piece| match piece {
            Piece::Literal(text) => text.replace('$', "$$"),
            Piece::Value(reference) => format!("${{{}}}", name(reference)),
            Piece::ValueOr(reference, text) => format!("${{{}:-{text}}}", name(reference)),
            Piece::TextIf(reference, text) => format!("${{{}:+{text}}}", name(reference)),
        })
        .collect()
}
