//! The script: where it does what, as far as its text tells.

use std::ffi::OsString;

/// A script that could be read.
pub(super) struct Source {
    pub(super) commands: Vec<Place>,
}

/// A simple command, and how it stands in the script.
pub(super) struct Place {
    /// The line in which it begins, counted from 1.
    pub(super) line: usize,
    /// Whether `exec` stands before it.
    pub(super) exec: bool,
    /// Whether it runs in the background.
    pub(super) background: bool,
    /// Whether it stands in a function, which runs where it is called.
    pub(super) in_function: bool,
    /// What becomes of its exit code.
    pub(super) code: Code,
    /// The line of what comes after it, unless the script ends there.
    pub(super) next: Option<usize>,
    /// The line of the pattern `*` of the `case` in which it stands, if it does.
    pub(super) otherwise: Option<usize>,
    /// Its words, without `exec`.
    pub(super) words: Vec<Argument>,
    /// The variables that it sets.
    pub(super) sets: Vec<String>,
    /// What of its words stands without quotes, as `$NAME`.
    pub(super) cuts: Vec<String>,
}

/// What becomes of the exit code of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// The next command finds it.
    Kept,
    /// It is lost in a pipe, whose code is that of another command.
    Piped,
    /// `||` comes behind it.
    Excused,
}

/// A word of a command.
pub(super) enum Argument {
    /// It is always this one.
    Literal(String),
    /// The words of the command line.
    CommandLine,
    /// Words of the command line, or of a variable, which the shell cuts at blanks.
    Cut(String),
    /// What is known when it runs.
    Other,
}

impl Source {
    /// Where `program` is started with `arguments`, if that is one place.
    pub(super) fn start(&self, program: &str, arguments: &[OsString]) -> Option<&Place> {
        let fitting = |place: &&Place| place.fits(program, arguments);
        let named = self.commands.iter().filter(fitting);
        let most = named.clone().map(Place::literals).max()?;
        only(named.filter(|place| place.literals() == most))
    }

    /// The first line that sets the variable `name`.
    pub(super) fn sets(&self, name: &str) -> Option<usize> {
        let sets = |place: &&Place| place.sets.iter().any(|one| one == name);
        self.commands.iter().find(sets).map(|place| place.line)
    }

    /// The first command of this name.
    pub(super) fn command(&self, name: &str) -> Option<&Place> {
        self.commands
            .iter()
            .find(|place| place.name() == Some(name))
    }

    /// The one place that runs what the command line names.
    pub(super) fn command_line(&self) -> Option<&Place> {
        let runs = |place: &&Place| {
            matches!(
                place.words.first(),
                Some(Argument::CommandLine | Argument::Cut(_))
            )
        };
        only(self.commands.iter().filter(runs))
    }

    /// The one `exit` with this code.
    pub(super) fn exit(&self, code: i32) -> Option<&Place> {
        let code = code.to_string();
        let leaves = |place: &&Place| {
            place.name() == Some("exit")
                && matches!(place.words.get(1), Some(Argument::Literal(text)) if *text == code)
        };
        only(self.commands.iter().filter(leaves))
    }

    /// The first `trap` before `place` that may do something when the signal of this name
    /// comes; one anywhere if it is not known when `place` is reached.
    pub(super) fn trap(&self, signal: &str, place: Option<&Place>) -> Option<&Place> {
        let place = place.filter(|place| !place.in_function);
        let before = |trap: &&Place| place.is_none_or(|place| !std::ptr::eq(*trap, place));
        let mut all = self.commands.iter().take_while(before);
        all.find(|trap| trap.name() == Some("trap") && trap.acts_on(signal))
    }

    /// Whether a command that fails may end it: `set -e`.
    pub(super) fn ends_at_errors(&self) -> bool {
        let sets = |place: &Place| {
            let mut words = place.words.iter().skip(1);
            let option = |word: &Argument| {
                matches!(word, Argument::Literal(text)
                    if text == "errexit" || text.starts_with('-') && text.contains('e'))
            };
            place.name() == Some("set") && words.any(option)
        };
        self.commands.iter().any(sets)
    }

    /// Whether it sends signals, itself or in a trap.
    pub(super) fn kills(&self) -> bool {
        let in_trap = |place: &Place| place.name() == Some("trap") && place.does("kill");
        self.command("kill").is_some() || self.commands.iter().any(in_trap)
    }
}

impl Place {
    /// The name of the command, where it stands in the script.
    fn name(&self) -> Option<&str> {
        match self.words.first()? {
            Argument::Literal(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this `trap` has `command` in what it does.
    pub(super) fn does(&self, command: &str) -> bool {
        matches!(self.words.get(1), Some(Argument::Literal(text)) if text.contains(command))
    }

    /// Whether this `trap` does nothing before it leaves.
    pub(super) fn leaves(&self) -> bool {
        let action = self.words.get(1);
        matches!(action, Some(Argument::Literal(text)) if text.trim_start().starts_with("exit"))
    }

    /// The first word that is nothing but such a one.
    pub(super) fn cut(&self) -> Option<&str> {
        self.words.iter().find_map(|word| match word {
            Argument::Cut(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether this `trap` may do something when the signal of this name comes.
    fn acts_on(&self, signal: &str) -> bool {
        let mut words = self.words.iter().skip(1);
        let action = words.next();
        let nothing =
            matches!(action, Some(Argument::Literal(text)) if text.is_empty() || text == "-");
        !nothing && words.any(|word| word.may_name(signal))
    }

    /// How many of its words stand in the script.
    fn literals(&self) -> usize {
        let literal = |word: &&Argument| matches!(word, Argument::Literal(_));
        self.words.iter().filter(literal).count()
    }

    /// Whether it may start `program` with `arguments`.
    fn fits(&self, program: &str, arguments: &[OsString]) -> bool {
        let given = arguments.iter().map(|word| word.to_string_lossy());
        let mut given = std::iter::once(program.into()).chain(given);
        for word in &self.words {
            match (word, given.next()) {
                (Argument::Literal(text), Some(word)) if *text == word => {}
                (Argument::Literal(_), _) => return false,
                (Argument::Other, Some(_)) => {}
                // From here on nobody knows which word is which.
                _ => return true,
            }
        }
        !self.words.is_empty()
    }
}

impl Argument {
    /// Whether it may be the signal of this name, as `trap` takes it.
    fn may_name(&self, signal: &str) -> bool {
        match self {
            Self::Literal(text) => text.trim_start_matches("SIG") == signal,
            _ => true,
        }
    }
}

/// The one thing that there is.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
