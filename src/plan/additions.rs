//! What a mode adds to the words.

use crate::plan::environment::Scope;
use crate::plan::model::{Added, Addition, Condition, Test};
use crate::table;

impl Scope<'_> {
    /// `additions`, in their order.
    pub(crate) fn additions(&self, additions: &[table::Addition]) -> Vec<Addition> {
        let resolved = |addition: &table::Addition| Addition {
            words: match &addition.words {
                table::Added::Words(words) => {
                    Added::Words(words.iter().map(|word| self.text(word)).collect())
                }
                table::Added::Split(name) => Added::Split(self.reference(name)),
            },
            when: self.when_added(addition),
        };
        additions.iter().map(resolved).collect()
    }

    fn when_added(&self, addition: &table::Addition) -> Option<Condition> {
        let when = addition.when.as_ref();
        let when = when.map(|when| self.condition(&when.value));
        if addition.unless_given.is_empty() {
            return when;
        }
        let options = addition.unless_given.iter();
        let options = options.map(|option| option.value.to_string()).collect();
        let missing = Condition::Not(Test::Given(options));
        Some(match when {
            None => missing,
            Some(when) => Condition::All(vec![when, missing]),
        })
    }
}
