//! Simple commands, up to the `(` that makes one a function definition.

use std::mem;

use super::Parser;
use crate::syntax::fault::{Fault, FaultKind, Feature, excerpt};
use crate::syntax::reserved::{assignment, is_name, is_reserved};
use crate::syntax::tree::{Assignment, Command, Simple, Word, WordPart};

impl<'a> Parser<'a> {
    /// A simple command or a function definition; at least one part.
    pub(super) fn simple_or_function(&mut self) -> Result<Command<'a>, Fault> {
        let start = self.cursor.position();
        let mut simple = Simple::default();
        let mut end = start;
        loop {
            let on_next_line = self.skip_to_argument();
            if let Some(redirection) = self.redirection()? {
                simple.redirections.push(redirection);
            } else if let Some(mut word) = self.word()? {
                word.on_next_line = on_next_line && !simple.words.is_empty();
                add_word(&mut simple, word)?;
            } else {
                break;
            }
            end = self.cursor.position();
        }
        if end == start {
            return Err(self.unexpected("a command"));
        }
        if self.cursor.at("(") {
            return self.parenthesis(&simple);
        }
        self.cursor.rewind(end);
        simple.span = self.cursor.since(start);
        Ok(simple.into())
    }

    /// Steps over blanks; whether a line was continued.
    fn skip_to_argument(&mut self) -> bool {
        let start = self.cursor.position();
        self.skip_blanks();
        self.cursor.slice(self.cursor.since(start)).contains(&b'\n')
    }

    /// What `(` after the parts of a simple command means.
    fn parenthesis(&mut self, simple: &Simple<'a>) -> Result<Command<'a>, Fault> {
        match (simple.assignments.as_slice(), simple.words.as_slice()) {
            ([], [word]) if simple.redirections.is_empty() => Ok(self.function(word)?.into()),
            ([.., last], []) if last.value.parts.is_empty() => {
                Err(self.unsupported(1, Feature::Array))
            }
            _ => Err(self.unexpected("a word or the end of the command")),
        }
    }
}

fn add_word<'a>(simple: &mut Simple<'a>, word: Word<'a>) -> Result<(), Fault> {
    if !simple.words.is_empty() {
        simple.words.push(word);
        return Ok(());
    }
    if let Some(name) = word.as_literal().filter(|name| is_reserved(name)) {
        return Err(Fault::new(
            word.span,
            FaultKind::ReservedWord(excerpt(name)),
        ));
    }
    match split_assignment(word) {
        Ok(assignment) => simple.assignments.push(assignment),
        Err(word) => {
            refuse_extended_assignment(&word)?;
            simple.words.push(word);
        }
    }
    Ok(())
}

/// The assignment that a word is, or the word again.
fn split_assignment(mut word: Word<'_>) -> Result<Assignment<'_>, Word<'_>> {
    let Some(WordPart::Literal(text)) = word.parts.first_mut() else {
        return Err(word);
    };
    let Some(equals) = assignment(text.as_bytes()) else {
        return Err(word);
    };
    let value = text.split_off(equals + 1);
    text.split_off(equals);
    let name = mem::take(text);
    if value.is_empty() {
        word.parts.remove(0);
    } else {
        word.parts[0] = WordPart::Literal(value);
    }
    let span = word.span;
    let offset = u32::try_from(equals).unwrap_or(u32::MAX).saturating_add(1);
    word.span.start = span.start.saturating_add(offset).min(span.end);
    Ok(Assignment {
        name,
        value: word,
        span,
    })
}

/// Refuses `a+=b` and `a[i]=b`, which are assignments in some shells only.
fn refuse_extended_assignment(word: &Word<'_>) -> Result<(), Fault> {
    let Some(WordPart::Literal(text)) = word.parts.first() else {
        return Ok(());
    };
    let bytes = text.as_bytes();
    let left = bytes.split(|&byte| byte == b'=').next().unwrap_or_default();
    let (name, what) = match left {
        [name @ .., b'+'] => (name, Feature::AppendAssignment),
        _ => (
            left.split(|&byte| byte == b'[').next().unwrap_or_default(),
            Feature::Array,
        ),
    };
    if left.len() < bytes.len() && is_name(name) {
        return Err(Fault::new(word.span, FaultKind::Unsupported(what)));
    }
    Ok(())
}
