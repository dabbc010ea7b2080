//! Which command it is.

use super::Parser;
use crate::syntax::fault::{Fault, Feature};
use crate::syntax::tree::{Command, Compound};

/// Words that start a construct of other shells.
const UNSUPPORTED: &[(&str, Feature)] = &[
    ("[[", Feature::DoubleBracket),
    ("function", Feature::FunctionWord),
    ("select", Feature::Select),
];

impl<'a> Parser<'a> {
    /// A compound command, a function definition or a simple command.
    pub(super) fn command(&mut self) -> Result<Command<'a>, Fault> {
        if let Some(compound) = self.compound()? {
            return Ok(compound.into());
        }
        for (word, feature) in UNSUPPORTED {
            if self.at_word(word) {
                return Err(self.unsupported(word.len(), *feature));
            }
        }
        self.simple_or_function()
    }

    /// A compound command with its redirections, if one starts here.
    pub(super) fn compound(&mut self) -> Result<Option<Compound<'a>>, Fault> {
        let start = self.cursor.position();
        let kind = if self.cursor.at("((") {
            return Err(self.unsupported(2, Feature::DoubleParenthesis));
        } else if self.cursor.at("(") {
            self.subshell()?
        } else if let Some(opened) = self.eat_word("{") {
            self.brace_group(opened)?
        } else if let Some(opened) = self.eat_word("if") {
            self.conditional(opened)?.into()
        } else if let Some(opened) = self.eat_word("for") {
            self.for_loop(opened)?.into()
        } else if let Some(opened) = self.eat_word("case") {
            self.case(opened)?.into()
        } else if let Some((kind, opened)) = self.loop_word() {
            self.conditional_loop(kind, opened)?.into()
        } else {
            return Ok(None);
        };
        let redirections = self.redirections()?;
        Ok(Some(Compound {
            kind,
            redirections,
            span: self.cursor.since(start),
        }))
    }
}
