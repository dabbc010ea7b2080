//! `case`.

use super::Parser;
use crate::syntax::fault::{Fault, FaultKind, Feature};
use crate::syntax::tree::{Arm, Case, Line, Span, Word};

impl<'a> Parser<'a> {
    /// Everything after `case`.
    pub(super) fn case(&mut self, opened: Span) -> Result<Case<'a>, Fault> {
        self.skip_blanks();
        let Some(word) = self.word()? else {
            return Err(self.missing("a word", "`case`", opened));
        };
        self.skip_lines()?;
        self.expect_word("in", "`case`", opened)?;
        let mut lines = Vec::new();
        loop {
            self.between_items(&mut lines)?;
            if self.eat_word("esac").is_some() {
                break;
            }
            let (arm, last) = self.arm(opened)?;
            lines.push(Line::Code(arm));
            if last {
                self.expect_word("esac", "`case`", opened)?;
                break;
            }
        }
        if matches!(lines.last(), Some(Line::Blank)) {
            lines.pop();
        }
        Ok(Case {
            word,
            lines,
            inline: false,
        })
    }

    /// One arm; whether it came without `;;` and so must be the last.
    fn arm(&mut self, opened: Span) -> Result<(Arm<'a>, bool), Fault> {
        if self.cursor.eat("(") {
            self.skip_blanks();
        }
        let start = self.cursor.position();
        let patterns = self.patterns(opened)?;
        let body = self.arm_body()?;
        self.skip_blanks();
        if self.cursor.at(";&") || self.cursor.at(";;&") || self.cursor.at(";|") {
            return Err(self.unsupported(2, Feature::FallThrough));
        }
        let ended = self.cursor.eat(";;");
        let span = self.cursor.since(start);
        self.skip_blanks();
        let comment = self.comment()?;
        Ok((
            Arm {
                patterns,
                body,
                comment,
                span,
            },
            !ended,
        ))
    }

    /// `pattern | pattern)`
    fn patterns(&mut self, opened: Span) -> Result<Vec<Word<'a>>, Fault> {
        let mut patterns = Vec::new();
        loop {
            let Some(pattern) = self.word()? else {
                return Err(self.missing("a pattern or `esac`", "`case`", opened));
            };
            if patterns.is_empty() && pattern.as_literal() == Some(b"esac") {
                return Err(Fault::new(
                    pattern.span,
                    FaultKind::ReservedWord("esac".into()),
                ));
            }
            patterns.push(pattern);
            self.skip_blanks();
            if !self.cursor.eat("|") {
                break;
            }
            self.skip_blanks();
        }
        self.expect_parenthesis("`case`", opened)?;
        Ok(patterns)
    }
}
