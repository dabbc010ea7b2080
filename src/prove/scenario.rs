//! A run of the script, and what must come of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::explain::Start;
use crate::plan::Verdict;
use crate::prove::container::Image;
use crate::sandbox::Sandbox;
use crate::sandbox::running::Condition;
use crate::sandbox::stand_in::Behaviour;

/// A run of the script, and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its name: `MODE/WHAT` for those that follow from the plan, which have a slash;
    /// as the table has it for its own, which have none.
    pub id: String,
    /// What must hold, in one sentence.
    pub says: String,
    /// Why it is proven: what in the table leads to it.
    pub why: String,
    /// How the container is started.
    pub start: Start,
    /// The variables that this start looks at.
    pub reads: BTreeSet<String>,
    /// The programs of the container, and what each does.
    pub stand_ins: BTreeMap<String, Behaviour>,
    /// What else the container has.
    pub image: Image,
    /// How its pauses and limits pass.
    pub time: Time,
    /// What is done while it runs, in order.
    pub acts: Vec<Act>,
    /// What must have come of it.
    pub expected: Vec<Expectation>,
}

impl Scenario {
    /// A scenario called `of/what` to which all but its start is still to come.
    pub(super) fn blank(of: &str, what: &str, says: &str, why: &str, start: Start) -> Self {
        Self {
            id: format!("{of}/{what}"),
            says: says.to_owned(),
            why: why.to_owned(),
            start,
            reads: BTreeSet::new(),
            stand_ins: BTreeMap::new(),
            image: Image::default(),
            time: Time::Real,
            acts: Vec::new(),
            expected: Vec::new(),
        }
    }

    /// Whether the table has it itself.
    pub(super) fn is_own(&self) -> bool {
        !self.id.contains('/')
    }

    /// The longest time that a program takes by itself.
    pub(super) fn longest(&self) -> Duration {
        let behaviours = self.stand_ins.values();
        behaviours.map(Behaviour::longest).max().unwrap_or_default()
    }

    /// `sandbox` with the stand-ins.
    pub(super) fn place_programs(&self, mut sandbox: Sandbox) -> Sandbox {
        for (name, behaviour) in &self.stand_ins {
            sandbox = sandbox.stand_in(name, behaviour.clone());
            // Steps run where the image is, the program in a directory of its own.
            if let Some(directory) = &self.image.directory
                && name.contains('/')
            {
                let path = Path::new(directory).join(name);
                sandbox = sandbox.stand_in_at(path, name, behaviour.clone());
            }
        }
        sandbox
    }

    /// Has each pause pass at once that begins when `program` has been started so often,
    /// and has ended. Every other `sleep` is ended by the script.
    pub(super) fn skip_pauses(&mut self, program: String, starts: usize) {
        self.skip(Behaviour::pauses_after(program, starts));
    }

    /// Has each limit pass at once when `program` has been started so often. A `sleep`
    /// before that is ended by the script.
    pub(super) fn skip_limits(&mut self, program: String, starts: usize) {
        self.skip(Behaviour::runs_until_start_of(program, starts));
    }

    /// Has the limit pass at once of the start of `program` that has this number. Every other
    /// `sleep` is ended by the script.
    pub(super) fn skip_limit_of(&mut self, program: &str, number: usize) {
        self.skip(Behaviour::runs_until_running(program, number));
    }

    /// Whether `sleep` is a program of the table here, and lets no time pass for the script.
    pub(super) fn runs_sleep(&self) -> bool {
        self.time == Time::Real && self.stand_ins.contains_key(SLEEP)
    }

    fn skip(&mut self, sleep: Behaviour) {
        if self.time == Time::Unclear {
            return;
        }
        let sleep = sleep.or_dies_of(Signal::SIGTERM);
        let sleep = match self.stand_ins.remove(SLEEP) {
            Some(before) if self.time == Time::Skipped => before.or(sleep),
            _ => sleep,
        };
        self.stand_ins.insert(SLEEP.to_owned(), sleep);
        self.time = Time::Skipped;
    }
}

/// The program by which scripts let time pass.
pub(super) const SLEEP: &str = "sleep";

/// How the pauses and time limits of a scenario pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// As they are: the scenario waits for none of them.
    Real,
    /// At once: the stand-in for `sleep` ends when the scenario wants it to. A shell that
    /// has a `sleep` of its own gets the script with shorter times in place of that.
    Skipped,
    /// With shorter times in every shell: a limit is too large to be reached otherwise.
    Shortened,
    /// By `sleep`, which is a program of the table as well: one cannot be told from the other.
    Unclear,
}

/// Something that is done while the script runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Wait until this is seen.
    Until(Condition),
    /// Wait until no process of this program is left, not even one that nobody has asked
    /// for its end.
    Gone(String),
    /// Wait until the script waits for something itself.
    Rest,
    /// Send this signal to the container.
    Send(Signal),
    /// Send this signal to the program, as somebody inside the container may.
    Tell(String, Signal),
    /// Put the script's clock forward, counted from the start.
    Later(Duration),
    /// Make the file that is asked for health so old.
    Age(Duration),
    /// Run the script once more beside the first, as `docker exec` does, until its
    /// answer is this one.
    Ask(Question),
}

/// A question to the script, and the right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The words of the command line.
    pub words: Vec<String>,
    /// The exit code; `None` is any but 0.
    pub code: Option<i32>,
    /// What stands in the answer.
    pub says: String,
    /// Whether the first answer must be the right one; else it may become so.
    pub is_settled: bool,
}

impl Question {
    /// Whether the container is healthy.
    pub(super) fn health(verdict: Verdict) -> Self {
        Self {
            words: vec![":health".to_owned()],
            code: match verdict {
                Verdict::Healthy => Some(0),
                Verdict::Unhealthy => None,
            },
            says: String::new(),
            is_settled: false,
        }
    }
}

/// Something that must have come of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The exit code of the container.
    Code(u8),
    /// The programs that were started, each with its arguments, in this order and no
    /// others.
    Ran(Vec<Vec<String>>),
    /// What was started first, in this order; more may follow.
    First(Vec<Vec<String>>),
    /// How often a command was started, with just these words.
    Runs(Vec<String>, usize),
    /// How often a program was started.
    Starts(String, usize),
    /// What a program was started with the last time: the name and its arguments.
    Command(Vec<String>),
    /// Variables of a program; `None` stands for one that must not be there.
    Environment(String, BTreeMap<String, Option<String>>),
    /// Whether a command is the first process of the container, in its last start.
    ProcessOne(Vec<String>, bool),
    /// The working directory of a command, in its last start.
    Directory(Vec<String>, String),
    /// The mask for new files of a command, in its last start.
    Umask(Vec<String>, u32),
    /// How many files a command may have open, in its last start.
    OpenFiles(Vec<String>, u64),
    /// The signals that a program got, all of them.
    Signals(String, Vec<Signal>),
    /// The seconds of the first pauses after this command was started, as `sleep` was
    /// asked for them: each the least and the most.
    Pauses(Vec<String>, Vec<RangeInclusive<u32>>),
    /// The seconds of a time limit, as a script of lychgate asks `sleep` for them.
    Limit(u32),
    /// A line of the log of a script of lychgate, whole, with its end; one that was written
    /// by hand has its own words.
    Logged(String),
    /// Stands in what was written to stdout or stderr.
    Output(String),
    /// Stands nowhere in what was written.
    Absent(String),
    /// Stand in what was written, in this order.
    Order(Vec<String>),
    /// The longest time from the first signal, or else from the start, to the end.
    Within(Duration),
}
