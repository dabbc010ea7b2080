//! The question for health, and the state that answers it.

use std::collections::BTreeSet;

use crate::emit::build::{arithmetic, arm, call, compound, fail, inline_case, number, wrapped};
use crate::emit::environment::environment;
use crate::emit::link::Feature;
use crate::emit::sentence::either;
use crate::emit::word::{self, Words};
use crate::plan::{AfterLimit, Health, Life, Log, Mode, Plan, Text, Variable, names_in};
use crate::syntax::quote;
use crate::syntax::tree::{Case, Compound, List, Operator, Simple, Test, Word};

/// The word that asks.
pub(crate) const QUESTION: &str = ":health";
/// Says what the next child is, for the state.
const PHASE: &str = "lg_phase";
/// The longest name of an application that a file's name has whole.
const NAME: usize = 64;

/// What the runtime of `plan` must be able to do.
pub(crate) fn features(plan: &Plan) -> Vec<Feature> {
    let stays = |mode: &&Mode| matches!(mode.run().1, Life::Supervise(_));
    let loops = |mode: &Mode| match mode.run().1 {
        Life::Supervise(supervision) => supervision
            .restart
            .as_ref()
            .and_then(|restart| restart.limit)
            .is_some_and(|limit| limit.then == AfterLimit::Unhealthy),
        Life::Exec => false,
    };
    let kept = asked(plan).any(|mode| stays(&mode));
    let kept = kept.then_some(Feature::Health);
    let loops = asked(plan).any(loops).then_some(Feature::CrashLoop);
    kept.into_iter().chain(loops).collect()
}

/// The modes that somebody may ask about.
pub(crate) fn asked(plan: &Plan) -> impl Iterator<Item = &Mode> {
    plan.modes.iter().filter(|mode| mode.health.is_some())
}

/// Names the files for the state, if there is one.
pub(crate) fn name_state(plan: &Plan, list: &mut List<'_>) {
    let files = state_files(plan);
    if !files.is_empty() {
        list.push(Simple::assign("lg_state", quote::word(files.join(" "))));
    }
}

/// The files for the state of `plan`; none if nobody asks. Two scripts in one container have
/// different names, and so have their files.
pub(crate) fn state_files(plan: &Plan) -> Vec<String> {
    if asked(plan).next().is_none() {
        return Vec::new();
    }
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() || "_.-".contains(c) => c,
        _ => '-',
    };
    let app: String = plan.app.chars().take(NAME).map(plain).collect();
    let file = |folder: &String| format!("{folder}/lychgate-{app}.state");
    plan.state.iter().map(file).collect()
}

/// Begins to keep the state of `mode`, if somebody may ask, before its program runs.
pub(crate) fn keep(mode: &Mode, list: &mut List<'_>) {
    keep_with(mode, number(0), list);
}

/// The same right before the script becomes the program.
pub(crate) fn keep_as_program(mode: &Mode, list: &mut List<'_>) {
    keep_with(mode, Word::parameter("$"), list);
}

fn keep_with<'a>(mode: &Mode, program: Word<'a>, list: &mut List<'a>) {
    if mode.health.is_some() {
        let name = quote::word(mode.name.clone());
        list.push(call("lg_keep_state", [name, program]));
    }
}

/// Says that the next child of `mode` is its program, if somebody may ask.
pub(crate) fn before_program(mode: &Mode, list: &mut List<'_>) {
    if mode.health.is_some() {
        list.push(Simple::assign(PHASE, Word::literal("running")));
    }
}

/// Says that the next child of `mode` is a pause, if somebody may ask.
pub(crate) fn before_pause(mode: &Mode, list: &mut List<'_>) {
    if mode.health.is_some() {
        let restarts = arithmetic("lg_restarts + 1".to_owned());
        let pause = Simple::assign(PHASE, Word::literal("pause"));
        list.push(pause.with("lg_restarts", restarts));
    }
}

/// Answers the question; `None` where nobody asks.
pub(crate) fn answer<'a>(plan: &Plan) -> Option<List<'a>> {
    let names: Vec<&str> = asked(plan).map(|mode| mode.name.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let mut answer = List::new();
    answer.push(refuse(plan, &names));
    answer.push(call("lg_health", [asked_or(&names)]));
    answer.append(by_mode(plan));
    answer.push(call("lg_healthy", []));
    Some(answer)
}

/// Leaves unless the words are the question, or the question and one of `names`.
fn refuse<'a>(plan: &Plan, names: &[&str]) -> Compound<'a> {
    let usage = either(names.iter().map(|name| format!("{QUESTION} {name}")));
    let usage = format!("usage: {QUESTION} or {usage}");
    let mut patterns = vec![Word::literal("1")];
    patterns.extend(names.iter().map(|name| quote::word(format!("2{name}"))));
    let wrong = fail(quote::word(usage), plan.exit.usage);
    let mut words = Word::unquoted("#");
    words.parts.extend(word::positional(2).parts);
    let arms = [
        arm(patterns, List::new()),
        arm(vec![Word::literal("*")], List::inline(wrong)),
    ];
    inline_case(words, arms)
}

/// What modes ask besides, in the arms of a `case`.
fn by_mode<'a>(plan: &Plan) -> List<'a> {
    let arms: Vec<_> = asked(plan)
        .filter_map(|mode| {
            let asked = kind(mode, mode.health.as_ref()?);
            let name = quote::word(mode.name.clone());
            (!asked.lines.is_empty()).then(|| arm(vec![name], asked))
        })
        .collect();
    if arms.is_empty() {
        return List::new();
    }
    List::from_iter([compound(Case::new(Word::unquoted("lg_mode"), arms))])
}

/// What `mode` asks besides whether its program is alive.
fn kind<'a>(mode: &Mode, health: &Health) -> List<'a> {
    let mut words = Words::default();
    let (variables, command) = match health {
        Health::Alive => return List::new(),
        Health::Run(command) => {
            let exec = call("exec", words.command(command));
            (mode.variables().collect(), exec)
        }
        Health::Tcp(port) => (named(mode, port), call("lg_listens", [words.word(port)])),
        Health::File { path, fresh_for } => {
            let words = [words.word(path), number(*fresh_for)];
            (named(mode, path), call("lg_fresh", words))
        }
    };
    let defaults: Vec<Variable> = variables.into_iter().map(without_checks).collect();
    let defaults: Vec<&Variable> = defaults.iter().collect();
    let mut list = environment(&defaults, Log::Plain).defaults;
    list.append(words.before);
    list.push(wrapped(command));
    list
}

/// `variable` with its default alone.
fn without_checks(variable: &Variable) -> Variable {
    Variable {
        checks: Vec::new(),
        notes: Vec::new(),
        ..variable.clone()
    }
}

/// The variables of `mode` that `text` names, and those that their defaults name.
fn named<'m>(mode: &'m Mode, text: &Text) -> Vec<&'m Variable> {
    let mut names: BTreeSet<String> = names_in(text).into_iter().map(str::to_owned).collect();
    // Each variable stands after those that its default names.
    let mut variables: Vec<&Variable> = mode.variables().collect();
    variables.reverse();
    variables.retain(|variable| {
        let is_named = names.contains(&variable.reference.name);
        if is_named {
            let only_default = without_checks(variable);
            names.extend(only_default.names().map(str::to_owned));
        }
        is_named
    });
    variables.reverse();
    variables
}

/// `"${2-a b}"`: the mode that is asked about, or else all of `names`.
fn asked_or<'a>(names: &[&str]) -> Word<'a> {
    let all = Word::literal(names.join(" "));
    Word::expansion("2", Operator::Default(Test::Unset), all)
}
