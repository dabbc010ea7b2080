//! A plan with shorter times, for shells and limits with which the proof would wait.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::plan::{Life, Limit, Mode, Phase, Plan, Restart, Step};
use crate::prove::scenario::{Expectation, Scenario};

/// Seconds of a pause or a time limit.
const SECOND: u32 = 1;
/// Seconds of the longest pause, so that it is still longer than the first.
const LONGEST: u32 = 3;
/// Exits that are waited for, each with the longest pause.
const EXITS: u16 = 10;

/// Something that is shorter.
pub(super) struct Shorter {
    /// Which, and how: `worker: restart.delay 1 s for 5 s`.
    pub(super) said: String,
    /// What the script that ships may say in its place.
    was: RangeInclusive<u32>,
    kind: Kind,
}

/// What a number in a mode means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Seconds of a pause.
    Pause,
    /// Seconds after which something is ended.
    Limit,
    /// Exits.
    Exits,
}

/// `plan` with short times, and what is shorter in each of its modes, in their order.
pub(super) fn shortened(plan: &Plan) -> (Plan, Vec<Vec<Shorter>>) {
    let mut plan = plan.clone();
    let all = plan.modes.iter_mut().map(|mode| {
        let mut shortening = Shortening {
            mode: mode.name.clone(),
            all: Vec::new(),
        };
        shortening.mode(mode);
        shortening.all
    });
    let all = all.collect();
    (plan, all)
}

impl Shorter {
    /// Whether `scenario`, which knows nothing of it, may not follow: it looks for a text
    /// that tells it, such as `starts again in 5 s`, or for as many starts, or has a
    /// program that takes longer.
    pub(super) fn matters_to(&self, scenario: &Scenario) -> bool {
        let second = Duration::from_secs(SECOND.into());
        let tells = |text: &String| self.is_in(text);
        self.kind == Kind::Limit && scenario.longest() >= second
            || scenario.expected.iter().any(|expected| match expected {
                Expectation::Output(text) | Expectation::Absent(text) => tells(text),
                Expectation::Order(texts) => texts.iter().any(tells),
                Expectation::Starts(_, times) => {
                    self.kind == Kind::Exits && *times > usize::from(EXITS)
                }
                _ => false,
            })
    }

    fn is_in(&self, text: &str) -> bool {
        let unit = match self.kind {
            Kind::Pause | Kind::Limit => "s",
            Kind::Exits => "times",
        };
        let words: Vec<&str> = text
            .split(|separator: char| !separator.is_ascii_alphanumeric())
            .collect();
        words.windows(2).any(|pair| {
            let number = pair[0].parse();
            pair[1] == unit && number.is_ok_and(|number| self.was.contains(&number))
        })
    }
}

/// What makes a mode shorter.
struct Shortening {
    mode: String,
    all: Vec<Shorter>,
}

impl Shortening {
    fn mode(&mut self, mode: &mut Mode) {
        for phase in &mut mode.phases {
            match phase {
                Phase::Steps(steps) => steps.iter_mut().for_each(|step| self.step(step)),
                Phase::Run {
                    life: Life::Supervise(supervision),
                    ..
                } => {
                    if let Some(grace) = &mut supervision.grace {
                        self.limit("stop.grace", grace);
                    }
                    if let Some(restart) = &mut supervision.restart {
                        self.restart(restart);
                    }
                }
                _ => {}
            }
        }
    }

    fn step(&mut self, step: &mut Step) {
        let key = format!("timeout of step '{}'", step.name);
        if let Some(timeout) = &mut step.timeout {
            self.limit(&key, timeout);
        }
    }

    fn restart(&mut self, restart: &mut Restart) {
        let back_off = restart.back_off.as_ref();
        let longest = back_off.map_or(restart.delay, |back_off| back_off.longest);
        let pauses = restart.delay..=longest.saturating_add(restart.jitter);
        self.pause("restart.delay", &mut restart.delay, SECOND, &pauses);
        self.pause("restart.jitter", &mut restart.jitter, SECOND, &pauses);
        if let Some(back_off) = &mut restart.back_off {
            self.pause("restart.max-delay", &mut back_off.longest, LONGEST, &pauses);
        }
        if let Some(Limit { exits, .. }) = &mut restart.limit
            && *exits > EXITS
        {
            let was = u32::from(*exits);
            let said = format!("restart.limit.exits {EXITS} for {was}");
            self.note(&said, was..=was, Kind::Exits);
            *exits = EXITS;
        }
    }

    /// Makes a part of `pauses` not longer than `most`.
    fn pause(&mut self, key: &str, value: &mut u32, most: u32, pauses: &RangeInclusive<u32>) {
        if *value > most {
            let said = format!("{key} {most} s for {value} s");
            self.note(&said, pauses.clone(), Kind::Pause);
            *value = most;
        }
    }

    fn limit(&mut self, key: &str, value: &mut u32) {
        let was = *value;
        if was > SECOND {
            let said = format!("{key} {SECOND} s for {was} s");
            self.note(&said, was..=was, Kind::Limit);
            *value = SECOND;
        }
    }

    fn note(&mut self, said: &str, was: RangeInclusive<u32>, kind: Kind) {
        let said = format!("{}: {said}", self.mode);
        self.all.push(Shorter { said, was, kind });
    }
}
