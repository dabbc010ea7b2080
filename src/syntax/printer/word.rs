//! Words.

use super::Printer;
use crate::syntax::tree::{Expansion, Parameter, Word, WordPart};

impl Printer {
    pub(super) fn word(&mut self, word: &Word<'_>) {
        self.parts(&word.parts);
    }

    fn parts(&mut self, parts: &[WordPart<'_>]) {
        for part in parts {
            self.part(part);
        }
    }

    fn part(&mut self, part: &WordPart<'_>) {
        match part {
            WordPart::Literal(text) => self.bytes(text.as_bytes()),
            WordPart::Escaped(byte) => self.bytes(&[b'\\', *byte]),
            WordPart::SingleQuoted(text) => {
                self.text("'");
                self.bytes(text.as_bytes());
                self.text("'");
            }
            WordPart::DoubleQuoted(parts) => {
                self.text("\"");
                self.parts(parts);
                self.text("\"");
            }
            WordPart::Parameter(parameter) => self.parameter(parameter),
            WordPart::CommandSubstitution(list) => {
                self.text("$(");
                self.parenthesized(list);
            }
            WordPart::Arithmetic(parts) => {
                self.text("$((");
                self.parts(parts);
                self.text("))");
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter<'_>) {
        let name = parameter.name.as_bytes();
        let (open, close) = match &parameter.expansion {
            Expansion::Plain => ("$", ""),
            Expansion::Length => ("${#", "}"),
            Expansion::Braced | Expansion::Operation(..) => ("${", "}"),
        };
        self.text(open);
        self.bytes(name);
        if let Expansion::Operation(operator, word) = &parameter.expansion {
            self.text(operator.as_str());
            self.word(word);
        }
        self.text(close);
    }
}
