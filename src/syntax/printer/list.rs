//! Lists, and-or lists and pipelines.

use super::Printer;
use crate::syntax::tree::{AndOr, Command, CompoundKind, Connector, Item, Line, List, Pipeline};

impl Printer {
    /// Every line of a list on lines of its own.
    pub(super) fn list_lines(&mut self, list: &List<'_>) {
        self.lines(&list.lines, Self::item_line);
    }

    /// Comments, single blank lines, and nodes printed by `print`.
    pub(super) fn lines<T>(&mut self, lines: &[Line<'_, T>], print: fn(&mut Self, &T)) {
        let mut blank = false;
        let mut first = true;
        for line in lines {
            if matches!(line, Line::Blank) {
                blank = !first;
                continue;
            }
            if blank {
                self.text("\n");
            }
            self.margin();
            match line {
                Line::Blank => {}
                Line::Comment(comment) => self.comment(comment),
                Line::Code(node) => print(self, node),
            }
            self.text("\n");
            (blank, first) = (false, false);
        }
    }

    fn item_line(&mut self, item: &Item<'_>) {
        match item.and_or.first.commands.as_slice() {
            [Command::Compound(compound)] if item.and_or.is_lone_command() => {
                self.lone_compound(compound);
            }
            _ => self.and_or(&item.and_or),
        }
        if item.background {
            self.text(" &");
        }
        self.comment_behind(item.comment.as_ref());
    }

    /// A body and the word that closes it: ` item; word` on the line of the
    /// opening word, or lines of their own.
    pub(super) fn body_until(&mut self, list: &List<'_>, word: &str) {
        self.block(list, list.fits_on_line(), word);
    }

    /// A condition and the word that ends it.
    pub(super) fn condition_until(&mut self, list: &List<'_>, word: &str) {
        self.block(list, list.starts_on_line(), word);
    }

    fn block(&mut self, list: &List<'_>, inline: bool, word: &str) {
        match list.sole_item() {
            Some(item) if inline => {
                self.text(" ");
                self.and_or(&item.and_or);
                self.text("; ");
            }
            _ => {
                self.text("\n");
                self.indented(|printer| printer.list_lines(list));
                self.margin();
            }
        }
        self.text(word);
    }

    /// A list in parentheses, after the first.
    pub(super) fn parenthesized(&mut self, list: &List<'_>) {
        match list.sole_item() {
            Some(item) if list.fits_on_line() => {
                // `((` would start arithmetic; `shfmt` keeps off `(!(` too.
                let first = item.and_or.first.commands.first();
                if let Some(Command::Compound(compound)) = first
                    && matches!(compound.kind, CompoundKind::Subshell(_))
                {
                    self.text(" ");
                }
                self.and_or(&item.and_or);
            }
            _ => {
                self.text("\n");
                self.indented(|printer| printer.list_lines(list));
                self.margin();
            }
        }
        self.text(")");
    }

    pub(super) fn and_or(&mut self, and_or: &AndOr<'_>) {
        self.pipeline(&and_or.first);
        for link in &and_or.rest {
            self.text(match link.connector {
                Connector::And => " &&",
                Connector::Or => " ||",
            });
            let is_chain = link.pipeline.commands.len() > 1;
            self.joined(link.on_next_line, is_chain, |printer| {
                printer.pipeline(&link.pipeline);
            });
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline<'_>) {
        if pipeline.negated {
            self.text("! ");
        }
        for (index, command) in pipeline.commands.iter().enumerate() {
            if index == 0 {
                self.command(command);
                continue;
            }
            self.text(" |");
            self.joined(pipeline.multiline, false, |printer| {
                printer.command(command);
            });
        }
    }

    /// What comes after an operator: on this line, or indented on the next.
    ///
    /// `shfmt` does not indent the second line of a pipeline that starts an
    /// indented line, but it does the third, and it takes the first operator
    /// inside a compound command for one of that pipeline.
    fn joined(&mut self, on_next_line: bool, is_chain: bool, print: impl FnOnce(&mut Self)) {
        if !on_next_line {
            self.text(" ");
            return print(self);
        }
        let levels = usize::from(!self.in_indented_chain);
        self.indent += levels;
        self.new_line();
        self.in_indented_chain = is_chain;
        print(self);
        self.in_indented_chain = false;
        self.indent -= levels;
    }
}
