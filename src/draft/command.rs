//! What a mode runs.

use crate::dockerfile::{Command, Image};

use super::front::{Front, is_program};
use super::text::{Text, array, quoted};

/// The element of `run` that stands for the words of the command line.
const WORDS: &str = "$@";

/// What is said of a command in shell form.
const IN_SHELL: &str = "\nIt is in shell form: a shell starts the program and may not pass a stop on.\n\
                        Better name the program itself, as an array.";

/// What is said where no program is known and the first word names the mode.
const NO_WORDS: &str = "Without `run` it executes the words of the command line, and fails if there\n\
                        are none: name the program.";

/// What is said of a command that holds options only.
const NO_PROGRAM: &str = "\nThe old script has put a program before it: name that in `run`.";

/// What a mode runs, with a word about it.
#[derive(Debug)]
pub(super) struct Run {
    comment: String,
    value: Value,
}

/// The value of `run`.
#[derive(Debug)]
enum Value {
    /// None: the words of the command line are run.
    Absent,
    /// An array.
    Elements(Vec<String>),
    /// One string that cannot be split, for the table to refuse.
    Text(String),
}

impl Run {
    /// What a user has said, as `run` takes it in one string.
    pub(super) fn said(command: &str) -> Self {
        let elements = shell_words::split(command).map(Value::Elements);
        Self {
            comment: String::new(),
            value: elements.unwrap_or_else(|_| Value::Text(command.to_owned())),
        }
    }

    /// What the image runs now. If the first word names the mode, the words of `CMD`
    /// stand in the table, as the image has none any more.
    pub(super) fn of_image(image: &Image, by_word: bool) -> Self {
        match (Front::of(image).program, &image.cmd) {
            (Some(program @ Command::Exec(_)), Some(cmd)) if by_word => {
                Self::listed(&[program, cmd.clone()])
            }
            (Some(program), _) => Self::listed(&[program]),
            (None, Some(cmd)) if by_word && is_program(cmd) => {
                Self::listed(std::slice::from_ref(cmd))
            }
            (None, Some(cmd)) if !by_word => Self::cmd(cmd),
            (None, _) if by_word => Self::unknown(),
            (None, _) => Self::nothing(by_word),
        }
    }

    /// Nothing of its own: the words of the command line are executed.
    pub(super) fn nothing(by_word: bool) -> Self {
        let comment = if by_word {
            "Executes the words of the command line, the first one included."
        } else {
            "Runs the image's CMD."
        };
        Self {
            comment: comment.to_owned(),
            value: Value::Absent,
        }
    }

    /// No program is known, and without any word there is none to run either: no `CMD`
    /// can help, as its first word would have to name a mode.
    fn unknown() -> Self {
        Self {
            comment: NO_WORDS.to_owned(),
            value: Value::Absent,
        }
    }

    /// The words of `CMD`, which stay in the image.
    fn cmd(cmd: &Command) -> Self {
        let (what, note) = match cmd {
            Command::Shell { text, .. } => (quoted(text), IN_SHELL),
            Command::Exec(words) if is_program(cmd) => (array(words), ""),
            Command::Exec(words) => (array(words), NO_PROGRAM),
        };
        Self {
            comment: format!("Runs the image's CMD, which is now\n  {what}{note}"),
            value: Value::Absent,
        }
    }

    /// The words of the image, and behind them those of the command line; a shell
    /// has no use for these.
    fn listed(commands: &[Command]) -> Self {
        let words: Vec<String> = commands.iter().flat_map(Command::words).collect();
        let mut comment = "What the image runs now.".to_owned();
        let mut elements: Vec<String> = words.iter().map(|word| word.replace('$', "$$")).collect();
        if elements != words {
            comment.push_str(" `$$` is one `$` for the program.");
        }
        if let Some(Command::Shell { .. }) = commands.last() {
            comment.push_str(IN_SHELL);
        } else {
            elements.push(WORDS.to_owned());
        }
        Self {
            comment,
            value: Value::Elements(elements),
        }
    }

    /// Whether nothing is run but the words of the command line.
    pub(super) const fn is_words(&self) -> bool {
        matches!(self.value, Value::Absent)
    }

    /// Whether the program gets the words of the command line as arguments.
    pub(super) fn takes_words(&self) -> bool {
        match &self.value {
            Value::Elements(elements) => elements.iter().any(|element| element == WORDS),
            Value::Absent | Value::Text(_) => false,
        }
    }

    /// Adds the key, or an example of it.
    pub(super) fn write(&self, text: &mut Text) {
        text.comment(&self.comment);
        match &self.value {
            Value::Elements(elements) => text.strings("run", elements),
            Value::Text(command) => text.key("run", &quoted(command)),
            Value::Absent => text.example("run = [\"/app/server\", \"$@\"]"),
        }
    }
}
