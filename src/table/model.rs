//! The mode table as values: what the user wrote, parsed and checked.
//!
//! Nothing is resolved here: `None` means that the key is absent, and what
//! that comes to is for the plan to say. Modes and variables stand in the
//! order of the file.

use std::fmt;
use std::ops::Range;

use super::addition::Addition;
use super::condition::Condition;
use super::deploy::{Deploy, Service};
use super::exit_codes::ExitCodes;
use super::glob::Glob;
use super::health::Health;
use super::name::{ModeName, VariableName};
use super::scenario::Scenario;
use super::signal::Signal;
use super::step::Step;
use super::template::Template;
use super::verb::Verb;

/// Where the script goes, as seen from the folder of the table, if `path` does not say.
pub const SCRIPT: &str = "entrypoint.sh";

/// A value and the place in the table where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Byte offsets into the table's source text.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    #[must_use]
    pub const fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }
}

/// A whole mode table; every rule of the reference holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// `[entrypoint]`; all keys absent when the table has no such section.
    pub entrypoint: Entrypoint,
    /// `[modes.NAME]`, at least one.
    pub modes: Vec<Mode>,
    /// `[env.NAME]`.
    pub variables: Vec<Variable>,
    /// `[[steps]]`, in the order in which they run.
    pub steps: Vec<Step>,
    /// `[deploy]`: how containers of the image are run.
    pub deploy: Option<Spanned<Deploy>>,
    /// `[[scenarios]]`: what the table proves of its script.
    pub scenarios: Vec<Scenario>,
}

/// `[entrypoint]`: what holds for the script as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entrypoint {
    /// The name that messages use.
    pub app: Option<Spanned<Line>>,
    /// Where the script is written, relative to the table.
    pub path: Option<Spanned<Line>>,
    /// Who says which mode runs, in order; empty when the key is absent.
    pub select: Vec<Spanned<Source>>,
    /// The mode when no source says anything.
    pub default: Option<Spanned<ModeName>>,
    /// What a first word comes to that names no mode.
    pub unknown: Option<Spanned<Unknown>>,
    /// The mode that takes a command line whose first word begins with `-`.
    pub options: Option<Spanned<ModeName>>,
    /// How the script says what it does.
    pub log: Option<Spanned<Log>>,
    /// The folder in which the state of a mode is kept.
    pub state: Option<Spanned<Line>>,
    /// What the script can be asked, besides its health.
    pub verbs: Vec<Spanned<Verb>>,
    /// The file mode creation mask that the program gets.
    pub umask: Option<Spanned<Umask>>,
    /// How many files a program may have open.
    pub nofile: Option<Spanned<u32>>,
    /// Exit codes other than the documented ones.
    pub exit: ExitCodes,
}

/// One source of the mode's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// `arg`: the first word of the command line.
    FirstWord,
    /// `env:NAME`: an environment variable.
    Variable(VariableName),
}

/// What to do with a first word that names no mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// Refuse it as a usage error.
    Error,
    /// Run the words as a command that belongs to no mode.
    Exec,
    /// Give all words to this mode.
    Mode(ModeName),
}

/// A form of the script's log: one event a line, on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// `App: text`.
    Plain,
    /// `level=info app=App msg="text"`.
    Logfmt,
    /// `{"level":"info","app":"App","msg":"text"}`.
    Json,
}

/// A file mode creation mask, at most `0777`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Umask(pub(super) u16);

impl Umask {
    /// The mask's bits.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }
}

/// Four octal digits, as `umask` of the shell takes them.
impl fmt::Display for Umask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

/// `[modes.NAME]`: one thing that the container can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    /// The mode's own name.
    pub name: Spanned<ModeName>,
    /// What it is for, in one line.
    pub about: Option<Spanned<Line>>,
    /// Other words that mean this mode.
    pub aliases: Vec<Spanned<ModeName>>,
    /// First words that mean this mode and stay in the command line.
    pub matches: Vec<Spanned<Glob>>,
    /// The program with its arguments; without it the mode executes the words.
    pub run: Option<Spanned<Vec<Spanned<Argument>>>>,
    /// Words that join those of the command line.
    pub additions: Vec<Addition>,
    /// The program's working directory.
    pub cd: Option<Spanned<Template>>,
    /// Whether environment checks and steps apply.
    pub setup: Option<Spanned<bool>>,
    /// Whether the script stays as the program's parent.
    pub supervise: Option<Spanned<bool>>,
    /// `stop`: how the program is stopped.
    pub stop: Stop,
    /// `restart`: whether the program is started again when it ends.
    pub restart: Option<Spanned<Restart>>,
    /// `health`: what tells whether it does well.
    pub health: Option<Spanned<Health>>,
    /// The signals that are passed on to the program.
    pub forward: Vec<Spanned<Forward>>,
    /// `deploy`: what the mode's service has of its own.
    pub deploy: Option<Spanned<Service>>,
}

impl Mode {
    /// A mode without keys.
    pub(super) const fn new(name: Spanned<ModeName>) -> Self {
        Self {
            name,
            about: None,
            aliases: Vec::new(),
            matches: Vec::new(),
            run: None,
            additions: Vec::new(),
            cd: None,
            setup: None,
            supervise: None,
            stop: Stop {
                signal: None,
                grace: None,
                accepts: Vec::new(),
                before: None,
                after: None,
            },
            restart: None,
            health: None,
            forward: Vec::new(),
            deploy: None,
        }
    }

    /// Whether checks of the environment and steps apply.
    pub(super) fn has_setup(&self) -> bool {
        self.setup.as_ref().is_none_or(|setup| setup.value)
    }

    /// Whether the words of the command line have a place in the mode.
    pub(super) fn takes_words(&self) -> bool {
        let is_words = |argument: &Spanned<Argument>| argument.value == Argument::Words;
        let run = self.run.as_ref();
        run.is_none_or(|run| run.value.iter().any(is_words))
    }
}

impl Mode {
    /// Whether the script stays as the program's parent: because the table says so, or
    /// because of something that only a parent can do.
    #[must_use]
    pub fn is_supervised(&self) -> bool {
        self.supervise.as_ref().is_some_and(|said| said.value)
            || self.restart.is_some()
            || self.stop.before.is_some()
            || self.stop.after.is_some()
    }
}

/// One element of `run`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// `$@`: the words of the command line, each as it came.
    Words,
    /// One word with its substitutions.
    Word(Template),
}

/// `stop`: how the program is stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What ends the program gracefully.
    pub signal: Option<Spanned<Signal>>,
    /// How long it has to end after a stop.
    pub grace: Option<Spanned<Seconds>>,
    /// More signals that stop it.
    pub accepts: Vec<Spanned<Signal>>,
    /// A command before it is told to stop, with its arguments.
    pub before: Option<Spanned<Vec<Template>>>,
    /// A command after its final end, with its arguments.
    pub after: Option<Spanned<Vec<Template>>>,
}

/// A signal that is passed on, and what the program gets for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forward {
    /// The one that the container gets.
    pub from: Signal,
    /// The one that the program gets.
    pub to: Signal,
}

/// `restart`: start the program again when it ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restart {
    /// After which exits.
    pub on: Option<Spanned<RestartOn>>,
    /// How long to pause before it.
    pub delay: Option<Spanned<Seconds>>,
    /// How many times as long each pause is as the one before, 1 to 100.
    pub factor: Option<Spanned<u8>>,
    /// The longest pause.
    pub max_delay: Option<Spanned<Seconds>>,
    /// The length of a run that makes the pause short again.
    pub stable_after: Option<Spanned<Seconds>>,
    /// Exit codes of a planned end.
    pub recycle: Vec<Spanned<u8>>,
    /// The most that chance adds to a pause.
    pub jitter: Option<Spanned<Seconds>>,
    /// How often the program may end.
    pub limit: Option<RestartLimit>,
}

/// `restart.limit`: how often the program may end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestartLimit {
    /// The exits that are let pass, at least 1.
    pub exits: Spanned<u16>,
    /// The time in which they are counted.
    pub within: Spanned<Seconds>,
    /// What comes of more.
    pub then: Option<Spanned<AfterLimit>>,
}

/// What comes of a program that ends too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterLimit {
    /// The container ends.
    Exit,
    /// It goes on, and is unhealthy.
    Unhealthy,
}

/// The exits after which a program is started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestartOn {
    /// After each.
    Always,
    /// After those with a code other than 0.
    Failure,
    /// After none.
    Never,
}

/// A duration in whole seconds, from one second to one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub(super) u32);

impl Seconds {
    /// The number of seconds.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// `[env.NAME]`: one variable of the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The variable's name.
    pub name: Spanned<VariableName>,
    /// The value when it is unset, or unset or empty.
    pub default: Option<Spanned<DefaultValue>>,
    /// Whether the program sees the default.
    pub export: Option<Spanned<bool>>,
    /// Whether an empty value counts as unset.
    pub empty: Option<Spanned<Empty>>,
    /// When a value must be there.
    pub required: Option<Spanned<Required>>,
    /// What a value must look like.
    pub kind: Option<Spanned<VariableType>>,
    /// The only values allowed; empty when the key is absent.
    pub one_of: Vec<Spanned<String>>,
    /// The smallest number allowed.
    pub min: Option<Spanned<i32>>,
    /// The largest number allowed.
    pub max: Option<Spanned<i32>>,
    /// The form of a value.
    pub pattern: Option<Spanned<Glob>>,
    /// Other names of the variable; the first that is set wins.
    pub aliases: Vec<Spanned<VariableName>>,
    /// Whether the value is said at the start.
    pub log: Option<Spanned<bool>>,
    /// Warnings, each under a condition.
    pub warn: Vec<Warn>,
    /// The modes that the variable belongs to; empty means all.
    pub modes: Vec<Spanned<ModeName>>,
}

impl Variable {
    /// A variable without keys.
    pub(super) const fn new(name: Spanned<VariableName>) -> Self {
        Self {
            name,
            default: None,
            export: None,
            empty: None,
            required: None,
            kind: None,
            one_of: Vec::new(),
            min: None,
            max: None,
            pattern: None,
            aliases: Vec::new(),
            log: None,
            warn: Vec::new(),
            modes: Vec::new(),
        }
    }
}

impl Variable {
    /// The variables that the default names, those of its conditions included.
    #[must_use]
    pub fn default_names(&self) -> Vec<&VariableName> {
        match self.default.as_ref().map(|default| &default.value) {
            None => Vec::new(),
            Some(DefaultValue::Always(template)) => template.variables().collect(),
            Some(DefaultValue::Cases(cases)) => cases
                .iter()
                .flat_map(|case| {
                    let when = case.when.iter().flat_map(|when| when.value.variables());
                    case.value.value.variables().chain(when)
                })
                .collect(),
        }
    }
}

/// What a variable's default is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultValue {
    /// One value, whatever else holds.
    Always(Template),
    /// The first case whose condition holds; no value when none does.
    Cases(Vec<DefaultCase>),
}

/// One element of a list of defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultCase {
    /// The value.
    pub value: Spanned<Template>,
    /// When it applies; only the last case may do without.
    pub when: Option<Spanned<Condition>>,
}

/// What an empty value means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// The same as unset.
    Default,
    /// A value like any other.
    Keep,
}

/// When a variable must have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Required {
    /// `false`: never.
    Never,
    /// `true`: in each of its modes.
    Always,
    /// Where the condition holds.
    When(Condition),
}

/// What a value must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableType {
    /// Anything.
    String,
    /// Decimal digits, with `-` in front or without, of any size.
    Int,
    /// Decimal digits, from 1 to 65535.
    Port,
    /// `1`, `0`, `true`, `false`, `yes`, `no`, `on`, `off`, in any case.
    Bool,
}

/// `warn`: a sentence for the log under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warn {
    /// When to say it.
    pub when: Spanned<Condition>,
    /// What to say.
    pub say: Spanned<Line>,
}

/// One line of text for people: not empty, no control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub(super) String);

impl Line {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
