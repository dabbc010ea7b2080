//! Tree to text, in the layout that `shfmt -ln posix -i 2 -ci` leaves alone.

mod align;
mod compound;
mod list;
mod simple;
mod word;

use super::tree::{Comment, Script};

/// The text of a script.
///
/// Two blanks of indentation, one command a line, at most one blank line,
/// comments where their command is, comments behind commands in columns. What
/// stands inside `$((...))` and quotes is printed as the tree has it.
///
/// `shfmt` 3.6 has a layout of its own for a function defined inside a
/// pipeline, for a substitution over several lines beside a continued line, and
/// for a comment behind a quoted line end; these are printed simply.
#[must_use]
pub fn print(script: &Script<'_>) -> Vec<u8> {
    let mut printer = Printer::default();
    printer.list_lines(&script.body);
    align::align(printer.out, &printer.comments)
}

#[derive(Debug, Default)]
struct Printer {
    out: Vec<u8>,
    /// The level of the current line; a level is two blanks.
    indent: usize,
    /// A pipeline starts the line, and that line is indented already.
    in_indented_chain: bool,
    /// Where in `out` the comments stand that come behind code.
    comments: Vec<usize>,
}

impl Printer {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// The blanks before the first word of a line.
    fn margin(&mut self) {
        self.out.resize(self.out.len() + 2 * self.indent, b' ');
    }

    /// Ends the line and starts the next.
    fn new_line(&mut self) {
        self.text("\n");
        self.margin();
    }

    /// Prints with `print` one level deeper.
    fn indented(&mut self, print: impl FnOnce(&mut Self)) {
        self.indent += 1;
        print(self);
        self.indent -= 1;
    }

    fn comment(&mut self, comment: &Comment<'_>) {
        self.text("#");
        self.bytes(comment.as_bytes());
    }

    /// The comment behind the code of this line, if there is one.
    fn comment_behind(&mut self, comment: Option<&Comment<'_>>) {
        if let Some(comment) = comment {
            self.comments.push(self.out.len());
            self.text(" ");
            self.comment(comment);
        }
    }
}
