//! What starts with a dollar sign.

use super::Parser;
use super::word::{End, Parts};
use crate::syntax::fault::{Fault, FaultKind, Feature};
use crate::syntax::reserved::{continues_name, starts_name};
use crate::syntax::tree::{Expansion, Extent, Operator, Parameter, Span, Test, Word, WordPart};

/// The operators of `${...}`, the longer first.
const OPERATORS: &[Operator] = &[
    Operator::Default(Test::UnsetOrEmpty),
    Operator::Assign(Test::UnsetOrEmpty),
    Operator::Error(Test::UnsetOrEmpty),
    Operator::Alternative(Test::UnsetOrEmpty),
    Operator::RemoveSuffix(Extent::Largest),
    Operator::RemovePrefix(Extent::Largest),
    Operator::Default(Test::Unset),
    Operator::Assign(Test::Unset),
    Operator::Error(Test::Unset),
    Operator::Alternative(Test::Unset),
    Operator::RemoveSuffix(Extent::Smallest),
    Operator::RemovePrefix(Extent::Smallest),
];

impl<'a> Parser<'a> {
    /// An expansion, or a dollar sign that is text.
    pub(super) fn dollar(&mut self, parts: &mut Parts<'a>, quoted: bool) -> Result<(), Fault> {
        let part = match self.cursor.peek_at(1) {
            Some(b'(') if self.cursor.at("$((") => self.arithmetic_expansion()?,
            Some(b'(') => self.command_substitution()?,
            Some(b'{') => self
                .nested(|parser| parser.braced_parameter(quoted))?
                .into(),
            Some(b'[') => return Err(self.unsupported(2, Feature::DollarBracket)),
            Some(b'\\') if self.cursor.at("$\\\n") => {
                return Err(Fault::new(self.cursor.ahead(2), FaultKind::Continuation));
            }
            _ => {
                let Some(parameter) = self.plain_parameter() else {
                    parts.push_literal(self.cursor.slice(self.cursor.ahead(1)));
                    self.cursor.advance(1);
                    return Ok(());
                };
                parameter.into()
            }
        };
        parts.push(part);
        Ok(())
    }

    fn arithmetic_expansion(&mut self) -> Result<WordPart<'a>, Fault> {
        let opened = self.cursor.ahead(3);
        self.cursor.advance(3);
        Ok(WordPart::Arithmetic(self.arithmetic(opened)?))
    }

    fn command_substitution(&mut self) -> Result<WordPart<'a>, Fault> {
        let opened = self.cursor.ahead(2);
        self.cursor.advance(2);
        let body = self.body()?;
        self.expect_parenthesis("`$(`", opened)?;
        Ok(WordPart::CommandSubstitution(body))
    }

    /// `$x`, `$1` or `$@`, at the dollar sign.
    fn plain_parameter(&mut self) -> Option<Parameter<'a>> {
        let start = self.cursor.position();
        let length = name_length(&self.cursor.rest()[1..], 1)?;
        self.cursor.advance(1);
        let name = self.cursor.slice(self.cursor.ahead(length));
        self.cursor.advance(length);
        let span = self.cursor.since(start);
        Some(Parameter {
            name: name.into(),
            expansion: Expansion::Plain,
            span,
        })
    }

    /// `${...}`, at the dollar sign.
    fn braced_parameter(&mut self, quoted: bool) -> Result<Parameter<'a>, Fault> {
        let start = self.cursor.position();
        let opened = self.cursor.ahead(2);
        self.cursor.advance(2);
        if let Some(name) = self.length_parameter() {
            let span = self.cursor.since(start);
            return Ok(Parameter {
                name: name.into(),
                expansion: Expansion::Length,
                span,
            });
        }
        let Some(length) = name_length(self.cursor.rest(), usize::MAX) else {
            return Err(self.bad_expansion(opened));
        };
        let name = self.cursor.slice(self.cursor.ahead(length));
        self.cursor.advance(length);
        let expansion = self.braced_rest(opened, quoted)?;
        Ok(Parameter {
            name: name.into(),
            expansion,
            span: self.cursor.since(start),
        })
    }

    /// The parameter whose length is taken, with the brace behind it.
    fn length_parameter(&mut self) -> Option<&'a [u8]> {
        let after = self.cursor.rest().strip_prefix(b"#")?;
        let length = name_length(after, usize::MAX)?;
        if after.get(length) != Some(&b'}') {
            return None;
        }
        self.cursor.advance(1 + length + 1);
        Some(&after[..length])
    }

    /// Operator, word and closing brace.
    fn braced_rest(&mut self, opened: Span, quoted: bool) -> Result<Expansion<'a>, Fault> {
        if self.cursor.eat("}") {
            return Ok(Expansion::Braced);
        }
        let found = OPERATORS
            .iter()
            .find(|operator| self.cursor.eat(operator.as_str()));
        let Some(&operator) = found else {
            return Err(self.bad_expansion(opened));
        };
        let start = self.cursor.position();
        let is_pattern = matches!(
            operator,
            Operator::RemoveSuffix(_) | Operator::RemovePrefix(_)
        );
        // In double quotes a single quote is text, but not in a pattern.
        let parts = if quoted && !is_pattern {
            self.quoted(b'}')?
        } else {
            self.unquoted(End::Brace)?
        };
        let word = Word {
            parts,
            on_next_line: false,
            span: self.cursor.since(start),
        };
        if self.cursor.eat("}") {
            return Ok(Expansion::Operation(operator, word));
        }
        Err(self.unclosed("`${`", opened))
    }

    fn bad_expansion(&self, opened: Span) -> Fault {
        if self.cursor.peek().is_none() {
            return self.unclosed("`${`", opened);
        }
        Fault::new(opened.to(self.cursor.ahead(1)), FaultKind::BadExpansion)
    }
}

/// How long the parameter name is that `bytes` start with; a position has at
/// most `digits` digits, since `$12` is `$1` and text.
fn name_length(bytes: &[u8], digits: usize) -> Option<usize> {
    let run = |wanted: fn(u8) -> bool| {
        bytes
            .iter()
            .position(|&byte| !wanted(byte))
            .unwrap_or(bytes.len())
    };
    match *bytes.first()? {
        byte if starts_name(byte) => Some(run(continues_name)),
        b'0'..=b'9' => Some(run(|byte| byte.is_ascii_digit()).min(digits)),
        b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' => Some(1),
        _ => None,
    }
}
