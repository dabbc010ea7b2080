//! And-or lists and pipelines.

use super::Parser;
use crate::syntax::fault::{Fault, Feature};
use crate::syntax::tree::{AndOr, Connector, Link, Pipeline};

impl<'a> Parser<'a> {
    /// Pipelines joined by `&&` and `||`.
    pub(super) fn and_or(&mut self) -> Result<AndOr<'a>, Fault> {
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        while let Some(connector) = self.connector() {
            let on_next_line = self.skip_lines()?;
            let pipeline = self.pipeline()?;
            rest.push(Link {
                connector,
                on_next_line,
                pipeline,
            });
        }
        Ok(AndOr { first, rest })
    }

    fn connector(&mut self) -> Option<Connector> {
        let before = self.cursor.position();
        self.skip_blanks();
        if self.cursor.eat("&&") {
            return Some(Connector::And);
        }
        if self.cursor.eat("||") {
            return Some(Connector::Or);
        }
        self.cursor.rewind(before);
        None
    }

    /// Commands joined by `|`.
    fn pipeline(&mut self) -> Result<Pipeline<'a>, Fault> {
        let start = self.cursor.position();
        if self.cursor.at("!(") {
            return Err(self.unsupported(2, Feature::BangParenthesis));
        }
        let negated = self.eat_word("!").is_some();
        self.skip_blanks();
        let mut commands = vec![self.command()?];
        let mut multiline = false;
        while self.pipe()? {
            multiline |= self.skip_lines()?;
            commands.push(self.command()?);
        }
        Ok(Pipeline {
            negated,
            commands,
            multiline,
            span: self.cursor.since(start),
        })
    }

    fn pipe(&mut self) -> Result<bool, Fault> {
        let before = self.cursor.position();
        self.skip_blanks();
        if self.cursor.at("|&") {
            return Err(self.unsupported(2, Feature::PipeBoth));
        }
        if !self.cursor.at("||") && self.cursor.eat("|") {
            return Ok(true);
        }
        self.cursor.rewind(before);
        Ok(false)
    }
}
