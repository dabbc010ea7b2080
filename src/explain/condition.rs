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
        match condition {
            Condition::Test(test) => self.passes(test),
            Condition::Not(test) => Ok(!self.passes(test)?),
            Condition::All(list) => self.all(list.iter(), true),
            Condition::Any(list) => Ok(!self.all(list.iter(), false)?),
        }
    }

    /// Whether each of `list` gives `wanted`. One that is certain not to settles it,
    /// whatever others depend on.
    fn all<'c>(&self, list: impl Iterator<Item = &'c Condition>, wanted: bool) -> Asked<bool> {
        let mut open = None;
        for condition in list {
            match self.holds(condition) {
                Ok(holds) if holds == wanted => {}
                Ok(_) => return Ok(false),
                Err(fact) => open = open.or(Some(fact)),
            }
        }
        open.map_or(Ok(true), Err)
    }

    fn passes(&self, test: &Test) -> Asked<bool> {
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
            Test::Given(options) => Ok(self.is_given(options)),
        }
    }
}
