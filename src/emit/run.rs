//! The life of a mode once it is chosen.

use crate::emit::build::{
    arm, bracket, broken, call, empty, exit, exit_with, fail, group, if_any, inline_case, log,
    number, silent, wrapped,
};
use crate::emit::environment::{after_checks, before_checks, environment};
use crate::emit::link::Feature;
use crate::emit::sentence::NO_COMMAND;
use crate::emit::shared::Shared;
use crate::emit::word::{self, Words};
use crate::plan::{
    BackOff, Command, Life, Limit, Mode, Phase, Piece, Plan, Restart, RestartOn, StopSignal, Text,
    Variable,
};
use crate::syntax::quote;
use crate::syntax::tree::{
    AndOr, Compound, List, Loop, LoopKind, Pipeline, Simple, Word, WordPart,
};

/// What `mode` does. `words_may_miss` says that the words of the command line
/// may be none, or begin with an option.
pub(crate) fn body<'a>(
    plan: &Plan,
    mode: &Mode,
    shared: &Shared<'_>,
    words_may_miss: bool,
) -> List<'a> {
    let mut list = List::new();
    if let Life::Supervise { signal, grace, .. } = mode.run().1 {
        stay(*signal, *grace, &mut list);
    }
    if plan.talks && plan.selection.is_some() {
        list.push(log(quote::word(format!("mode {}", mode.name))));
    }
    if words_may_miss && *mode.run().0 == Command::Words {
        list.push(require_command(plan.exit.usage));
    }
    for phase in &mode.phases {
        match phase {
            Phase::Environment(variables) => set_up(plan, mode, variables, shared, &mut list),
            Phase::Directory(directory) => enter(plan, directory, &mut list),
            Phase::Run { command, life } => run(plan, mode, command, life, &mut list),
        }
    }
    list
}

/// Leaves with `code` unless the first word can be run: `exec` without words
/// goes on as if nothing were wrong, and takes a word with `-` as its option.
fn require_command<'a>(code: u8) -> Compound<'a> {
    let patterns = vec![empty(), Word::literal("-*")];
    let message = quote::word(NO_COMMAND);
    inline_case(
        word::positional(1),
        [arm(patterns, List::inline(fail(message, code)))],
    )
}

/// What the runtime of `plan` must be able to do.
pub(crate) fn features(plan: &Plan) -> Vec<Feature> {
    let has_grace = |mode: &Mode| matches!(mode.run().1, Life::Supervise { grace: Some(_), .. });
    let grace = plan.modes.iter().any(has_grace).then_some(Feature::Grace);
    grace.into_iter().collect()
}

fn stay(signal: StopSignal, grace: Option<u32>, list: &mut List<'_>) {
    let command = call("lg_stay", []);
    list.push(match grace {
        Some(seconds) => command.arg(number(seconds)),
        None => command,
    });
    if signal != StopSignal::Term {
        let action = quote::word(format!("lg_stop {}", 128 + signal.number()));
        list.push(call("trap", [action, Word::literal(signal.name())]));
    }
}

fn set_up(
    plan: &Plan,
    mode: &Mode,
    variables: &[Variable],
    shared: &Shared<'_>,
    list: &mut List<'_>,
) {
    let calls = shared.is_called_by(mode);
    let own: Vec<&Variable> = variables
        .iter()
        .filter(|variable| !(calls && shared.has(variable)))
        .collect();
    let parts = environment(&own);
    let mut can_fail = !parts.checks.lines.is_empty();
    if calls {
        list.push(call(Shared::FUNCTION, []));
    }
    list.append(parts.defaults);
    if can_fail && !(calls && shared.can_fail()) {
        list.append(before_checks());
    }
    list.append(parts.checks);
    can_fail |= calls && shared.can_fail();
    if can_fail {
        list.push(after_checks(plan.exit.environment));
    }
    list.append(parts.notes);
}

/// Goes to `directory`, without what the shell itself would say: that holds
/// values from outside.
fn enter(plan: &Plan, directory: &Text, list: &mut List<'_>) {
    let mut words = Words::default();
    let target = words.word(directory);
    list.append(words.before);
    let change = call("cd", [Word::literal("--"), target.clone()]).with("CDPATH", empty());
    let change = AndOr::from(Pipeline::from(silent(change)));
    let code = plan.exit.environment;
    list.push(if let [Piece::Literal(path)] = directory.as_slice() {
        change.or(fail(quote::word(format!("cannot enter {path}")), code))
    } else {
        let clean = AndOr::from(Pipeline::from(call("lg_clean", [target])));
        let message = word::message_with_text("cannot enter ", "");
        change.or(group(clean.and(fail(message, code))))
    });
}

fn run<'a>(plan: &Plan, mode: &Mode, command: &Command, life: &Life, list: &mut List<'a>) {
    let mut words = Words::default();
    let argv: Vec<Word<'a>> = match command {
        Command::Words => vec![Word::parameter("@")],
        Command::Program(arguments) => arguments
            .iter()
            .map(|argument| match argument {
                None => Word::parameter("@"),
                Some(text) => words.word(text),
            })
            .collect(),
    };
    list.append(words.before);
    match life {
        Life::Exec => list.push(wrapped(call("exec", argv))),
        Life::Supervise {
            signal, restart, ..
        } => {
            let words = std::iter::once(Word::literal(signal.name())).chain(argv);
            let run = wrapped(call("lg_run", words));
            supervise(plan, mode, run, *restart, list);
        }
    }
}

fn supervise<'a>(plan: &Plan, mode: &Mode, run: Simple<'a>, restart: Restart, list: &mut List<'a>) {
    let starting = plan
        .talks
        .then(|| log(quote::word(format!("{}: starting", mode.name))));
    let again = restart.on != RestartOn::Never;
    let ended = (plan.talks || again).then(|| {
        log(word::message(
            &format!("{}: ended with code ", mode.name),
            "lg_code",
            "",
        ))
    });
    let run = starting.into_iter().chain([run]).chain(ended);
    if !again {
        for command in run {
            list.push(command);
        }
        list.push(exit_with("lg_code"));
        return;
    }
    let mut turn = List::new();
    if restart
        .back_off
        .is_some_and(|back_off| back_off.stable_after.is_some())
    {
        turn.push(call("lg_uptime", []));
        turn.push(Simple::assign(BEGAN, Word::unquoted("lg_now")));
    }
    for command in run {
        turn.push(command);
    }
    turn.push(if_any("lg_stopped", exit_with("lg_code")));
    if restart.on == RestartOn::Failure {
        turn.push(finish_on_success());
    }
    if let Some(limit) = restart.limit {
        turn.push(give_up(plan, mode, limit));
    }
    turn.append(pause(mode, restart));
    list.comment(&again_when(restart));
    if restart.back_off.is_some() {
        list.push(Simple::assign(DELAY, number(restart.delay)));
    }
    if restart.limit.is_some() {
        list.push(Simple::assign("lg_exits", empty()).with("lg_count", number(0)));
    }
    list.push(Compound::from(Loop {
        kind: LoopKind::While,
        condition: List::inline(call(":", [])),
        body: turn,
    }));
}

/// Leaves if the program has ended too often.
fn give_up<'a>(plan: &Plan, mode: &Mode, limit: Limit) -> AndOr<'a> {
    let Limit { exits, within } = limit;
    let asked = Pipeline::from(call("lg_crash_loop", [number(exits), number(within)]));
    let message = format!(
        "{}: ended more than {exits} times in {within} s: giving up",
        mode.name
    );
    let leave = fail(quote::word(message), plan.exit.crash_loop);
    broken(AndOr::from(asked.negate()).or(leave))
}

/// `Started again 5 s after any exit.`
fn again_when(restart: Restart) -> String {
    let delay = restart.delay;
    let after = match restart.on {
        RestartOn::Failure => "a failure",
        RestartOn::Always | RestartOn::Never => "any exit",
    };
    let Some(back_off) = restart.back_off else {
        return format!("Started again {delay} s after {after}.");
    };
    let BackOff {
        factor,
        longest,
        stable_after,
    } = back_off;
    let stable = stable_after.map_or(String::new(), |stable| {
        format!(";\n{delay} s again after a run of {stable} s")
    });
    format!(
        "Started again after {after}: {delay} s later, then {factor} times as long each time, \
         at most {longest} s{stable}."
    )
}

/// Holds the seconds of the next pause where they change.
const DELAY: &str = "lg_delay";
/// Holds when the program was started.
const BEGAN: &str = "lg_began";

/// What stands between two runs of the program.
fn pause<'a>(mode: &Mode, restart: Restart) -> List<'a> {
    let before = format!("{}: starts again in ", mode.name);
    let mut list = List::new();
    let (message, delay) = match restart.back_off {
        None => {
            let message = quote::word(format!("{before}{} s", restart.delay));
            (message, number(restart.delay))
        }
        Some(back_off) => {
            if let Some(stable) = back_off.stable_after {
                list.push(call("lg_uptime", []));
                let ran = arithmetic(format!("lg_now - {BEGAN}"));
                let short = bracket([ran, Word::literal("-lt"), number(stable)]);
                let reset = Simple::assign(DELAY, number(restart.delay));
                list.push(AndOr::from(Pipeline::from(short)).or(reset));
            }
            (word::message(&before, DELAY, " s"), Word::parameter(DELAY))
        }
    };
    list.push(log(message));
    list.push(call(
        "lg_run",
        [Word::literal("TERM"), Word::literal("sleep"), delay],
    ));
    list.push(if_any("lg_stopped", exit_with("lg_stopped")));
    if let Some(BackOff {
        factor, longest, ..
    }) = restart.back_off
    {
        let grown = arithmetic(format!("{DELAY} * {factor}"));
        list.push(Simple::assign(DELAY, grown));
        let short = [
            Word::parameter(DELAY),
            Word::literal("-le"),
            number(longest),
        ];
        let cap = Simple::assign(DELAY, number(longest));
        list.push(AndOr::from(Pipeline::from(bracket(short))).or(cap));
    }
    list
}

/// `$((expression))`
fn arithmetic<'a>(expression: String) -> Word<'a> {
    WordPart::Arithmetic(vec![WordPart::Literal(expression.into())]).into()
}

/// `case $lg_code in 0) exit 0 ;; esac`
fn finish_on_success<'a>() -> Compound<'a> {
    inline_case(
        Word::unquoted("lg_code"),
        [arm(vec![number(0)], List::inline(exit(0)))],
    )
}
