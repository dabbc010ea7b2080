//! Compound lists, with the comments and blank lines between the commands.

use std::mem;

use super::Parser;
use crate::syntax::fault::{Fault, FaultKind, Feature};
use crate::syntax::tree::{AndOr, Command, CompoundKind, Item, Line, List, Span};

/// The words that end a list where a command could start.
const CLOSING_WORDS: &[&str] = &["}", "then", "elif", "else", "fi", "do", "done", "esac"];

impl<'a> Parser<'a> {
    /// A list that may be empty, up to something that is no command.
    pub(super) fn list(&mut self) -> Result<List<'a>, Fault> {
        self.nested(|parser| {
            let outer = mem::take(&mut parser.hoisted);
            let list = parser.list_lines();
            parser.hoisted = outer;
            list
        })
    }

    /// The list of a body, which has a command; inline as the source has it.
    pub(super) fn body(&mut self) -> Result<List<'a>, Fault> {
        let list = self.arm_body()?;
        self.require_command(&list)?;
        Ok(list)
    }

    /// The list of a body that may be empty.
    pub(super) fn arm_body(&mut self) -> Result<List<'a>, Fault> {
        let start = self.cursor.position();
        let mut list = self.list()?;
        list.inline = list.sole_item().is_some_and(|item| {
            item.fits_on_line()
                && self.same_line(start, item.span.start)
                && self.same_line(item.span.end, self.cursor.position())
        });
        Ok(list)
    }

    /// The list after `if` or `while`: inline if it is one command that starts
    /// on the line of that word.
    pub(super) fn condition(&mut self) -> Result<List<'a>, Fault> {
        let start = self.cursor.position();
        let mut list = self.list()?;
        self.require_command(&list)?;
        list.inline = list
            .sole_item()
            .is_some_and(|item| item.starts_on_line() && self.same_line(start, item.span.start));
        Ok(list)
    }

    fn list_lines(&mut self) -> Result<List<'a>, Fault> {
        let mut lines = Vec::new();
        loop {
            self.between_items(&mut lines)?;
            if self.at_list_end() {
                break;
            }
            let (item, separated) = self.item()?;
            lines.extend(self.hoisted.drain(..).map(Line::Comment));
            lines.push(Line::Code(item));
            if !separated {
                if !self.at_list_end() {
                    return Err(self.unexpected("`;`, `&` or the end of the line"));
                }
                break;
            }
        }
        if matches!(lines.last(), Some(Line::Blank)) {
            lines.pop();
        }
        Ok(List {
            lines,
            inline: false,
        })
    }

    /// Comments and blank lines; several blank lines count as one.
    pub(super) fn between_items<T>(&mut self, lines: &mut Vec<Line<'a, T>>) -> Result<(), Fault> {
        loop {
            let line_ends = self.line_ends();
            if line_ends > 1 && !lines.is_empty() {
                lines.push(Line::Blank);
            }
            match self.comment()? {
                Some(comment) => lines.push(Line::Comment(comment)),
                None => return Ok(()),
            }
        }
    }

    /// Steps over blanks and line ends; how many line ends.
    fn line_ends(&mut self) -> usize {
        let mut count = 0;
        loop {
            self.skip_blanks();
            if !self.cursor.eat("\n") {
                return count;
            }
            count += 1;
        }
    }

    /// An and-or list, its terminator, and the comment behind it; whether the
    /// next command can follow.
    fn item(&mut self) -> Result<(Item<'a>, bool), Fault> {
        let start = self.cursor.position();
        let mut and_or = self.and_or()?;
        let mut span = self.cursor.since(start);
        if self.same_line(span.start, span.end) {
            mark_inline_case(&mut and_or);
        }
        self.skip_blanks();
        if self.cursor.at("&>") {
            return Err(self.unsupported(2, Feature::RedirectBoth));
        }
        let background = self.cursor.eat("&");
        let ended = background || (!self.at_arm_end() && self.cursor.eat(";"));
        if ended {
            span = self.cursor.since(start);
        }
        self.skip_blanks();
        let comment = self.comment()?;
        let separated = ended || self.cursor.peek() == Some(b'\n');
        Ok((
            Item {
                and_or,
                background,
                comment,
                span,
            },
            separated,
        ))
    }

    /// Whether no command can start here because something outside ends.
    fn at_list_end(&self) -> bool {
        matches!(self.cursor.peek(), None | Some(b')'))
            || self.at_arm_end()
            || CLOSING_WORDS.iter().any(|word| self.at_word(word))
    }

    /// Whether `;;` comes next, or what some shells have beside it.
    fn at_arm_end(&self) -> bool {
        self.cursor.at(";;") || self.cursor.at(";&") || self.cursor.at(";|")
    }

    fn require_command(&self, list: &List<'a>) -> Result<(), Fault> {
        if list.items().next().is_some() {
            return Ok(());
        }
        let (found, span) = self.describe_next();
        Err(Fault::new(span, FaultKind::NoCommand { found }))
    }

    fn same_line(&self, start: u32, end: u32) -> bool {
        !self.cursor.slice(Span::new(start, end)).contains(&b'\n')
    }
}

/// Marks a `case` that stands on one line, if it can be printed so.
fn mark_inline_case(and_or: &mut AndOr<'_>) {
    if and_or.is_lone_command()
        && let [Command::Compound(compound)] = and_or.first.commands.as_mut_slice()
        && let CompoundKind::Case(case) = &mut compound.kind
    {
        case.inline = true;
        case.inline = compound.redirections.is_empty() && case.fits_on_line();
    }
}
