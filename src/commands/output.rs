//! Where results and messages go.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Stderr, StdoutLock, Write};
use std::os::fd::RawFd;

use clap::ColorChoice;
use clap::builder::StyledStr;
use terminal_size::{Width, terminal_size_of};

use crate::cli::Manner;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::text::{Colour, render_all, render_bare};
use crate::prove::report::Style;
use crate::sandbox::closed_at_start;

/// The columns of a report that goes to no terminal.
const WIDTH: u16 = 100;
/// The descriptor of standard output.
const STDOUT: RawFd = 1;
/// The columns of a line that can still be read.
const WIDEST: u16 = 140;

/// Results on standard output, everything else on standard error.
pub(super) struct Output {
    results: BufWriter<StdoutLock<'static>>,
    messages: Stderr,
    manner: Manner,
}

impl Output {
    /// The streams of this process, used in this manner.
    pub(super) fn new(manner: Manner) -> Self {
        Self {
            results: BufWriter::new(io::stdout().lock()),
            messages: io::stderr(),
            manner,
        }
    }

    /// A result.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn result(&mut self, bytes: &[u8]) -> io::Result<()> {
        // Rust opens /dev/null in place of a closed one, where a result would be lost.
        if closed_at_start(STDOUT) && !bytes.is_empty() {
            return Err(io::Error::other("standard output is closed"));
        }
        self.results.write_all(bytes)
    }

    /// A result that only says that all is well, which `--quiet` leaves to the
    /// exit code.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn well(&mut self, text: &str) -> io::Result<()> {
        if self.manner.quiet {
            return Ok(());
        }
        self.result(text.as_bytes())
    }

    /// Everything said so far is out.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.results.flush()
    }

    /// A help that was asked for.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn help(&mut self, text: &StyledStr) -> io::Result<()> {
        let text = styled(text, self.colour_of_results());
        self.result(text.as_bytes())
    }

    /// Whether results are drawn with colour.
    pub(super) fn colour_of_results(&self) -> Colour {
        self.colour(&io::stdout())
    }

    /// How a report is drawn: as wide as the terminal, within what people can read.
    pub(super) fn style_of_results(&self) -> Style {
        let columns = terminal_size_of(io::stdout()).map_or(WIDTH, |(Width(columns), _)| columns);
        Style {
            colour: self.colour_of_results(),
            width: usize::from(columns.min(WIDEST)),
        }
    }

    /// Whether only what is wrong is said.
    pub(super) const fn is_quiet(&self) -> bool {
        self.manner.quiet
    }

    /// Whether what is done is said too.
    pub(super) const fn is_verbose(&self) -> bool {
        self.manner.verbose
    }

    /// Why the words of the command line mean nothing.
    pub(super) fn misuse(&self, text: &StyledStr) {
        self.say(&styled(text, self.colour(&self.messages)));
    }

    /// What was done, for `--verbose`.
    pub(super) fn done(&self, text: &str) {
        if self.is_verbose() {
            self.bare(&Diagnostic::note(text));
        }
    }

    /// Something worth knowing that changes no exit code.
    pub(super) fn note(&self, text: &str) {
        if !self.manner.quiet {
            self.bare(&Diagnostic::note(text));
        }
    }

    /// A question, or what is said about an answer.
    pub(super) fn ask(&self, text: &str) {
        self.say(text);
    }

    /// What to do next, in whole lines.
    pub(super) fn advice(&self, text: &str) {
        if !self.manner.quiet {
            self.say(text);
        }
    }

    /// Why something could not be done.
    pub(super) fn trouble(&self, trouble: &Diagnostic) {
        self.bare(trouble);
    }

    /// What is wrong in the text of a file.
    pub(super) fn diagnostics(&self, all: &[Diagnostic], path: &str, source: &str) {
        let colour = self.colour(&self.messages);
        self.say(&render_all(all, path, source, colour));
    }

    fn bare(&self, diagnostic: &Diagnostic) {
        self.say(&render_bare(diagnostic, self.colour(&self.messages)));
    }

    /// A message that cannot be shown is lost; the exit code still tells.
    fn say(&self, text: &str) {
        let _lost = (&self.messages).write_all(text.as_bytes());
    }

    /// Whether `stream` gets colour: as it was typed, else if it is a terminal and
    /// `NO_COLOR` is not set.
    fn colour(&self, stream: &impl IsTerminal) -> Colour {
        let wanted = match self.manner.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                stream.is_terminal() && !plain
            }
        };
        if wanted {
            Colour::Always
        } else {
            Colour::Never
        }
    }
}

/// A text of clap's.
fn styled(text: &StyledStr, colour: Colour) -> String {
    match colour {
        Colour::Always => text.ansi().to_string(),
        Colour::Never => text.to_string(),
    }
}
