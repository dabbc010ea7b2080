//! A program that the script stays with.

use crate::emit::build::{call, exit_with, log, number, wrapped};
use crate::emit::health;
use crate::emit::link::Feature;
use crate::emit::restart;
use crate::emit::word::{self, Words};
use crate::plan::{Forward, Life, Mode, Plan, Signal, Supervision, Text};
use crate::syntax::quote;
use crate::syntax::tree::{Function, List, Simple, Word, WordPart};

/// What the runtime of `plan` must be able to do.
pub(crate) fn features(plan: &Plan) -> Vec<Feature> {
    let supervised: Vec<&Supervision> = plan
        .modes
        .iter()
        .filter_map(|mode| match mode.run().1 {
            Life::Exec => None,
            Life::Supervise(supervision) => Some(supervision),
        })
        .collect();
    let any = |has: fn(&Supervision) -> bool| supervised.iter().any(|s| has(s));
    let mut steps = plan.modes.iter().flat_map(Mode::steps);
    let wanted = [
        (Feature::Program, any(is_special)),
        (Feature::Uniform, !any(is_special)),
        (Feature::Grace, any(|s| s.grace.is_some())),
        (Feature::Before, any(|s| s.before.is_some())),
        (Feature::Forward, any(|s| !s.forward.is_empty())),
        (Feature::Timeout, steps.any(|s| s.timeout.is_some())),
        (Feature::Talks, plan.talks),
    ];
    let wanted = wanted.into_iter().filter(|(_, wanted)| *wanted);
    wanted.map(|(feature, _)| feature).collect()
}

/// Whether a signal does to the program what it does to no other child.
fn is_special(supervision: &Supervision) -> bool {
    supervision.signal != Signal::Term
        || supervision.grace.is_some()
        || supervision.before.is_some()
        || !supervision.forward.is_empty()
}

/// Gets ready, before anything that can take time.
pub(crate) fn prepare(supervision: &Supervision, list: &mut List<'_>) {
    list.push(call("lg_stay", []));
    for signal in &supervision.accepts {
        let action = format!("lg_stop {}", 128 + signal.number());
        list.push(trap(action, *signal));
    }
    for Forward { from, to } in &supervision.forward {
        list.push(trap(format!("lg_send {}", to.name()), *from));
    }
    if is_special(supervision) {
        // shellcheck may lose sight of the one who calls it.
        list.comment("How a stop reaches the program.\nshellcheck disable=SC2329");
        list.push(Function::new("lg_end", end(supervision)));
    }
}

fn trap<'a>(action: String, signal: Signal) -> Simple<'a> {
    call("trap", [quote::word(action), Word::literal(signal.name())])
}

/// Runs `argv` until the mode has ended, and leaves.
pub(crate) fn supervise<'a>(
    plan: &Plan,
    mode: &Mode,
    supervision: &Supervision,
    argv: Vec<Word<'a>>,
    list: &mut List<'a>,
) {
    let runner = if is_special(supervision) {
        "lg_program"
    } else {
        "lg_run"
    };
    let starting = format!("{}: starting", mode.name);
    let starting = plan.talks.then(|| log(quote::word(starting)));
    let mut run: List<'_> = starting.into_iter().collect();
    health::before_program(mode, &mut run);
    run.push(wrapped(call(runner, argv)));
    match &supervision.restart {
        None => list.append(run),
        Some(restart) => restart::again(plan, mode, restart, run, list),
    }
    if plan.talks {
        let before = format!("{}: leaving with code ", mode.name);
        list.push(log(word::message(&before, "lg_code", "")));
    }
    if let Some(command) = &supervision.after {
        let words = words(command, list);
        list.push(wrapped(call("lg_after", words)));
    }
    list.push(exit_with("lg_code"));
}

/// The body of `lg_end`, which tells the program to stop.
fn end<'a>(supervision: &Supervision) -> List<'a> {
    let mut body = List::new();
    if let Some(seconds) = supervision.grace {
        let clock = call("lg_limit", [number(seconds)]);
        body.push(Simple::assign("lg_timer", substitution(clock)));
    }
    let signal = Word::literal(supervision.signal.name());
    match &supervision.before {
        None => body.push(call("lg_send", [signal])),
        Some(command) => {
            let words = words(command, &mut body);
            let words = std::iter::once(signal).chain(words);
            let first = call("lg_first", words);
            body.push(Simple::assign("lg_hook", substitution(first)));
        }
    }
    body
}

/// `command` as words; what must stand before it goes to `list`.
fn words<'a>(command: &[Text], list: &mut List<'a>) -> Vec<Word<'a>> {
    let mut words = Words::default();
    let argv = words.command(command);
    list.append(words.before);
    argv
}

/// `$(command)`
fn substitution(command: Simple<'_>) -> Word<'_> {
    WordPart::CommandSubstitution(List::inline(command)).into()
}
