//! Redirections.

use super::Parser;
use crate::syntax::fault::{Fault, FaultKind, Feature};
use crate::syntax::tree::{Redirection, RedirectionOperator};

/// The operators, the longer first.
const OPERATORS: &[RedirectionOperator] = &[
    RedirectionOperator::Append,
    RedirectionOperator::DuplicateInput,
    RedirectionOperator::DuplicateOutput,
    RedirectionOperator::ReadWrite,
    RedirectionOperator::Clobber,
    RedirectionOperator::Input,
    RedirectionOperator::Output,
];

impl<'a> Parser<'a> {
    /// The redirections that come next.
    pub(super) fn redirections(&mut self) -> Result<Vec<Redirection<'a>>, Fault> {
        let mut redirections = Vec::new();
        loop {
            let before = self.cursor.position();
            self.skip_blanks();
            let Some(redirection) = self.redirection()? else {
                self.cursor.rewind(before);
                return Ok(redirections);
            };
            redirections.push(redirection);
        }
    }

    /// The redirection that starts at the next byte, if one does.
    pub(super) fn redirection(&mut self) -> Result<Option<Redirection<'a>>, Fault> {
        let start = self.cursor.position();
        let digits = self.cursor.take_while(|byte| byte.is_ascii_digit());
        if !matches!(self.cursor.peek(), Some(b'<' | b'>')) {
            self.cursor.rewind(start);
            return Ok(None);
        }
        let descriptor = match digits {
            [] => None,
            digits => Some(self.descriptor(digits)?),
        };
        let operator = self.redirection_operator()?;
        self.skip_blanks();
        if self.cursor.at("(") {
            return Err(self.unsupported(1, Feature::ProcessSubstitution));
        }
        let Some(target) = self.word()? else {
            return Err(self.unexpected("the target of the redirection"));
        };
        let span = self.cursor.since(start);
        Ok(Some(Redirection {
            descriptor,
            operator,
            target,
            span,
        }))
    }

    fn descriptor(&self, digits: &[u8]) -> Result<u16, Fault> {
        let number = digits.iter().try_fold(0_u16, |number, digit| {
            number.checked_mul(10)?.checked_add(u16::from(digit - b'0'))
        });
        let start = self.cursor.position() - u32::try_from(digits.len()).unwrap_or_default();
        number.ok_or_else(|| Fault::new(self.cursor.since(start), FaultKind::BadDescriptor))
    }

    fn redirection_operator(&mut self) -> Result<RedirectionOperator, Fault> {
        if self.cursor.at("<<<") {
            return Err(self.unsupported(3, Feature::HereString));
        }
        if self.cursor.at("<<") {
            return Err(self.unsupported(2, Feature::HereDocument));
        }
        let found = OPERATORS
            .iter()
            .find(|operator| self.cursor.eat(operator.as_str()));
        found
            .copied()
            .ok_or_else(|| self.unexpected("a redirection"))
    }
}
