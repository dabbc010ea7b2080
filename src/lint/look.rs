//! The engines look at scripts, on all cores.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::lint::engine::{Engine, Found};
use crate::lint::failure::{Failure, Why};
use crate::lint::finding::Finding;
use crate::lint::process::ask;
use crate::lint::script::Script;
use crate::lint::{checkbashisms, shellcheck, shells};

/// As many scripts are shown to one process at most: if it fails, each of them is shown
/// again alone.
const BATCH: usize = 50;

/// So many batches a core: one that takes long leaves the others to the other cores.
const BATCHES: usize = 4;

/// An engine that failed so often is not asked any more.
const FAILURES: usize = 3;

/// Whose settings an engine follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settings {
    /// Those of the user's project, such as `.shellcheckrc`.
    Project,
    /// Nobody's.
    None,
}

/// How an engine is asked.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Whose settings count.
    pub settings: Settings,
    /// How long a process may take.
    pub time: Duration,
    /// How much longer for each KiB of what it is shown.
    pub more: Duration,
}

impl Terms {
    /// A minute, and a second for each KiB: shellcheck takes a tenth of that for a large
    /// script on a machine that has nothing else to do.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            time: Duration::from_secs(60),
            more: Duration::from_secs(1),
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Looked {
    /// What was found in each script, in the order of the engines.
    pub findings: Vec<Vec<Finding>>,
    /// Which engines gave no answer.
    pub failures: Vec<Failure>,
}

/// Lets each of `engines` look at those of `scripts` that it can read.
#[must_use]
pub fn look(scripts: &[Script], engines: &[Found], terms: Terms) -> Looked {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let state = State {
        queue: engines
            .iter()
            .flat_map(|engine| batches(engine, scripts, cores))
            .collect(),
        answers: Vec::new(),
        failures: Vec::new(),
        given_up: Vec::new(),
    };
    let work = Work {
        scripts,
        terms,
        state: Mutex::new(state),
    };
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| work.run());
        }
    });
    work.end(engines)
}

/// Scripts for one process of an engine, by their indices.
struct Job<'a> {
    engine: &'a Found,
    scripts: Vec<usize>,
}

/// The scripts that `engine` can read, in parts that take about as long each.
fn batches<'a>(engine: &'a Found, scripts: &[Script], cores: usize) -> Vec<Job<'a>> {
    let is_read = |index: &usize| scripts[*index].dialect.is_read_by(engine.engine());
    // A name that is not UTF-8 is not found again in an answer about many.
    let shares = |index: &usize| {
        let takes_many = !matches!(engine, Found::Shell(_));
        takes_many && scripts[*index].path.to_str().is_some()
    };
    let (mut shared, alone): (Vec<usize>, Vec<usize>) =
        (0..scripts.len()).filter(is_read).partition(shares);
    shared.sort_by_key(|index| std::cmp::Reverse(scripts[*index].size));
    let count = (cores * BATCHES).max(shared.len().div_ceil(BATCH));
    let part = |first| shared.iter().copied().skip(first).step_by(count).collect();
    (0..count.min(shared.len()))
        .map(part)
        .chain(alone.into_iter().map(|one| vec![one]))
        .map(|scripts| Job { engine, scripts })
        .collect()
}

/// What the threads share.
struct Work<'a> {
    scripts: &'a [Script],
    terms: Terms,
    state: Mutex<State<'a>>,
}

struct State<'a> {
    queue: VecDeque<Job<'a>>,
    answers: Vec<(usize, Finding)>,
    failures: Vec<Failure>,
    /// Engines that are not asked any more, with the number of scripts they did not see.
    given_up: Vec<(Engine, usize)>,
}

impl<'a> Work<'a> {
    fn state(&self) -> MutexGuard<'_, State<'a>> {
        // What a thread that panicked left is whole: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one job after the other until there is none.
    fn run(&self) {
        loop {
            let Some(job) = self.state().queue.pop_front() else {
                return;
            };
            let answer = self.ask(&job);
            let mut state = self.state();
            match answer {
                Ok(found) => state.answers.extend(found),
                Err(why) => state.fail(&job, why, self.scripts),
            }
        }
    }

    /// Lets an engine look, and gives what it found, by the scripts' indices.
    fn ask(&self, job: &Job<'_>) -> Result<Vec<(usize, Finding)>, Why> {
        let scripts: Vec<&Script> = job.scripts.iter().map(|at| &self.scripts[*at]).collect();
        let size: usize = scripts.iter().map(|script| script.size).sum();
        let kib = u32::try_from(size >> 10).unwrap_or(u32::MAX);
        let time = self.terms.time + self.terms.more * kib;
        let command = match job.engine {
            Found::Shellcheck(path) => shellcheck::command(path, &scripts, self.terms.settings),
            Found::Checkbashisms(path) => checkbashisms::command(path, &scripts),
            Found::Shell(shell) => shells::command(shell, scripts[0]),
        };
        let output = ask(command, time)?;
        let found = match job.engine {
            Found::Shellcheck(_) => shellcheck::read(&output, &scripts)?,
            Found::Checkbashisms(_) => checkbashisms::read(&output, &scripts)?,
            Found::Shell(shell) => {
                let found = shells::read(shell, &output, scripts[0])?;
                found.map(|finding| (0, finding)).into_iter().collect()
            }
        };
        let named = |(at, finding): (usize, Finding)| (job.scripts[at], finding);
        Ok(found.into_iter().map(named).collect())
    }

    /// All answers, in an order that does not depend on who was first.
    fn end(self, engines: &[Found]) -> Looked {
        let mut state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let place = |engine: Engine| engines.iter().position(|found| found.engine() == engine);
        let mut findings = vec![Vec::new(); self.scripts.len()];
        for (script, finding) in std::mem::take(&mut state.answers) {
            findings[script].push(finding);
        }
        for each in &mut findings {
            // Stable: what one engine says of a place keeps its order.
            each.sort_by_key(|finding| (place(finding.engine), finding.place.line()));
        }
        let mut failures = state.into_failures();
        // That an engine was given up stands below what it failed on.
        failures.sort_by_cached_key(|failure| {
            let of_all = failure.script.is_none();
            (place(failure.engine), of_all, failure.script.clone())
        });
        Looked { findings, failures }
    }
}

impl<'a> State<'a> {
    /// Notes that there is no answer. Each script is shown again alone, so that the others
    /// do not suffer for one; an engine that fails again and again is given up.
    fn fail(&mut self, job: &Job<'a>, why: Why, scripts: &[Script]) {
        let engine = job.engine.engine();
        let of_all = why.is_of_the_engine();
        let mut given_up = self.given_up.iter_mut();
        if let Some((_, unseen)) = given_up.find(|(one, _)| *one == engine) {
            *unseen += job.scripts.len();
            return;
        }
        if let (false, [_, _, ..]) = (of_all, job.scripts.as_slice()) {
            for &script in &job.scripts {
                self.queue.push_front(Job {
                    engine: job.engine,
                    scripts: vec![script],
                });
            }
            return;
        }
        let script = (!of_all).then(|| scripts[job.scripts[0]].path.clone());
        self.failures.push(Failure {
            engine,
            script,
            why,
        });
        let failed = self.failures.iter().filter(|one| one.engine == engine);
        if of_all || failed.count() >= FAILURES {
            self.give_up(engine);
        }
    }

    /// Takes all that is left for `engine` out of the queue.
    fn give_up(&mut self, engine: Engine) {
        let (gone, kept) = std::mem::take(&mut self.queue)
            .into_iter()
            .partition::<VecDeque<Job>, _>(|job| job.engine.engine() == engine);
        self.queue = kept;
        let unseen = gone.iter().map(|job| job.scripts.len()).sum();
        self.given_up.push((engine, unseen));
    }

    /// All failures. That an engine was given up goes without saying if it cannot be used.
    fn into_failures(mut self) -> Vec<Failure> {
        for (engine, unseen) in self.given_up {
            let own = self.failures.iter().filter(|one| one.engine == engine);
            let is_said = own.into_iter().any(|one| one.why.is_of_the_engine());
            if unseen > 0 && !is_said {
                self.failures.push(Failure {
                    engine,
                    script: None,
                    why: Why::GivenUp(unseen),
                });
            }
        }
        self.failures
    }
}
