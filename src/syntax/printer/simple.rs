//! Simple commands and redirections.

use super::Printer;
use crate::syntax::tree::{Command, Redirection, Simple};

impl Printer {
    pub(super) fn command(&mut self, command: &Command<'_>) {
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Compound(compound) => self.compound(compound),
            Command::Function(function) => {
                self.bytes(function.name.as_bytes());
                self.text("() ");
                self.compound(&function.body);
            }
        }
    }

    fn simple(&mut self, simple: &Simple<'_>) {
        let outer = self.indent;
        let mut blank = "";
        for assignment in &simple.assignments {
            self.text(blank);
            self.bytes(assignment.name.as_bytes());
            self.text("=");
            self.word(&assignment.value);
            blank = " ";
        }
        for word in &simple.words {
            self.text(blank);
            if word.on_next_line && !blank.is_empty() {
                self.indent = outer + 1;
                self.text("\\");
                self.new_line();
            }
            self.word(word);
            blank = " ";
        }
        for redirection in &simple.redirections {
            self.text(blank);
            self.redirection(redirection);
            blank = " ";
        }
        self.indent = outer;
    }

    pub(super) fn redirection(&mut self, redirection: &Redirection<'_>) {
        if let Some(descriptor) = redirection.descriptor {
            self.text(&descriptor.to_string());
        }
        self.text(redirection.operator.as_str());
        self.word(&redirection.target);
    }
}
