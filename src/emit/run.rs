//! The life of a mode once it is chosen.

use crate::emit::additions::add;
use crate::emit::build::{arm, call, compound, empty, fail, group, log, silent, wrapped};
use crate::emit::health;
use crate::emit::sentence::{NO_COMMAND, OPTION_FIRST, cannot_enter};
use crate::emit::shared::Shared;
use crate::emit::steps::hand_over;
use crate::emit::supervise::{prepare, supervise};
use crate::emit::word::{self, Words};
use crate::plan::{Command, Life, Mode, Phase, Piece, Plan, Text};
use crate::syntax::quote;
use crate::syntax::tree::{AndOr, Arm, Case, Compound, List, Pipeline, Word};

/// What `mode` does. `words_may_miss` says that the words of the command line
/// may be none, or begin with an option.
pub(crate) fn body<'a>(
    plan: &Plan,
    mode: &Mode,
    shared: &Shared<'_>,
    words_may_miss: bool,
) -> List<'a> {
    let mut list = List::new();
    match mode.run().1 {
        Life::Supervise(supervision) => {
            prepare(supervision, &mut list);
            health::keep(mode, &mut list);
        }
        Life::Exec if mode.steps().is_empty() => {}
        Life::Exec => {
            list.push(call("lg_stay", []));
            health::keep(mode, &mut list);
        }
    }
    if plan.talks && plan.selection.is_some() {
        list.push(log(quote::word(format!("mode {}", mode.name))));
    }
    if words_may_miss && *mode.run().0 == Command::Words {
        list.push(require_command(plan.exit.usage));
    }
    for phase in &mode.phases {
        match phase {
            Phase::Environment(_) => list.append(shared.set_up(mode)),
            Phase::Steps(_) => shared.steps.run(mode, &mut list),
            Phase::Additions(additions) => add(plan, mode, additions, &mut list),
            Phase::Directory(directory) => enter(plan, directory, &mut list),
            Phase::Run { command, life } => run(plan, mode, command, life, &mut list),
        }
    }
    list
}

/// Leaves with `code` unless the first word can be run: `exec` without words
/// goes on as if nothing were wrong, and takes a word with `-` as its option.
fn require_command<'a>(code: u8) -> Compound<'a> {
    compound(Case::new(
        word::positional(1),
        [no_command(code), option_first(code)],
    ))
}

/// The arm for a command line without words where some are needed.
pub(crate) fn no_command<'a>(code: u8) -> Arm<'a> {
    let refuse = fail(quote::word(NO_COMMAND), code);
    arm(vec![empty()], List::inline(refuse))
}

/// The arm for an option where a program is needed.
pub(crate) fn option_first<'a>(code: u8) -> Arm<'a> {
    let refuse = fail(quote::word(OPTION_FIRST), code);
    arm(vec![Word::literal("-*")], List::inline(refuse))
}

/// Goes to `directory`, without what the shell itself would say: that holds
/// values from outside.
pub(crate) fn enter(plan: &Plan, directory: &Text, list: &mut List<'_>) {
    let mut words = Words::default();
    let target = words.word(directory);
    list.append(words.before);
    let change = call("cd", [Word::literal("--"), target.clone()]).with("CDPATH", empty());
    let change = AndOr::from(Pipeline::from(silent(change)));
    let code = plan.exit.environment;
    list.push(if let [Piece::Literal(path)] = directory.as_slice() {
        change.or(fail(quote::word(cannot_enter(path)), code))
    } else {
        let clean = AndOr::from(Pipeline::from(call("lg_clean", [target])));
        let message = word::message_with_text(&cannot_enter(""), "");
        change.or(group(clean.and(fail(message, code))))
    });
}

fn run<'a>(plan: &Plan, mode: &Mode, command: &Command, life: &Life, list: &mut List<'a>) {
    let mut words = Words::default();
    let mut argv: Vec<Word<'a>> = match command {
        Command::Words => vec![Word::parameter("@")],
        Command::Program(arguments) => arguments
            .iter()
            .map(|argument| match argument {
                None => Word::parameter("@"),
                Some(text) => words.word(text),
            })
            .collect(),
    };
    if !(mode.additions().is_empty() || command.takes_words()) {
        argv.push(Word::parameter("@"));
    }
    list.append(words.before);
    match life {
        Life::Exec => {
            health::keep_as_program(mode, list);
            if !mode.steps().is_empty() {
                hand_over(list);
            }
            list.push(wrapped(call("exec", argv)));
        }
        Life::Supervise(supervision) => supervise(plan, mode, supervision, argv, list),
    }
}
