//! Brace groups and subshells.

use super::Parser;
use crate::syntax::fault::Fault;
use crate::syntax::tree::{CompoundKind, Span};

impl<'a> Parser<'a> {
    /// `list; }`, after `{`.
    pub(super) fn brace_group(&mut self, opened: Span) -> Result<CompoundKind<'a>, Fault> {
        let body = self.body()?;
        self.expect_word("}", "`{`", opened)?;
        Ok(CompoundKind::Brace(body))
    }

    /// `(list)`, at `(`.
    pub(super) fn subshell(&mut self) -> Result<CompoundKind<'a>, Fault> {
        let opened = self.cursor.ahead(1);
        self.cursor.advance(1);
        let body = self.body()?;
        self.expect_parenthesis("`(`", opened)?;
        Ok(CompoundKind::Subshell(body))
    }
}
