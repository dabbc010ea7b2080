//! Conditions: yes, no, or a fact on which it depends.

use crate::explain::answer::{Asked, Fact};
use crate::explain::check::is_true;
use crate::explain::value::World;
use crate::plan::{Condition, Test};

impl World<'_> {
    /// Whether `condition` holds.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn holds(&self, condition: &Condition) -> Asked<bool> {
        self.holds_among(&[], condition)
    }

    /// Whether `condition` holds where the words so far are `words`.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn holds_among(&self, words: &[String], condition: &Condition) -> Asked<bool> {
        match condition {
            Condition::Test(test) => self.passes(words, test),
            Condition::Not(test) => Ok(!self.passes(words, test)?),
            Condition::All(list) => self.all(words, list, true),
            Condition::Any(list) => Ok(!self.all(words, list, false)?),
        }
    }

    /// Whether each of `list` gives `wanted`. One that is certain not to settles it,
    /// whatever others depend on.
    fn all(&self, words: &[String], list: &[Condition], wanted: bool) -> Asked<bool> {
        let mut open = None;
        for condition in list {
            match self.holds_among(words, condition) {
                Ok(holds) if holds == wanted => {}
                Ok(_) => return Ok(false),
                Err(fact) => open = open.or(Some(fact)),
            }
        }
        open.map_or(Ok(true), Err)
    }

    fn passes(&self, words: &[String], test: &Test) -> Asked<bool> {
        let path = |kind: fn(String) -> Fact, path| self.findings.ask(kind(self.text(path)?));
        match test {
            Test::Set(name) => Ok(!self.reference(name)?.is_empty()),
            Test::Is(name, values) => Ok(values.contains(&self.reference(name)?)),
            Test::IsNot(name, values) => Ok(!values.contains(&self.reference(name)?)),
            Test::True(name) => Ok(is_true(&self.reference(name)?)),
            Test::File(file) => path(Fact::File, file),
            Test::Directory(directory) => path(Fact::Directory, directory),
            Test::Socket(socket) => path(Fact::Socket, socket),
            Test::Empty(file) => path(Fact::Empty, file),
            Test::FirstWord(glob) => Ok(glob.matches(self.start.first_word())),
            Test::Program(name) => self.findings.ask(Fact::Program(name.clone())),
            Test::Root => self.findings.ask(Fact::Root),
            Test::Given(options) => Ok(is_given(options, words)),
        }
    }
}

/// Whether one of `options` is among `words`: alone, as `--option=value`, or as
/// `-ovalue`; not behind `--`.
fn is_given(options: &[String], words: &[String]) -> bool {
    let words = words.iter().take_while(|word| *word != "--");
    words.into_iter().any(|word| {
        let name = word.split('=').next().unwrap_or_default();
        let letter = word
            .char_indices()
            .nth(2)
            .map_or(name, |(at, _)| &word[..at]);
        options
            .iter()
            .any(|option| option == name || option == letter)
    })
}
