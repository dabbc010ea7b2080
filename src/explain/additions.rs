//! Words that join those of the command line.

use crate::explain::answer::Asked;
use crate::explain::value::World;
use crate::plan::{Added, Addition};

/// Where a value is cut into words.
const BLANKS: [char; 3] = [' ', '\t', '\n'];

impl World<'_> {
    /// `words` with what the mode adds.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn with_added(&self, words: &[String]) -> Asked<Vec<String>> {
        let mut world = self.clone();
        world.words = words.to_vec();
        for addition in self.mode.additions() {
            let added = world.added(addition)?;
            world.words.extend(added);
        }
        Ok(world.words)
    }

    fn added(&self, addition: &Addition) -> Asked<Vec<String>> {
        let when = addition.when.as_ref();
        if !when.map_or(Ok(true), |when| self.holds(when))? {
            return Ok(Vec::new());
        }
        match &addition.words {
            Added::Words(texts) => self.words(texts),
            Added::Split(name) => {
                let value = self.reference(name)?;
                let words = value.split(BLANKS).filter(|word| !word.is_empty());
                Ok(words.map(str::to_owned).collect())
            }
        }
    }

    /// Whether the words so far give one of `options`, as the runtime sees it.
    pub(super) fn is_given(&self, options: &[String]) -> bool {
        let is_option = |name: &str| options.iter().any(|option| option == name);
        let mut words = self.words.iter().take_while(|word| *word != "--");
        words.any(|word| {
            let name = word.split('=').next().unwrap_or(word);
            is_option(name) || word.get(..2).is_some_and(is_option)
        })
    }
}
