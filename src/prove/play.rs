//! One scenario in one shell.

use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::prove::container::LOCALE;
use crate::prove::diagnosis::diagnose;
use crate::prove::judge::judge;
use crate::prove::scenario::{Act, Expectation, Question, Scenario};
use crate::prove::time_files::TimeFiles;
use crate::prove::verdict::{Miss, Played, Verdict};
use crate::sandbox::Sandbox;
use crate::sandbox::fault::Fault;
use crate::sandbox::outcome::{Outcome, signal_name};
use crate::sandbox::running::Running;
use crate::shell::Installed;

/// A bound that no healthy script comes near, also on a machine with much to do.
const BOUND: Duration = Duration::from_secs(10);
/// The same where a shell takes the time of a dozen pauses.
const LONG: Duration = Duration::from_secs(60);
/// How long an end may take that a shell has not missed the signal for.
const PROMPT: Duration = Duration::from_secs(2);
/// A run in which nothing has moved for so long hangs, for it waits for no time: no
/// process had anything to do, however slow the machine is. Scripts that look for
/// something themselves do so each second.
const STILL: Duration = Duration::from_secs(2);
/// The longest time that a shell lets pass in a script with shorter times: that from TERM
/// to KILL of a step. Not every kernel tells that a process does so.
const NAP: Duration = Duration::from_secs(10);
/// How long a script may take to come to rest; one that never does is played as it is.
const REST: Duration = Duration::from_secs(1);
/// The time between two questions.
const LOOK: Duration = Duration::from_millis(20);

/// How time passes in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// With the script that ships.
    Shipped,
    /// With one whose times are shorter.
    Shortened,
}

/// A scenario to be played, and with what.
pub(super) struct Play<'p> {
    /// The executable of this project.
    pub(super) lychgate: &'p Path,
    /// The script.
    pub(super) script: &'p Path,
    /// Which script that is.
    pub(super) pace: Pace,
    /// Where it runs.
    pub(super) shell: &'p Installed,
    /// What is played.
    pub(super) scenario: &'p Scenario,
    /// Whether the script is never run without namespaces.
    pub(super) is_foreign: bool,
    /// Where the container has the script, if not where this machine has it.
    pub(super) place: Option<&'p Path>,
}

impl Play<'_> {
    /// Plays it, and judges what came of it.
    ///
    /// # Errors
    /// The run could not be made.
    pub(super) fn play(&self) -> Result<Played, Fault> {
        let begun = Instant::now();
        let files = TimeFiles::new(self.scenario)?;
        let sandbox = self.sandbox(&files);
        let mut notes = Vec::new();
        let mut running = sandbox.start()?;
        let nap = match self.pace {
            Pace::Shipped => Duration::ZERO,
            Pace::Shortened => NAP,
        };
        running.give_up_when_still(STILL + nap + self.scenario.longest());
        let mut misses = Vec::new();
        for act in &self.scenario.acts {
            if let Err(what) = self.act(act, &sandbox, &mut running, &files)? {
                misses.push(Miss { what, reason: None });
                break;
            }
        }
        let outcome = if misses.is_empty() {
            let outcome = self.finish(running, &mut notes)?;
            misses = judge(self.scenario, &outcome, self.shell.shell(), self.pace);
            outcome
        } else {
            running.finish(Duration::ZERO)?
        };
        let (script, seen) = (self.script, self.seen());
        diagnose(&mut misses, self.scenario, &outcome, script, seen);
        Ok(Played {
            verdict: if misses.is_empty() {
                Verdict::Proven
            } else {
                Verdict::Refuted(misses)
            },
            outcome: Some(outcome),
            shortened: Vec::new(),
            notes,
            took: begun.elapsed(),
        })
    }

    fn sandbox(&self, files: &TimeFiles) -> Sandbox {
        let Scenario { start, image, .. } = self.scenario;
        let mut sandbox = Sandbox::new(self.lychgate, self.shell, self.seen()).args(&start.words);
        let (name, value) = LOCALE;
        sandbox = sandbox.env(name, value);
        for (name, value) in &start.variables {
            sandbox = sandbox.env(name, value);
        }
        sandbox = self.scenario.place_programs(sandbox);
        if self.is_foreign {
            sandbox = sandbox.foreign();
        }
        if let Some(place) = self.place {
            sandbox = sandbox.file(place, "").bind(self.script, place);
        }
        files.furnish(image.furnish(sandbox))
    }

    /// The path by which the shell knows the script.
    fn seen(&self) -> &Path {
        self.place.unwrap_or(self.script)
    }

    /// The time in which something must come.
    fn bound(&self) -> Duration {
        bound(self.scenario, self.pace)
    }

    /// Does one thing. Gives what did not come, in one sentence.
    fn act(
        &self,
        act: &Act,
        sandbox: &Sandbox,
        running: &mut Running,
        files: &TimeFiles,
    ) -> Result<Result<(), String>, Fault> {
        match act {
            Act::Until(condition) => {
                let waited = running.wait_for(condition, self.bound());
                return Ok(waited.map_err(|unmet| unmet.in_short()));
            }
            Act::Gone(program) => return self.gone(program, running),
            Act::Rest => running.rests(REST)?,
            Act::Send(signal) => running.signal(*signal)?,
            Act::Tell(program, signal) => running.tell(program, *signal)?,
            Act::Later(time) => files.later(*time).map_err(Fault::io("set the clock"))?,
            Act::Age(age) => files.age(*age).map_err(Fault::io("make a file older"))?,
            Act::Ask(question) => return self.ask(question, sandbox, running),
        }
        Ok(Ok(()))
    }

    fn gone(&self, program: &str, running: &mut Running) -> Result<Result<(), String>, Fault> {
        let gone = running.loses(program, self.bound())?;
        let stays = || format!("`{program}` has ended, and nobody asked for its exit code");
        Ok(gone.then_some(()).ok_or_else(stays))
    }

    fn ask(
        &self,
        question: &Question,
        sandbox: &Sandbox,
        running: &mut Running,
    ) -> Result<Result<(), String>, Fault> {
        let begun = Instant::now();
        loop {
            let asked = sandbox.beside(running, None, &question.words, self.bound());
            let answer = match asked {
                Err(Fault::NoAnswer(time)) => {
                    let words = shell_words::join(&question.words);
                    return Ok(Err(format!("`{words}` gave no answer within {time:?}")));
                }
                answer => answer?,
            };
            let said = String::from_utf8_lossy(&answer.stdout).into_owned()
                + &String::from_utf8_lossy(&answer.stderr);
            let code = answer.status.code().unwrap_or(-1);
            let right = question.code.map_or(code != 0, |should| code == should);
            if right && said.contains(&question.says) {
                return Ok(Ok(()));
            }
            if question.is_settled || begun.elapsed() > self.bound() {
                let should = match question.code {
                    Some(code) => format!("code {code}"),
                    None => "a code that is not 0".to_owned(),
                };
                return Ok(Err(format!(
                    "the answer to `{}` must be `{}` with {should}; it is `{}` with code {code}",
                    shell_words::join(&question.words),
                    question.says,
                    said.trim_end().escape_debug(),
                )));
            }
            if running.ends_within(LOOK)? {
                let words = shell_words::join(&question.words);
                return Ok(Err(format!(
                    "the script had ended when it was asked `{words}`"
                )));
            }
        }
    }

    /// Waits for the end; sends a signal once more that the shell may have missed: by now it
    /// rests, and will not miss that.
    fn finish(&self, mut running: Running, notes: &mut Vec<String>) -> Result<Outcome, Fault> {
        let last = self.scenario.acts.last();
        if let Some(Act::Send(signal)) = last
            && self.shell.shell().may_miss_signals()
            && !running.ends_within(PROMPT)?
        {
            running.signal(*signal)?;
            notes.push(sent_again(*signal, self.shell));
        }
        running.finish(self.bound())
    }
}

/// The time in which something must come in `scenario`: not less than it is let take by
/// itself. After a signal nobody waits so long.
fn bound(scenario: &Scenario, pace: Pace) -> Duration {
    let bound = match pace {
        Pace::Shipped => BOUND,
        Pace::Shortened => LONG,
    };
    let is_stopped = scenario.acts.iter().any(|act| matches!(act, Act::Send(_)));
    let expected = scenario.expected.iter().filter(|_| !is_stopped);
    let within = expected.filter_map(|one| match one {
        Expectation::Within(within) => Some(*within),
        _ => None,
    });
    within.fold(bound, Duration::max) + scenario.longest()
}

fn sent_again(signal: Signal, shell: &Installed) -> String {
    let name = signal_name(signal);
    format!(
        "{name} was sent again: {} may miss a signal in the moment of a fork",
        shell.shell()
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use nix::sys::signal::Signal;

    use super::{Act, BOUND, Pace, bound};
    use crate::explain::Start;
    use crate::prove::scenario::{Expectation, Scenario};

    #[test]
    fn a_run_is_not_ended_before_the_time_that_its_scenario_lets_it_take() {
        let mut scenario = Scenario::blank("", "", "", "", Start::default());
        assert_eq!(bound(&scenario, Pace::Shipped), BOUND);
        let minute = Duration::from_secs(60);
        for (within, should) in [(Duration::from_secs(1), BOUND), (minute, minute)] {
            scenario.expected = vec![Expectation::Within(within)];
            assert_eq!(bound(&scenario, Pace::Shipped), should);
        }
        scenario.acts = vec![Act::Send(Signal::SIGTERM)];
        assert_eq!(bound(&scenario, Pace::Shipped), BOUND);
    }
}
