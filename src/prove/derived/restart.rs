//! Restarts: when the program is started again, after which pause, and how often.

use std::time::Duration;

use nix::sys::signal::Signal;

use super::case::{CODE, Case};
use crate::emit::sentence::{gives_up, is_unhealthy};
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
    all.extend(
        restart
            .back_off
            .and_then(|back_off| stable(case, restart, back_off)),
    );
    if let Some(limit) = restart.limit {
        all.push(too_often(case, limit));
        all.extend(rarely(case, limit));
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
        .extend(pauses(case, restart, &[restart.delay]));
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
    let grown = std::iter::successors(Some(restart.delay), |pause| {
        Some(
            pause
                .saturating_mul(u32::from(back_off.factor))
                .min(back_off.longest),
        )
    });
    let grown: Vec<u32> = grown.take(count).collect();
    scenario.expected = vec![case.starts(count + 1)];
    scenario.expected.extend(pauses(case, restart, &grown));
    scenario
}

/// After a long run the next pause is the first one again.
fn stable(case: &Case<'_>, restart: &Restart, back_off: BackOff) -> Option<Scenario> {
    let stable_after = back_off.stable_after?;
    if restart.limit.is_some_and(|limit| limit.exits < 2) {
        return None;
    }
    let program = Behaviour::exits(case.failure())
        .next(Behaviour::runs_until(Signal::SIGUSR2).with_code(case.failure()))
        .next(case.runs());
    let says = format!("a run of {stable_after} s makes the next pause the first one again");
    let why = "`restart.stable-after` is set";
    let mut scenario = case.scenario("stable", &says, why, program);
    case.skip_pauses(&mut scenario);
    scenario.acts = case.running(2).to_vec();
    scenario.acts.extend([
        Act::Later(seconds(stable_after)),
        Act::Tell(case.program(), Signal::SIGUSR2),
    ]);
    scenario.acts.extend(stopped_at(case, 3));
    scenario.expected = vec![case.starts(3)];
    scenario
        .expected
        .extend(pauses(case, restart, &[restart.delay; 2]));
    Some(scenario)
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
            ask(case, &mut scenario, Verdict::Unhealthy);
            // A run that is longer than the time in which ends count is no loop.
            scenario.acts.push(Act::Later(seconds(limit.within)));
            ask(case, &mut scenario, Verdict::Healthy);
            scenario.acts.push(Act::Send(Signal::SIGTERM));
            scenario.expected = vec![
                case.starts(count + 1),
                case.oracle.failed(&is_unhealthy(case.mode, limit)),
            ];
            scenario
        }
    }
}

/// As many exits as the limit allows, then as many seconds, then more exits.
fn rarely(case: &Case<'_>, limit: Limit) -> Option<Scenario> {
    let count = usize::from(limit.exits);
    // With none allowed, the one that comes later is too many as well.
    (count > 0).then_some(())?;
    let told = Behaviour::runs_until(Signal::SIGUSR2).with_code(case.failure());
    let says = format!("ends of more than {} s ago do not count", limit.within);
    let program = failing(case, count).next(told).next(case.serves());
    let mut scenario = of_limit(case, "crash-loop-over", &says, limit, program);
    scenario.acts = case.running(count + 1).to_vec();
    scenario.acts.extend([
        Act::Later(seconds(limit.within)),
        Act::Tell(case.program(), Signal::SIGUSR2),
    ]);
    scenario.acts.extend(case.running(count + 2));
    if limit.then == AfterLimit::Unhealthy {
        ask(case, &mut scenario, Verdict::Healthy);
    }
    scenario.acts.push(Act::Send(Signal::SIGTERM));
    scenario.expected = vec![case.starts(count + 2)];
    Some(scenario)
}

fn of_limit(case: &Case<'_>, what: &str, says: &str, limit: Limit, program: Behaviour) -> Scenario {
    let mut scenario = case.scenario(what, says, "`restart.limit` is set", program);
    case.skip_pauses(&mut scenario);
    if limit.exits > MANY {
        scenario.time = Time::Shortened;
    }
    scenario
}

/// Asks `scenario` for the health of the mode, if that has one.
fn ask(case: &Case<'_>, scenario: &mut Scenario, verdict: Verdict) {
    if case.mode.health.is_some() {
        case.ask(scenario, Question::health(verdict));
    }
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

/// The pauses that are asked for, unless chance has a part in them.
fn pauses(case: &Case<'_>, restart: &Restart, seconds: &[u32]) -> Option<Expectation> {
    (restart.jitter == 0).then(|| Expectation::Pauses(case.command(), seconds.to_vec()))
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}
