//! Restarts: when the program is started again, after which pause, and how often.

use std::time::Duration;

use nix::sys::signal::Signal;

use super::case::{CODE, Case};
use crate::emit::sentence::{gives_up, is_unhealthy};
use crate::explain::Probe;
use crate::plan::{AfterLimit, BackOff, Limit, Restart, RestartOn, Verdict};
use crate::prove::scenario::{Act, Expectation, Question, Scenario, Time};
use crate::sandbox::stand_in::Behaviour;

/// How many pauses are looked at where they grow.
const PAUSES: usize = 4;
/// More exits than this are not waited for with the times that ship.
const MANY: u16 = 50;

/// The scenarios in which the program ends by itself.
pub(super) fn scenarios(case: &Case<'_>) -> Vec<Scenario> {
    let Some(supervision) = case.supervision() else {
        return Vec::new();
    };
    let Some(restart) = &supervision.restart else {
        return vec![ends(case)];
    };
    let mut all = vec![failure(case, restart), success(case, restart)];
    all.extend(restart.recycle.first().map(|code| planned(case, *code)));
    all.extend(
        restart
            .back_off
            .map(|back_off| grows(case, restart, back_off)),
    );
    if let Some(back_off) = restart.back_off {
        all.extend(stable(case, restart, back_off));
    }
    if let Some(limit) = restart.limit {
        all.push(too_often(case, limit));
        all.extend(around_the_limit(case, limit));
    }
    all
}

/// Without `restart` its end is that of the container.
fn ends(case: &Case<'_>) -> Scenario {
    let says = "a program that dies ends the container, with the code of its signal";
    let why = "it has no `restart`";
    let mut scenario = case.scenario("ends", says, why, Behaviour::dies_by(Signal::SIGSEGV));
    scenario.expected = vec![case.starts(1), Expectation::Code(139)];
    scenario
}

fn failure(case: &Case<'_>, restart: &Restart) -> Scenario {
    let on = restart.on;
    match on {
        RestartOn::Always | RestartOn::Failure => again(
            case,
            "restart",
            "is started again after a failure",
            restart,
            case.failure(),
        ),
        RestartOn::Never => ends_with(
            case,
            "restart",
            "a failure ends the container",
            case.failure(),
        ),
    }
}

fn success(case: &Case<'_>, restart: &Restart) -> Scenario {
    let what = "restart-success";
    match restart.on {
        RestartOn::Always => again(case, what, "is started again after success", restart, 0),
        _ if restart.recycle.contains(&0) => {
            again(case, what, "is started again after success", restart, 0)
        }
        RestartOn::Failure | RestartOn::Never => {
            ends_with(case, what, "success ends the container", 0)
        }
    }
}

/// The program ends once with `code`, and then runs until it is stopped.
fn again(case: &Case<'_>, what: &str, says: &str, restart: &Restart, code: u8) -> Scenario {
    let program = Behaviour::exits(code).next(case.runs());
    let mut scenario = case.scenario(what, says, "`restart` says when", program);
    case.skip_pauses(&mut scenario);
    scenario.acts = stopped_at(case, 2);
    scenario.expected = vec![case.starts(2), Expectation::Code(CODE)];
    scenario
        .expected
        .push(pauses(case, restart, &[restart.delay]));
    scenario
}

fn ends_with(case: &Case<'_>, what: &str, says: &str, code: u8) -> Scenario {
    let mut scenario = case.scenario(what, says, "`restart` says when", Behaviour::exits(code));
    scenario.expected = vec![case.starts(1), Expectation::Code(code)];
    scenario
}

fn planned(case: &Case<'_>, code: u8) -> Scenario {
    let program = Behaviour::exits(code).next(case.runs());
    let says = format!("code {code} is a planned end: it is started again");
    let mut scenario = case.scenario("recycle", &says, "`restart.recycle` lists codes", program);
    case.skip_pauses(&mut scenario);
    scenario.acts = stopped_at(case, 2);
    scenario.expected = vec![case.starts(2), Expectation::Code(CODE)];
    scenario
}

/// Each pause is longer than the one before, up to the longest.
fn grows(case: &Case<'_>, restart: &Restart, back_off: BackOff) -> Scenario {
    let count = restart
        .limit
        .map_or(PAUSES, |limit| PAUSES.min(usize::from(limit.exits)));
    let program = failing(case, count).next(case.runs());
    let says = "each pause before a restart is longer, up to a limit";
    let mut scenario = case.scenario("back-off", says, "`restart.factor` is set", program);
    case.skip_pauses(&mut scenario);
    scenario.acts = stopped_at(case, count + 1);
    let grown: Vec<u32> = grown(restart, back_off).take(count).collect();
    scenario.expected = vec![case.starts(count + 1)];
    scenario.expected.push(pauses(case, restart, &grown));
    scenario
}

/// The pauses, one after the other.
fn grown(restart: &Restart, back_off: BackOff) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(restart.delay), move |pause| {
        let longer = pause.saturating_mul(u32::from(back_off.factor));
        Some(longer.min(back_off.longest))
    })
}

/// After a long run the next pause is the first one again, and not after one that is a
/// second shorter.
fn stable(case: &Case<'_>, restart: &Restart, back_off: BackOff) -> Vec<Scenario> {
    let Some(stable_after) = back_off.stable_after else {
        return Vec::new();
    };
    if restart.limit.is_some_and(|limit| limit.exits < 2) {
        return Vec::new();
    }
    let says = format!("a run of {stable_after} s makes the next pause the first one again");
    let long = second_run(case, restart, "stable", &says, stable_after, restart.delay);
    let grown = grown(restart, back_off).nth(1).unwrap_or(restart.delay);
    let says = format!("a run of less than {stable_after} s lets the next pause grow");
    let shorter = stable_after.checked_sub(1);
    let short =
        shorter.map(|seconds| second_run(case, restart, "stable-not", &says, seconds, grown));
    [long].into_iter().chain(short).collect()
}

/// The second run of the program takes so many seconds, and this is the pause after it.
fn second_run(
    case: &Case<'_>,
    restart: &Restart,
    what: &str,
    says: &str,
    took: u32,
    pause: u32,
) -> Scenario {
    let program = Behaviour::exits(case.failure())
        .next(told_to_fail(case))
        .next(case.runs());
    let why = "`restart.stable-after` is set";
    let mut scenario = case.scenario(what, says, why, program);
    case.skip_pauses(&mut scenario);
    scenario.acts = case.running(2).to_vec();
    scenario.acts.extend([
        Act::Later(seconds(took)),
        Act::Tell(case.program(), Signal::SIGUSR2),
    ]);
    scenario.acts.extend(stopped_at(case, 3));
    scenario.expected = vec![
        case.starts(3),
        pauses(case, restart, &[restart.delay, pause]),
    ];
    scenario
}

/// More exits than the limit allows.
fn too_often(case: &Case<'_>, limit: Limit) -> Scenario {
    let count = usize::from(limit.exits) + 1;
    let Limit { exits, within, .. } = limit;
    let often = format!("more than {exits} ends in {within} s");
    match limit.then {
        AfterLimit::Exit => {
            let says = format!("{often} end the container");
            let mut scenario = of_limit(case, "crash-loop", &says, limit, failing(case, count));
            let [before, after] = gives_up(case.mode, limit);
            let said = format!("{before}{}{after}", case.failure());
            scenario.expected = vec![
                case.starts(count),
                Expectation::Code(case.plan.exit.crash_loop),
                case.oracle.failed(&said),
            ];
            scenario
        }
        AfterLimit::Unhealthy => {
            let says = format!("{often} are said, and are unhealthy");
            let program = failing(case, count).next(case.serves());
            let mut scenario = of_limit(case, "crash-loop", &says, limit, program);
            scenario.acts = case.running(count + 1).to_vec();
            ask(case, &mut scenario, limit, Verdict::Unhealthy);
            let shorter = limit.within.saturating_sub(1);
            scenario.acts.push(Act::Later(seconds(shorter)));
            ask(case, &mut scenario, limit, Verdict::Unhealthy);
            // A run that is as long as the time in which ends count is no loop.
            scenario.acts.push(Act::Later(seconds(limit.within)));
            ask(case, &mut scenario, limit, Verdict::Healthy);
            scenario.acts.push(Act::Send(Signal::SIGTERM));
            scenario.expected = vec![
                case.starts(count + 1),
                case.oracle.failed(&is_unhealthy(case.mode, limit)),
            ];
            scenario
        }
    }
}

/// As many exits as the limit allows, and one more: when the first of them are just over,
/// and a second before.
fn around_the_limit(case: &Case<'_>, limit: Limit) -> Vec<Scenario> {
    // With none allowed, the one that comes later is too many as well.
    if limit.exits == 0 {
        return Vec::new();
    }
    let Limit { within, then, .. } = limit;
    let says = format!("ends of {within} s ago do not count");
    let again = Some(case.serves());
    let mut over = one_more(case, limit, "crash-loop-over", &says, within, again);
    again_in(case, limit, &mut over, Verdict::Healthy);
    let shorter = within.saturating_sub(1);
    let says = format!("ends of less than {within} s ago count");
    let again = (then == AfterLimit::Unhealthy).then(|| case.serves());
    let mut just = one_more(case, limit, "crash-loop-just", &says, shorter, again);
    match then {
        AfterLimit::Exit => {
            let count = usize::from(limit.exits) + 1;
            just.expected = vec![
                case.starts(count),
                Expectation::Code(case.plan.exit.crash_loop),
            ];
        }
        AfterLimit::Unhealthy => again_in(case, limit, &mut just, Verdict::Unhealthy),
    }
    vec![over, just]
}

/// As many exits as the limit allows, and one more when so many seconds have passed; then
/// the program does this if it is started `again`.
fn one_more(
    case: &Case<'_>,
    limit: Limit,
    what: &str,
    says: &str,
    passed: u32,
    again: Option<Behaviour>,
) -> Scenario {
    let count = usize::from(limit.exits);
    let program = failing(case, count).next(told_to_fail(case));
    let program = again.into_iter().fold(program, Behaviour::next);
    let mut scenario = of_limit(case, what, says, limit, program);
    scenario.acts = case.running(count + 1).to_vec();
    scenario.acts.extend([
        Act::Later(seconds(passed)),
        Act::Tell(case.program(), Signal::SIGUSR2),
    ]);
    scenario
}

/// In `scenario` the program is started again after the one exit more, and is well or not.
fn again_in(case: &Case<'_>, limit: Limit, scenario: &mut Scenario, verdict: Verdict) {
    let count = usize::from(limit.exits) + 2;
    scenario.acts.extend(case.running(count));
    if limit.then == AfterLimit::Unhealthy {
        ask(case, scenario, limit, verdict);
    }
    scenario.acts.push(Act::Send(Signal::SIGTERM));
    scenario.expected = vec![case.starts(count)];
}

/// Fails when it is told to.
fn told_to_fail(case: &Case<'_>) -> Behaviour {
    Behaviour::runs_until(Signal::SIGUSR2).with_code(case.failure())
}

fn of_limit(case: &Case<'_>, what: &str, says: &str, limit: Limit, program: Behaviour) -> Scenario {
    let mut scenario = case.scenario(what, says, "`restart.limit` is set", program);
    case.skip_pauses(&mut scenario);
    if limit.exits > MANY && scenario.time == Time::Skipped {
        scenario.time = Time::Shortened;
    }
    scenario
}

/// Asks `scenario` for the health of the mode, if that has one: whether it is a loop of
/// crashes by `limit`.
fn ask(case: &Case<'_>, scenario: &mut Scenario, limit: Limit, verdict: Verdict) {
    let probe = case.oracle.run().and_then(|run| run.health.as_ref());
    // Nobody can listen on what is no port.
    let is_never = matches!(probe, Some(Probe::Tcp(_))) && case.oracle.port(scenario).is_none();
    if probe.is_none() || verdict == Verdict::Healthy && is_never {
        return;
    }
    let Limit { exits, within, .. } = limit;
    let name = &case.mode.name;
    let mut question = Question::health(verdict);
    if verdict == Verdict::Unhealthy {
        question.says = format!("unhealthy: {name} ended more than {exits} times in {within} s");
    }
    case.ask(scenario, question);
}

/// Fails so many times.
fn failing(case: &Case<'_>, times: usize) -> Behaviour {
    let once = || Behaviour::exits(case.failure());
    (1..times).fold(once(), |behaviour, _| behaviour.next(once()))
}

/// Stops the container in the run of the program that has this number.
fn stopped_at(case: &Case<'_>, times: usize) -> Vec<Act> {
    let running = case.running(times).into_iter();
    running.chain([Act::Send(Signal::SIGTERM)]).collect()
}

/// The pauses that are asked for, each with what chance may add to it.
fn pauses(case: &Case<'_>, restart: &Restart, seconds: &[u32]) -> Expectation {
    let ranges = seconds
        .iter()
        .map(|least| *least..=least.saturating_add(restart.jitter));
    Expectation::Pauses(case.command(), ranges.collect())
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}
