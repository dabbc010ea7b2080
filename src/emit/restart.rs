//! A program that is started again when it has ended.

use crate::emit::build::{
    arithmetic, arm, bracket, call, compound, empty, error, if_any, inline_case, log, number,
    warning,
};
use crate::emit::health;
use crate::emit::sentence::{
    COLUMNS, capitalized, filled, gives_up, is_unhealthy, started_again, starts_again,
};
use crate::emit::word;
use crate::plan::{AfterLimit, Limit, Mode, Plan, Restart, RestartOn};
use crate::syntax::quote::{self, Piece};
use crate::syntax::tree::{
    AndOr, Branch, Case, Compound, If, List, Loop, LoopKind, Pipeline, Simple, Word,
};

/// Holds when the program was started.
const BEGAN: &str = "lg_began";
/// Holds the seconds of the next pause where they change.
const PAUSE: &str = "lg_pause";
/// Holds the seconds of the pause after that; empty for the first one.
const DELAY: &str = "lg_delay";

/// Runs `run` again and again, and leaves `lg_code` as the code to end with.
pub(crate) fn again<'a>(
    plan: &Plan,
    mode: &Mode,
    restart: &Restart,
    run: List<'a>,
    list: &mut List<'a>,
) {
    let again = Again {
        plan,
        mode,
        restart,
    };
    let when = format!("{}.", capitalized(&started_again(restart)));
    list.comment(&filled(&when, COLUMNS).join("\n"));
    again.begin(list);
    list.push(Compound::from(Loop {
        kind: LoopKind::While,
        condition: List::inline(call(":", [])),
        body: again.turn(run),
    }));
}

/// Holds in how many seconds how often the program may end, while it does so too often.
const LOOP: &str = "lg_loop";
/// The value while it does not.
const NO_LOOP: &str = "0 0";

/// Notes that the program has ended, and succeeds if that is too often.
fn too_often<'a>(limit: Limit) -> Simple<'a> {
    call("lg_crash_loop", [number(limit.exits), number(limit.within)])
}

struct Again<'p> {
    plan: &'p Plan,
    mode: &'p Mode,
    restart: &'p Restart,
}

impl Again<'_> {
    /// What is set before the first turn.
    fn begin(&self, list: &mut List<'_>) {
        if self.restart.back_off.is_some() {
            list.push(Simple::assign(DELAY, empty()));
        }
        if self.restart.limit.is_some() {
            list.push(Simple::assign("lg_exits", empty()).with("lg_count", number(0)));
        }
    }

    /// One run, and the pause after it.
    fn turn<'a>(&self, run: List<'a>) -> List<'a> {
        let mut turn = List::new();
        if self.stable_after().is_some() {
            turn.push(call("lg_uptime", []));
            turn.push(Simple::assign(BEGAN, Word::unquoted("lg_now")));
        }
        turn.append(run);
        turn.push(if_any("lg_stopped", call("break", [])));
        self.ended(&mut turn);
        let pause = if self.is_computed() {
            Word::parameter(PAUSE)
        } else {
            number(self.restart.delay)
        };
        health::before_pause(self.mode, &mut turn);
        turn.push(call("lg_run", [Word::literal("sleep"), pause]));
        let code = Simple::assign("lg_code", Word::unquoted("lg_stopped"));
        let code = AndOr::from(Pipeline::from(code));
        turn.push(if_any("lg_stopped", code.and(call("break", []))));
        turn
    }

    /// What the program's end leads to: out of the loop, or on to the pause.
    fn ended(&self, list: &mut List<'_>) {
        let Restart { on, recycle, .. } = self.restart;

        let codes: Vec<Word<'_>> = recycle.iter().map(|code| number(*code)).collect();
        let success = arm(vec![number(0)], List::inline(call("break", [])));
        let ends_on_success = *on == RestartOn::Failure && !recycle.contains(&0);
        if recycle.is_empty() {
            if ends_on_success {
                list.push(inline_case(Word::unquoted("lg_code"), [success]));
            }
            self.failed(list);
            return;
        }
        let mut arms = vec![arm(codes, self.recycled())];
        if ends_on_success {
            arms.push(success);
        }
        let mut other = List::new();
        match on {
            RestartOn::Never => other.push(call("break", [])),
            RestartOn::Always | RestartOn::Failure => self.failed(&mut other),
        }
        arms.push(arm(vec![Word::literal("*")], other));
        list.push(compound(Case::new(Word::unquoted("lg_code"), arms)));
    }

    /// After a planned end: the pause is the first one.
    fn recycled<'a>(&self) -> List<'a> {
        let mut list = List::new();
        if self.restart.back_off.is_some() {
            list.push(Simple::assign(DELAY, empty()));
        }
        if self.limit_is_health() {
            list.push(Simple::assign(LOOP, quote::word(NO_LOOP)));
        }
        self.first_pause(&mut list);
        list.push(log(self.starts_again(" as planned")));
        list
    }

    /// After an end that was not planned.
    fn failed(&self, list: &mut List<'_>) {
        if let Some(limit) = self.restart.limit {
            list.push(match limit.then {
                AfterLimit::Exit => self.give_up(limit),
                AfterLimit::Unhealthy => self.be_unhealthy(limit),
            });
        }
        if let Some(seconds) = self.stable_after() {
            list.push(call("lg_uptime", []));
            let ran = arithmetic(format!("lg_now - {BEGAN}"));
            let short = bracket([ran, Word::literal("-lt"), number(seconds)]);
            let reset = Simple::assign(DELAY, empty());
            list.push(AndOr::from(Pipeline::from(short)).or(reset));
        }
        match self.restart.back_off {
            None => self.first_pause(list),
            Some(back_off) => {
                let factor = number(back_off.factor);
                let words = [number(self.restart.delay), factor, number(back_off.longest)];
                list.push(call("lg_back_off", words));
                self.add_chance(list);
            }
        }
        list.push(warning(self.starts_again("")));
    }

    /// Sets the pause to the first one, if it is kept in a variable.
    fn first_pause(&self, list: &mut List<'_>) {
        if self.is_computed() {
            list.push(Simple::assign(PAUSE, number(self.restart.delay)));
            self.add_chance(list);
        }
    }

    fn add_chance(&self, list: &mut List<'_>) {
        if self.restart.jitter > 0 {
            list.push(call("lg_jitter", [number(self.restart.jitter)]));
        }
    }

    /// The sentence that the program has ended, `how`, and what comes next.
    fn starts_again<'a>(&self, how: &str) -> Word<'a> {
        let [before, next] = starts_again(self.mode, how);
        let pieces = [
            Piece::text(before),
            Piece::parameter("lg_code"),
            Piece::text(next),
        ];
        let pause = if self.is_computed() {
            vec![Piece::parameter(PAUSE), Piece::text(" s")]
        } else {
            vec![Piece::text(format!("{} s", self.restart.delay))]
        };
        quote::template(pieces.into_iter().chain(pause))
    }

    /// Ends the loop if the program has ended too often.
    fn give_up<'a>(&self, limit: Limit) -> Compound<'a> {
        let [before, after] = gives_up(self.mode, limit);
        let mut body = List::new();
        body.push(error(word::message(&before, "lg_code", &after)));
        body.push(Simple::assign("lg_code", number(self.plan.exit.crash_loop)));
        body.push(call("break", []));
        Compound::from(If::new(too_often(limit), body))
    }

    /// Notes for health that the program ends too often, or does no more.
    fn be_unhealthy<'a>(&self, limit: Limit) -> Compound<'a> {
        let Limit { exits, within, .. } = limit;
        let mut begins = List::new();
        begins.push(Simple::assign(
            LOOP,
            quote::word(format!("{within} {exits}")),
        ));
        begins.push(error(quote::word(is_unhealthy(self.mode, limit))));
        let is_new = bracket([
            Word::parameter(LOOP),
            Word::literal("="),
            quote::word(NO_LOOP),
        ]);
        Compound::from(If {
            branches: vec![
                Branch {
                    condition: List::inline(Pipeline::from(too_often(limit)).negate()),
                    body: List::from_iter([Simple::assign(LOOP, quote::word(NO_LOOP))]),
                },
                Branch {
                    condition: List::inline(is_new),
                    body: begins,
                },
            ],
            otherwise: None,
        })
    }

    /// Whether the pause differs from turn to turn.
    fn is_computed(&self) -> bool {
        self.restart.back_off.is_some() || self.restart.jitter > 0
    }

    /// Whether a program that ends too often is started again all the same.
    fn limit_is_health(&self) -> bool {
        let limit = self.restart.limit;
        limit.is_some_and(|limit| limit.then == AfterLimit::Unhealthy)
    }

    fn stable_after(&self) -> Option<u32> {
        self.restart.back_off?.stable_after
    }
}
