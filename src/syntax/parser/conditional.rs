//! `if`.

use super::Parser;
use crate::syntax::fault::Fault;
use crate::syntax::tree::{Branch, If, Span};

impl<'a> Parser<'a> {
    /// Everything after `if`.
    pub(super) fn conditional(&mut self, opened: Span) -> Result<If<'a>, Fault> {
        let mut branches = vec![self.branch(opened)?];
        while self.eat_word("elif").is_some() {
            branches.push(self.branch(opened)?);
        }
        let otherwise = match self.eat_word("else") {
            Some(_) => Some(self.body()?),
            None => None,
        };
        self.expect_word("fi", "`if`", opened)?;
        Ok(If {
            branches,
            otherwise,
        })
    }

    fn branch(&mut self, opened: Span) -> Result<Branch<'a>, Fault> {
        let condition = self.condition()?;
        self.expect_word("then", "`if`", opened)?;
        let body = self.body()?;
        Ok(Branch { condition, body })
    }
}
