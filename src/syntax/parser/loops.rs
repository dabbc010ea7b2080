//! `while`, `until` and `for`.

use super::Parser;
use crate::syntax::fault::{Fault, FaultKind, excerpt};
use crate::syntax::reserved::is_name;
use crate::syntax::tree::{For, List, Loop, LoopKind, Span, Word};

impl<'a> Parser<'a> {
    /// The word that starts a loop with a condition.
    pub(super) fn loop_word(&mut self) -> Option<(LoopKind, Span)> {
        let kinds = [("while", LoopKind::While), ("until", LoopKind::Until)];
        kinds
            .iter()
            .find_map(|&(word, kind)| Some((kind, self.eat_word(word)?)))
    }

    /// Everything after `while` or `until`.
    pub(super) fn conditional_loop(
        &mut self,
        kind: LoopKind,
        opened: Span,
    ) -> Result<Loop<'a>, Fault> {
        let condition = self.condition()?;
        let body = self.loop_body(opened)?;
        Ok(Loop {
            kind,
            condition,
            body,
        })
    }

    /// Everything after `for`.
    pub(super) fn for_loop(&mut self, opened: Span) -> Result<For<'a>, Fault> {
        self.skip_blanks();
        let Some(word) = self.word()? else {
            return Err(self.unexpected("the name of a variable"));
        };
        let name = self.name(&word)?;
        let words = self.for_words(opened)?;
        let body = self.loop_body(opened)?;
        Ok(For {
            name: name.into(),
            words,
            body,
        })
    }

    /// The words between `in` and the separator, if there is `in`.
    fn for_words(&mut self, opened: Span) -> Result<Option<Vec<Word<'a>>>, Fault> {
        self.skip_blanks();
        if self.cursor.eat(";") {
            self.skip_lines()?;
            return Ok(None);
        }
        self.skip_lines()?;
        if self.eat_word("in").is_none() {
            return Ok(None);
        }
        let mut words = Vec::new();
        self.skip_blanks();
        while let Some(word) = self.word()? {
            words.push(word);
            self.skip_blanks();
        }
        let ended = self.cursor.eat(";");
        if !self.skip_lines()? && !ended {
            return Err(self.missing("`;` or a line end", "`for`", opened));
        }
        Ok(Some(words))
    }

    fn loop_body(&mut self, opened: Span) -> Result<List<'a>, Fault> {
        self.expect_word("do", "the loop", opened)?;
        let body = self.body()?;
        self.expect_word("done", "the loop", opened)?;
        Ok(body)
    }

    /// The bytes of a word that must be a name.
    pub(super) fn name(&self, word: &Word<'a>) -> Result<&'a [u8], Fault> {
        let bytes = self.cursor.slice(word.span);
        if is_name(bytes) {
            return Ok(bytes);
        }
        Err(Fault::new(word.span, FaultKind::BadName(excerpt(bytes))))
    }
}
