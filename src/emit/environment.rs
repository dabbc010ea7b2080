//! Variables: defaults, then checks, then what is said of them.

use crate::emit::build::{arm, bracket, broken, call, empty, exit, if_any, log, warning};
use crate::emit::condition::condition;
use crate::emit::form;
use crate::emit::sentence::wrong;
use crate::emit::word::{self, Words};
use crate::plan::{Case, Check, Condition, Log, Note, Piece, Reference, Value, Variable};
use crate::syntax::quote;
use crate::syntax::tree::{
    self, AndOr, Branch, If, List, Operator, Parameter, Pipeline, Simple, Test, Word,
};

/// What a script does about variables, part by part.
#[derive(Default)]
pub(crate) struct Environment<'a> {
    /// Gives each variable its value.
    pub(crate) defaults: List<'a>,
    /// Says what is wrong and notes it in `lg_problems`.
    pub(crate) checks: List<'a>,
    /// Says what is worth knowing.
    pub(crate) notes: List<'a>,
}

/// What is to be done about `variables`, in their order; said in this form.
pub(crate) fn environment<'a>(variables: &[&Variable], form: Log) -> Environment<'a> {
    let mut words = Words::default();
    let mut parts = Environment::default();
    for variable in variables {
        default(variable, &mut words, &mut parts.defaults);
    }
    checks(variables, &mut words, &mut parts.checks);
    for variable in variables {
        notes(variable, form, &mut words, &mut parts.notes);
    }
    let mut defaults = words.before;
    defaults.append(parts.defaults);
    Environment { defaults, ..parts }
}

/// What stands before the first check.
pub(crate) fn before_checks<'a>() -> List<'a> {
    let mut list = List::new();
    list.comment("Every problem is said before the script leaves.");
    list.push(Simple::assign("lg_problems", empty()));
    list
}

/// What stands behind the last check: leaves with `code` if there was a problem.
pub(crate) fn after_checks<'a>(code: u8) -> tree::Compound<'a> {
    if_any("lg_problems", exit(code))
}

fn default<'a>(variable: &Variable, words: &mut Words<'a>, list: &mut List<'a>) {
    let reference = &variable.reference;
    let test = missing(variable);
    match &variable.default {
        Value::Nothing => {}
        Value::Always(value) => {
            if reference.private {
                list.comment(ONLY_HERE);
            }
            let value = chain(
                reference,
                &variable.aliases,
                test,
                words.inside_expansion(value),
            );
            list.push(set(reference, value));
            return;
        }
        Value::Cases(cases) => {
            default_by_case(variable, cases, words, list);
            return;
        }
    }
    for alias in &variable.aliases {
        let value = Word::parameter(alias.clone());
        list.push(broken(
            AndOr::from(Pipeline::from(present(&reference.name, test)))
                .or(absent(alias, test))
                .or(set(reference, value)),
        ));
    }
}

/// Above a default that the program does not see.
const ONLY_HERE: &str = "Only this script uses the default: the program may have its own.";

/// Which values of `variable` are as good as none.
fn missing(variable: &Variable) -> Test {
    if variable.empty_is_unset {
        Test::UnsetOrEmpty
    } else {
        Test::Unset
    }
}

/// `"${NAME:-${ALIAS:-last}}"`
fn chain<'a>(reference: &Reference, aliases: &[String], test: Test, last: Word<'a>) -> Word<'a> {
    let operator = Operator::Default(test);
    let inner = aliases.iter().rev().fold(last, |inner, alias| {
        Parameter::with(alias.clone(), operator, inner).into()
    });
    quote::template([Parameter::with(reference.name.clone(), operator, inner).into()])
}

fn default_by_case<'a>(
    variable: &Variable,
    cases: &[Case],
    words: &mut Words<'a>,
    list: &mut List<'a>,
) {
    let reference = &variable.reference;
    let test = missing(variable);
    let mut choice = If {
        branches: Vec::new(),
        otherwise: None,
    };
    if reference.private {
        list.comment(ONLY_HERE);
    }
    let names = std::iter::once(&reference.name).chain(&variable.aliases);
    for name in names {
        let kept = *name == reference.name && !reference.private;
        choice.branches.push(Branch {
            condition: List::inline(present(name, test)),
            body: body(if kept {
                call(":", [])
            } else {
                set(reference, Word::parameter(name.clone()))
            }),
        });
    }
    for case in cases {
        let body = body(if reference.private {
            set(reference, words.word(&case.value))
        } else {
            call("export", [words.assignment(&reference.name, &case.value)])
        });
        match &case.when {
            Some(when) => choice.branches.push(Branch {
                condition: List::inline(condition(when, words)),
                body,
            }),
            None => choice.otherwise = Some(body),
        }
    }
    if reference.private && choice.otherwise.is_none() {
        choice.otherwise = Some(body(set(reference, empty())));
    }
    list.push(tree::Compound::from(choice));
}

fn body(command: Simple<'_>) -> List<'_> {
    List::from_iter([command])
}

/// `export NAME=value`, or an assignment for a value of the script's own.
fn set<'a>(reference: &Reference, value: Word<'a>) -> Simple<'a> {
    let name = word::name(reference);
    if reference.private {
        Simple::assign(name, value)
    } else {
        call("export", [word::assigned(&name, value)])
    }
}

/// Succeeds if there is a value.
fn present<'a>(name: &str, test: Test) -> Simple<'a> {
    bracket([Word::literal("-n"), probe(name, test)])
}

/// Succeeds if there is none.
fn absent<'a>(name: &str, test: Test) -> Simple<'a> {
    bracket([Word::literal("-z"), probe(name, test)])
}

/// `"${NAME-}"`, or `"${NAME+set}"` where an empty value counts.
fn probe<'a>(name: &str, test: Test) -> Word<'a> {
    match test {
        Test::UnsetOrEmpty => Word::expansion(
            name.to_owned(),
            Operator::Default(Test::Unset),
            Word::default(),
        ),
        Test::Unset => Word::expansion(
            name.to_owned(),
            Operator::Alternative(Test::Unset),
            Word::literal("set"),
        ),
    }
}

fn checks<'a>(variables: &[&Variable], words: &mut Words<'a>, list: &mut List<'a>) {
    let mut asked: Option<&Condition> = None;
    let mut body = List::new();
    for variable in variables {
        for check in &variable.checks {
            let Check::Required(Some(when)) = check else {
                continue;
            };
            if asked != Some(when) {
                flush(asked.replace(when), std::mem::take(&mut body), words, list);
            }
            body.push(required(variable, check));
        }
    }
    flush(asked, body, words, list);
    for variable in variables {
        for check in &variable.checks {
            match check {
                Check::Required(Some(_)) => {}
                Check::Required(None) => list.push(required(variable, check)),
                check => value_check(variable, check, list),
            }
        }
    }
}

/// Closes the `if` over variables that are required for the same reason.
fn flush<'a>(when: Option<&Condition>, body: List<'a>, words: &mut Words<'a>, list: &mut List<'a>) {
    if let Some(when) = when {
        list.push(tree::Compound::from(If::new(condition(when, words), body)));
    }
}

fn required<'a>(variable: &Variable, check: &Check) -> AndOr<'a> {
    AndOr::from(Pipeline::from(present(
        &word::name(&variable.reference),
        missing(variable),
    )))
    .or(report(variable, check))
}

fn report<'a>(variable: &Variable, check: &Check) -> Simple<'a> {
    call(
        "lg_wrong",
        [quote::word(wrong(&variable.reference.name, check))],
    )
}

/// A check that lets an empty value pass.
fn value_check(variable: &Variable, check: &Check, list: &mut List<'_>) {
    let reference = &variable.reference;
    let command = match check {
        Check::Required(_) => return,
        Check::OneOf(values) => {
            let patterns = values
                .iter()
                .map(|value| quote::word(value.clone()))
                .collect();
            return list.push(case_check(variable, check, patterns));
        }
        Check::Pattern(glob) => {
            return list.push(case_check(variable, check, vec![word::pattern(glob)]));
        }
        Check::Boolean => call("lg_boolean", [word::value(reference)]),
        Check::Number { min, max } => number(reference, *min, *max),
    };
    let check = if always_there(variable) {
        AndOr::from(Pipeline::from(command))
    } else {
        let name = word::name(reference);
        AndOr::from(Pipeline::from(absent(&name, Test::UnsetOrEmpty))).or(command)
    }
    .or(report(variable, check));
    list.push(broken(check));
}

fn number<'a>(reference: &Reference, min: Option<i32>, max: Option<i32>) -> Simple<'a> {
    let limit = |limit: Option<i32>| match limit {
        Some(number) => Word::literal(number.to_string()),
        None => empty(),
    };
    let command = call("lg_number", [word::value(reference)]);
    match (min, max) {
        (None, None) => command,
        (min, None) => command.arg(limit(min)),
        (min, max) => command.arg(limit(min)).arg(limit(max)),
    }
}

fn case_check<'a>(
    variable: &Variable,
    check: &Check,
    mut patterns: Vec<Word<'a>>,
) -> tree::Compound<'a> {
    if !always_there(variable) {
        patterns.insert(0, empty());
    }
    let case = tree::Case::new(
        word::unquoted(&variable.reference),
        [
            arm(patterns, List::new()),
            arm(
                vec![Word::literal("*")],
                List::inline(report(variable, check)),
            ),
        ],
    );
    tree::CompoundKind::from(case).into()
}

/// Whether a default keeps the value from being empty.
fn always_there(variable: &Variable) -> bool {
    let literal = |piece: &Piece| matches!(piece, Piece::Literal(text) if !text.is_empty());
    variable.empty_is_unset
        && matches!(&variable.default, Value::Always(text) if text.iter().any(literal))
}

fn notes<'a>(variable: &Variable, form: Log, words: &mut Words<'a>, list: &mut List<'a>) {
    for note in &variable.notes {
        match note {
            Note::Log => {
                list.push(call("lg_clean", [word::value(&variable.reference)]));
                let before = format!("{} is ", variable.reference.name);
                list.push(log(word::message_with_text(&before, "")));
            }
            Note::Warn { when, say } => {
                list.push(tree::Compound::from(If::new(
                    condition(when, words),
                    List::from_iter([warning(quote::word(form::warning(form, say)))]),
                )));
            }
        }
    }
}
