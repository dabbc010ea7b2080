//! Lists, and-or lists and pipelines.

use super::Printer;
use crate::syntax::tree::{AndOr, Connector, Item, Line, List, Pipeline};

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
        self.and_or(&item.and_or);
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
        match list.items().next() {
            Some(item) if inline => {
                self.text(" ");
                self.and_or(&item.and_or);
                self.text(if item.background { " & " } else { "; " });
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
        if list.fits_on_line() {
            // `((` would start arithmetic.
            let start = self.out.len();
            list.items().for_each(|item| self.item_line(item));
            if self.out.get(start) == Some(&b'(') {
                self.out.insert(start, b' ');
            }
        } else {
            self.text("\n");
            self.indented(|printer| printer.list_lines(list));
            self.margin();
        }
        self.text(")");
    }

    pub(super) fn and_or(&mut self, and_or: &AndOr<'_>) {
        let outer = self.indent;
        self.pipeline(&and_or.first, outer);
        for link in &and_or.rest {
            self.text(match link.connector {
                Connector::And => " &&",
                Connector::Or => " ||",
            });
            self.join(link.on_next_line, outer);
            self.pipeline(&link.pipeline, outer);
        }
        self.indent = outer;
    }

    /// What stands between an operator and the next command; a chain of
    /// commands is indented once, however many lines it takes.
    fn join(&mut self, on_next_line: bool, outer: usize) {
        if on_next_line {
            self.indent = outer + 1;
            self.new_line();
        } else {
            self.text(" ");
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline<'_>, outer: usize) {
        if pipeline.negated {
            self.text("! ");
        }
        for (index, command) in pipeline.commands.iter().enumerate() {
            if index > 0 {
                self.text(" |");
                self.join(pipeline.multiline, outer);
            }
            self.command(command);
        }
    }
}
