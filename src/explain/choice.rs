//! The choice of the mode.

use crate::emit::sentence::{
    NO_COMMAND, OPTION_FIRST, invalid, no_arguments, no_mode, no_variable, unknown_mode,
};
use crate::explain::Start;
use crate::explain::story::{By, Chosen, Refusal};
use crate::plan::{Command, Mode, Plan, Selection, Source, Unknown};

/// What comes of the choice.
pub(super) enum Choice<'p> {
    /// This mode, with these words.
    Mode(Chosen<'p>, Vec<String>),
    /// The words are a command of no mode.
    Words,
}

/// The mode of `plan` that `start` leads to.
///
/// # Errors
/// What the container says if it finds none.
pub(super) fn choose<'p>(plan: &'p Plan, start: &Start) -> Result<Choice<'p>, Refusal> {
    let Some(selection) = &plan.selection else {
        let mode = &plan.modes[0];
        let by = By::Nobody;
        return Ok(Choice::Mode(Chosen { mode, by }, start.words.clone()));
    };
    let select = Select {
        plan,
        selection,
        start,
    };
    for source in &selection.sources {
        let choice = match source {
            Source::Variable(name) => select.by_variable(name)?,
            Source::FirstWord => select.by_first_word()?,
        };
        if let Some(choice) = choice {
            return Ok(choice);
        }
    }
    select.by_nobody()
}

struct Select<'p, 's> {
    plan: &'p Plan,
    selection: &'p Selection,
    start: &'s Start,
}

impl<'p> Select<'p, '_> {
    fn by_variable(&self, name: &'p str) -> Result<Option<Choice<'p>>, Refusal> {
        let value = self.start.value(name);
        if value.is_empty() {
            return Ok(None);
        }
        let Some(mode) = self.named(value) else {
            let message = around(invalid(name, &self.plan.modes), value);
            return Err(refusal(self.plan.exit.mode, message));
        };
        let value = value.to_owned();
        Ok(Some(self.whole(mode, By::Variable { name, value })))
    }

    /// A name comes before any pattern.
    fn by_first_word(&self) -> Result<Option<Choice<'p>>, Refusal> {
        let word = self.start.first_word();
        if let Some(mode) = self.named(word) {
            return self.consume(mode).map(Some);
        }
        let options = self.selection.options.filter(|_| word.starts_with('-'));
        if let Some(mode) = options {
            let by = By::Option(word.to_owned());
            return Ok(Some(self.whole(&self.plan.modes[mode], by)));
        }
        if word.is_empty() && self.leaves_it_to_the_default() {
            return Ok(None);
        }
        let fits = |mode: &&Mode| mode.matches.iter().any(|glob| glob.matches(word));
        let fitting = self.plan.modes.iter().find(fits);
        Ok(fitting.map(|mode| self.whole(mode, By::Match(word.to_owned()))))
    }

    /// What the words come to if no source names a mode.
    fn by_nobody(&self) -> Result<Choice<'p>, Refusal> {
        let word = self.start.first_word();
        let asks_words = self.selection.sources.contains(&Source::FirstWord);
        let usage = |message| Err(refusal(self.plan.exit.usage, message));
        if let Some(mode) = self.selection.default
            && (word.is_empty() || !asks_words)
        {
            return Ok(self.whole(&self.plan.modes[mode], By::Default));
        }
        if !asks_words {
            let message = no_variable(self.selection, &self.plan.modes);
            return Err(refusal(self.plan.exit.mode, message));
        }
        match self.selection.unknown {
            Unknown::Exec if word.is_empty() => usage(NO_COMMAND.to_owned()),
            Unknown::Exec if word.starts_with('-') => usage(OPTION_FIRST.to_owned()),
            Unknown::Exec => Ok(Choice::Words),
            _ if word.is_empty() => usage(no_mode(&self.plan.modes)),
            Unknown::Error => usage(around(unknown_mode(&self.plan.modes), word)),
            Unknown::Mode(mode) => {
                let by = By::Unknown(word.to_owned());
                Ok(self.whole(&self.plan.modes[mode], by))
            }
        }
    }

    /// The mode without the word that names it, if its program has arguments of its own.
    fn consume(&self, mode: &'p Mode) -> Result<Choice<'p>, Refusal> {
        let by = By::Word(self.start.first_word().to_owned());
        let command = mode.run().0;
        if *command == Command::Words {
            return Ok(self.whole(mode, by));
        }
        let words = self.start.words[1..].to_vec();
        if !command.takes_words() && !words.is_empty() {
            return Err(refusal(self.plan.exit.usage, no_arguments(mode)));
        }
        Ok(Choice::Mode(Chosen { mode, by }, words))
    }

    fn whole(&self, mode: &'p Mode, by: By<'p>) -> Choice<'p> {
        Choice::Mode(Chosen { mode, by }, self.start.words.clone())
    }

    /// Whether the default comes before a pattern that fits no word at all.
    fn leaves_it_to_the_default(&self) -> bool {
        let is_last = self.selection.sources.last() == Some(&Source::FirstWord);
        is_last && self.selection.default.is_some()
    }

    /// The mode whose name or alias is `word`.
    fn named(&self, word: &str) -> Option<&'p Mode> {
        let modes = &self.plan.modes;
        modes.iter().find(|mode| mode.is_named(word))
    }
}

/// Leaves with `code` unless the first of `words` can be run.
///
/// # Errors
/// What the container says if it cannot.
pub(super) fn require_command(code: u8, words: &[String]) -> Result<(), Refusal> {
    match words.first().map_or("", String::as_str) {
        "" => Err(refusal(code, NO_COMMAND.to_owned())),
        word if word.starts_with('-') => Err(refusal(code, OPTION_FIRST.to_owned())),
        _ => Ok(()),
    }
}

fn refusal(code: u8, message: String) -> Refusal {
    let messages = vec![message];
    Refusal { code, messages }
}

/// `text` between `before` and `after`, with all but printable ASCII replaced, as the
/// container does it.
fn around([before, after]: [String; 2], text: &str) -> String {
    let clean = |byte| match byte {
        b' '..=b'~' => char::from(byte),
        _ => '?',
    };
    let text: String = text.bytes().map(clean).collect();
    before + &text + &after
}
