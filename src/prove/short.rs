//! A plan with shorter times, for shells and limits with which the proof would wait.

use crate::plan::{Life, Limit, Mode, Phase, Plan, Restart, Step};

/// Seconds of a pause or a time limit.
const SECOND: u32 = 1;
/// Seconds of the longest pause, so that it is still longer than the first.
const LONGEST: u32 = 3;
/// Exits that are waited for, each with the longest pause.
const EXITS: u16 = 10;

/// `plan` with short times, and what is shorter in each of its modes, in their order:
/// `worker: restart.delay 1 s for 5 s`.
pub(super) fn shortened(plan: &Plan) -> (Plan, Vec<Vec<String>>) {
    let mut plan = plan.clone();
    let times = plan.modes.iter_mut().map(|mode| {
        let mut shorter = Shorter {
            mode: mode.name.clone(),
            times: Vec::new(),
        };
        shorter.mode(mode);
        shorter.times
    });
    let times = times.collect();
    (plan, times)
}

/// A mode, and what has become shorter.
struct Shorter {
    mode: String,
    times: Vec<String>,
}

impl Shorter {
    fn mode(&mut self, mode: &mut Mode) {
        for phase in &mut mode.phases {
            match phase {
                Phase::Steps(steps) => steps.iter_mut().for_each(|step| self.step(step)),
                Phase::Run {
                    life: Life::Supervise(supervision),
                    ..
                } => {
                    if let Some(grace) = &mut supervision.grace {
                        self.seconds("stop.grace", grace, SECOND);
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
            self.seconds(&key, timeout, SECOND);
        }
    }

    fn restart(&mut self, restart: &mut Restart) {
        self.seconds("restart.delay", &mut restart.delay, SECOND);
        self.seconds("restart.jitter", &mut restart.jitter, SECOND);
        if let Some(back_off) = &mut restart.back_off {
            self.seconds("restart.max-delay", &mut back_off.longest, LONGEST);
        }
        if let Some(Limit { exits, .. }) = &mut restart.limit
            && *exits > EXITS
        {
            self.note("restart.limit.exits", EXITS, *exits, "");
            *exits = EXITS;
        }
    }

    fn seconds(&mut self, key: &str, value: &mut u32, most: u32) {
        if *value > most {
            self.note(key, most, *value, " s");
            *value = most;
        }
    }

    fn note<N: std::fmt::Display>(&mut self, key: &str, is: N, was: N, unit: &str) {
        let mode = &self.mode;
        self.times
            .push(format!("{mode}: {key} {is}{unit} for {was}{unit}"));
    }
}
