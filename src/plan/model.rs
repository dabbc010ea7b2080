//! The plan as values.

use super::deploy::Deployment;
use super::scenario::Scenario;
use crate::table::{Glob, Umask};

pub use crate::table::{AfterLimit, Forward, Log, RestartOn, Signal, StepFail, Verb};

/// Everything that the container does, for every way to start it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the script is, for its first line.
    pub title: String,
    /// The name that messages use.
    pub app: String,
    /// The table as seen from the script's folder, with `/` between names.
    pub table: String,
    /// Whether each event is said, or only errors, warnings and restarts.
    pub talks: bool,
    /// The form in which it is said.
    pub log: Log,
    /// The folders for the state of a mode with health: the first that can be
    /// written has it.
    pub state: Vec<String>,
    /// What the script can be asked, besides its health.
    pub verbs: Vec<Verb>,
    /// The file mode creation mask to set; `None` leaves it as it came.
    pub umask: Option<Umask>,
    /// The most files that a program may have open: the soft limit to set, at most the
    /// hard one; `None` leaves it as it came.
    pub nofile: Option<u32>,
    /// The script's own exit codes.
    pub exit: ExitCodes,
    /// How the mode is chosen; `None` where there is one mode and no choice.
    pub selection: Option<Selection>,
    /// The modes in the order of the table, at least one.
    pub modes: Vec<Mode>,
    /// How containers of the image are run; `None` where the table does not say.
    pub deployment: Option<Deployment>,
    /// What the table proves of its script, in its order.
    pub scenarios: Vec<Scenario>,
}

impl Plan {
    /// Who is asked for the mode, in order; nobody where there is no choice.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let selection = self.selection.iter();
        selection.flat_map(|selection| &selection.sources)
    }
}

/// The exit codes that the script itself gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExitCodes {
    /// A variable names no mode.
    pub mode: u8,
    /// The words of the command line are wrong.
    pub usage: u8,
    /// A variable is missing or has a wrong value.
    pub environment: u8,
    /// A step failed.
    pub step: u8,
    /// A program ended too often.
    pub crash_loop: u8,
}

/// How the mode is chosen. Modes are indices into [`Plan::modes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Who is asked, in order; at least one.
    pub sources: Vec<Source>,
    /// The mode when no source says anything; `None` makes that an error.
    pub default: Option<usize>,
    /// What a first word comes to that names no mode.
    pub unknown: Unknown,
    /// The mode that takes a command line whose first word begins with `-`.
    pub options: Option<usize>,
}

/// One source of the mode's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The first word of the command line.
    FirstWord,
    /// The environment variable of this name.
    Variable(String),
}

/// What to do with a first word that names no mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// Refuse it as a usage error.
    Error,
    /// Run the words as a command that belongs to no mode.
    Exec,
    /// Give all words to this mode.
    Mode(usize),
}

/// One thing that the container can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    /// The word that chooses it.
    pub name: String,
    /// What it is for; empty when the table does not say.
    pub about: String,
    /// Other words that choose it.
    pub aliases: Vec<String>,
    /// First words that choose it and stay in the command line.
    pub matches: Vec<Glob>,
    /// What tells whether it does well; `None` where nobody asks.
    pub health: Option<Health>,
    /// What happens, in order; the last phase is the only [`Phase::Run`].
    pub phases: Vec<Phase>,
}

impl Mode {
    /// How the mode ends: its program and what becomes of it.
    ///
    /// # Panics
    /// Never for a resolved plan, whose last phase is the run.
    #[must_use]
    pub fn run(&self) -> (&Command, &Life) {
        match self.phases.last() {
            Some(Phase::Run { command, life }) => (command, life),
            _ => unreachable!("a resolved mode ends with its run"),
        }
    }

    /// Whether `word` is its name or an alias.
    #[must_use]
    pub fn is_named(&self, word: &str) -> bool {
        self.name == word || self.aliases.iter().any(|alias| alias == word)
    }

    /// The variables that the mode sets and checks, in the order to do so.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.phases.iter().flat_map(|phase| match phase {
            Phase::Environment(variables) => variables.as_slice(),
            Phase::Steps(_) | Phase::Additions(_) | Phase::Directory(_) | Phase::Run { .. } => &[],
        })
    }

    /// What runs before the program, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        let steps = self.phases.iter().find_map(|phase| match phase {
            Phase::Steps(steps) => Some(steps.as_slice()),
            _ => None,
        });
        steps.unwrap_or_default()
    }

    /// What is added to the words, in order.
    #[must_use]
    pub fn additions(&self) -> &[Addition] {
        let additions = self.phases.iter().find_map(|phase| match phase {
            Phase::Additions(additions) => Some(additions.as_slice()),
            _ => None,
        });
        additions.unwrap_or_default()
    }
}

/// A part of a mode's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Set and check the variables, each after those that its default names.
    Environment(Vec<Variable>),
    /// Run these commands, one after the other; at least one.
    Steps(Vec<Step>),
    /// Add these words to those of the command line, in their order; at least one.
    Additions(Vec<Addition>),
    /// Go to this directory.
    Directory(Text),
    /// Become the program, or run it as a child.
    Run {
        /// What to run.
        command: Command,
        /// Who stays.
        life: Life,
    },
}

/// A command that runs before the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What messages call it.
    pub name: String,
    /// The command with its arguments.
    pub command: Vec<Text>,
    /// When it is run; `None` is always.
    pub when: Option<Condition>,
    /// Seconds until it is ended; `None` is as long as it takes.
    pub timeout: Option<u32>,
    /// What its failure leads to.
    pub fail: StepFail,
}

/// Words that join those of the command line. In a mode that has no place for those
/// they stand alone, behind its program's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Which words.
    pub words: Added,
    /// When they are added; `None` is always.
    pub when: Option<Condition>,
}

/// Where added words come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// These, each one word.
    Words(Vec<Text>),
    /// The value of this variable, cut at blanks, tabs and newlines.
    Split(Reference),
}

/// What a mode runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The words of the command line.
    Words,
    /// A program with its arguments; `None` stands for the words.
    Program(Vec<Option<Text>>),
}

impl Command {
    /// Whether the words of the command line have a place in it.
    #[must_use]
    pub fn takes_words(&self) -> bool {
        match self {
            Self::Words => true,
            Self::Program(arguments) => arguments.contains(&None),
        }
    }
}

/// What becomes of the script when the program starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Life {
    /// The script becomes the program.
    Exec,
    /// The script stays as the program's parent.
    Supervise(Supervision),
}

/// How a program is looked after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervision {
    /// What the program gets when the container is to stop.
    pub signal: Signal,
    /// The signals besides TERM and INT that stop the container.
    pub accepts: Vec<Signal>,
    /// Seconds after a stop until KILL; `None` is as long as it takes.
    pub grace: Option<u32>,
    /// What is run before the program is told to stop.
    pub before: Option<Vec<Text>>,
    /// What is run when the program has ended for good.
    pub after: Option<Vec<Text>>,
    /// The signals that are passed on.
    pub forward: Vec<Forward>,
    /// When it is started again after its end; `None` is never.
    pub restart: Option<Restart>,
}

/// Whether and when a program is started again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// After which exits.
    pub on: RestartOn,
    /// Codes of a planned end: started again in any case, by no step of a
    /// back-off, and not counted.
    pub recycle: Vec<u8>,
    /// The first pause before it, in seconds.
    pub delay: u32,
    /// How the pauses grow; `None` where they do not.
    pub back_off: Option<BackOff>,
    /// The most seconds that chance adds to a pause; 0 is none.
    pub jitter: u32,
    /// How often the program may end; `None` is any number of times.
    pub limit: Option<Limit>,
}

/// What tells whether a mode does well, besides its running program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Nothing.
    Alive,
    /// The exit code of a command, given with its arguments.
    Run(Vec<Text>),
    /// Somebody listens on this TCP port.
    Tcp(Text),
    /// A file was changed a short time ago.
    File {
        /// Which one.
        path: Text,
        /// The seconds for which it is fresh.
        fresh_for: u32,
    },
}

/// How often a program may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The exits that are let pass; the next one is too many.
    pub exits: u16,
    /// The seconds in which they are counted.
    pub within: u32,
    /// What comes of more.
    pub then: AfterLimit,
}

/// How the pauses before restarts grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// How many times as long each is as the one before; at least 2.
    pub factor: u8,
    /// The longest, in seconds.
    pub longest: u32,
    /// Seconds of a run after which the next pause is the first one again;
    /// `None` where no run is that long.
    pub stable_after: Option<u32>,
}

/// One variable in one mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name and where its value is kept.
    pub reference: Reference,
    /// Other names; the first that has a value wins.
    pub aliases: Vec<String>,
    /// The value when there is none.
    pub default: Value,
    /// Whether an empty value is as good as none.
    pub empty_is_unset: bool,
    /// What must hold of the value.
    pub checks: Vec<Check>,
    /// What is said of the value.
    pub notes: Vec<Note>,
}

/// A variable as a mode sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The name in the environment.
    pub name: String,
    /// Whether the value with its default is kept from the program, under a
    /// name of the script's own.
    pub private: bool,
    /// Whether the script sets it: it has a default, or aliases.
    pub assigned: bool,
}

/// A default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// There is none.
    Nothing,
    /// This one.
    Always(Text),
    /// The first case that holds.
    Cases(Vec<Case>),
}

/// One case of a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// When it applies; `None`: where no case before it does.
    pub when: Option<Condition>,
    /// The value.
    pub value: Text,
}

/// A rule about a value. All but [`Check::Required`] let an empty one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// There is a value; with a condition, where it holds.
    Required(Option<Condition>),
    /// A whole number.
    Number {
        /// The smallest allowed; `None` is no limit.
        min: Option<i32>,
        /// The largest allowed; `None` is no limit.
        max: Option<i32>,
    },
    /// One of the words for yes and no.
    Boolean,
    /// One of these.
    OneOf(Vec<String>),
    /// Of this form; the text is the pattern as the user wrote it.
    Pattern(Glob),
}

/// Something to say about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The value itself.
    Log,
    /// A sentence under a condition.
    Warn {
        /// When.
        when: Condition,
        /// The sentence.
        say: String,
    },
}

/// Text that becomes one word.
pub type Text = Vec<Piece>;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Itself.
    Literal(String),
    /// The variable's value, nothing when it is unset.
    Value(Reference),
    /// The value, or the text when it is unset or empty.
    ValueOr(Reference, String),
    /// The text, unless the variable is unset or empty.
    TextIf(Reference, String),
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The test passes.
    Test(Test),
    /// The test fails.
    Not(Test),
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
}

/// One question with the answer yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Set and not empty.
    Set(Reference),
    /// The value is one of these; unset counts as empty.
    Is(Reference, Vec<String>),
    /// The value is none of these.
    IsNot(Reference, Vec<String>),
    /// 1, true, yes or on, in any case.
    True(Reference),
    /// A regular file.
    File(Text),
    /// A directory.
    Directory(Text),
    /// A socket.
    Socket(Text),
    /// A file without bytes, or a directory without entries.
    Empty(Text),
    /// The first word of the command line has this form.
    FirstWord(Glob),
    /// The image has this program on `PATH`.
    Program(String),
    /// The script runs with user ID 0.
    Root,
    /// One of these options is among the words, with a value or without.
    Given(Vec<String>),
}
