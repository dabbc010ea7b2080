//! Function definitions.

use super::Parser;
use crate::syntax::fault::Fault;
use crate::syntax::tree::{Function, Word};

impl<'a> Parser<'a> {
    /// `() body`, after the name.
    pub(super) fn function(&mut self, word: &Word<'a>) -> Result<Function<'a>, Fault> {
        let opened = self.cursor.ahead(1);
        self.cursor.advance(1);
        self.expect_parenthesis("the function definition", opened)?;
        let name = self.name(word)?;
        self.skip_lines()?;
        let Some(body) = self.compound()? else {
            return Err(self.missing("the body of the function", "the function", word.span));
        };
        Ok(Function {
            name: name.into(),
            body,
            span: self.cursor.since(word.span.start),
        })
    }
}
