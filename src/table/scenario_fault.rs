//! What can be wrong with `[[scenarios]]`, and how that is said.

use super::near;
use super::saying::{Saying, quote, say};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ScenarioFault {
    /// A name with other characters.
    Id { id: String },
    /// A name of two scenarios.
    IdTwice { id: String },
    /// A duration without a number or a unit.
    Time { text: String },
    /// A duration that is too long, or nothing.
    TimeRange { text: String },
    /// A name that no program can have.
    StandInName { name: String },
    /// Two ways to end.
    ExitAndDies,
    /// Nothing after which it could go on.
    LingersWithoutUntil,
    /// An `expect` without keys.
    ExpectsNothing,
    /// The variable by which the stand-ins are found.
    SearchPath,
    /// A start that leads elsewhere than `mode` says.
    OtherMode { mode: String, chosen: String },
    /// Words that the script refuses.
    WordsRefused { mode: String, usage: u8 },
    /// A name that no program of the table has.
    NoSuchProgram {
        key: &'static str,
        name: String,
        programs: Vec<String>,
    },
    /// A program's words where no program is started.
    CommandOfNothing,
    /// A signal where no program is started.
    SignalForNobody,
    /// A signal in a pause that never comes.
    NoPause,
    /// A signal in a step that is not there.
    NoStep,
    /// A signal in a step that has ended already.
    StepEndsAtOnce,
    /// A second signal for a program that is not supervised.
    NotSupervised,
    /// A second signal for a program that does not outlive the first.
    StopsAtOnce,
    /// A death that process 1 cannot die.
    ProcessOneDies,
    /// Something for a program that has ended already.
    ProgramEndsAtOnce { key: &'static str },
    /// A clock that nobody looks at.
    LaterWithoutRestart,
    /// A question to which there is no answer.
    HealthOfNothing,
    /// A question to a container that has ended.
    HealthAfterEnd,
    /// The end of a container that does not end.
    NeverEnds { key: &'static str },
}

impl ScenarioFault {
    /// What is said of it.
    pub(super) fn saying(&self) -> Saying {
        match self {
            Self::Id { id } => say(format!("{} is no name of a scenario", quote(id)))
                .label("expected letters, digits and `. _ -`")
                .help("names with a slash are those of the scenarios that follow from a table"),
            Self::IdTwice { id } => say(format!("two scenarios are called {}", quote(id)))
                .label("again here")
                .see("first here")
                .help("give one of them another name"),
            Self::Time { text } => say(format!("{} is no duration", quote(text)))
                .label("expected a whole number and a unit")
                .help("write it as in `300ms`, `5s`, `5m`, `1h`"),
            Self::TimeRange { text } => {
                say(format!("the duration {} is out of range", quote(text)))
                    .label("expected 1ms to 24h")
            }
            Self::StandInName { name } => say(format!("{} is no program's name", quote(name)))
                .label("expected a name without blanks")
                .help("write the program as `run` names it, without its arguments"),
            Self::ExitAndDies => say("a start has both `exit` and `dies`")
                .label("a second end")
                .see("the first one")
                .help("leave one out; make it two starts if both are to be seen"),
            Self::LingersWithoutUntil => say("`lingers` without `until`")
                .label("no signal after which it goes on")
                .help("add `until = \"TERM\"`, or write `runs` for a time of its own"),
            Self::ExpectsNothing => say("`expect` is empty")
                .label("nothing would be proven")
                .help("say what is to be seen, as in `expect = { exit = 0 }`"),
            Self::SearchPath => say("`PATH` in `env` would hide the stand-ins")
                .label("no program would be found")
                .help("leave it out"),
            Self::OtherMode { mode, chosen } => {
                say(format!("this start does not choose {}", quote(mode)))
                    .label(format!("leads to {chosen}"))
                    .see("because of this")
                    .help("leave `mode` out, or what chooses otherwise")
            }
            Self::WordsRefused { mode, usage } => {
                say(format!("{} refuses the words of this start", quote(mode)))
                    .label("no program would be started")
                    .see("the words")
                    .help(format!("give other `args`, or expect `exit = {usage}`"))
            }
            Self::NoSuchProgram {
                key,
                name,
                programs,
            } => say(format!("no program is called {}", quote(name)))
                .label(format!("`{key}` wants a program of the table"))
                .help("write it as `run` does, with its path if it has one there")
                .near(&near::names(name, programs.iter().map(String::as_str))),
            Self::CommandOfNothing => say("`command` where no program is started")
                .label("has no words")
                .help("leave it out: the script answers or refuses this start"),
            Self::SignalForNobody => say("`signal` where no program is started")
                .label("nobody would get it")
                .help("leave it out: the script answers or refuses this start"),
            Self::NoPause => say("a signal in a pause that never comes")
                .label("the program is not started again")
                .see("the mode")
                .help("send it while the program is `running`, or have it end and restart"),
            Self::NoStep => say("a signal in a step, where none is run")
                .label("nothing runs before the program")
                .see("the mode")
                .help("send it while the program is `running`"),
            Self::StepEndsAtOnce => say("a signal in a step that has ended by then")
                .label("each step ends at once")
                .help("give the program of a step a stand-in with `until` or `runs`"),
            Self::NotSupervised => say("a signal at `stopping` without anyone to stop")
                .label("the script has become the program by then")
                .see("the mode")
                .help("add `supervise = true` to the mode, or send it at `running`"),
            Self::StopsAtOnce => say("a signal at `stopping` where the program has ended")
                .label("it ends at its stop signal")
                .see("the mode")
                .help("give it a stand-in with `lingers`"),
            Self::ProcessOneDies => say("process 1 cannot die of this signal")
                .label("the kernel keeps it from all but `SEGV`")
                .see("the script becomes the program")
                .help("let it end with `exit`, or add `supervise = true` to the mode"),
            Self::ProgramEndsAtOnce { key } => say(format!("`{key}` where the program has ended"))
                .label("wants a program that runs")
                .see("ends at once")
                .help("give it a start with `until` or `runs`"),
            Self::LaterWithoutRestart => say("`later` without a program that is started again")
                .label("no clock is looked at")
                .see("the mode")
                .help("leave it out: only restarts count time"),
            Self::HealthOfNothing => say("`health` of a start that has none")
                .label("nobody could ask")
                .see("the mode")
                .help("give the mode `health = { alive = true }`, or leave this out"),
            Self::HealthAfterEnd => say("`health` of a container that has ended")
                .label("nobody would answer")
                .see("the end")
                .help("leave one of them out; make it two scenarios if both are to be seen"),
            Self::NeverEnds { key } => say(format!("`{key}` of a container that does not end"))
                .label("no signal is sent, and the program does not end by itself")
                .help("add `signal`, or a stand-in that ends"),
        }
    }
}
