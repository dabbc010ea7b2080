//! Where results and messages go.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Stderr, StdoutLock, Write};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::text::{Colour, render_all};

/// Results on standard output, everything else on standard error.
pub(super) struct Output {
    results: BufWriter<StdoutLock<'static>>,
    messages: Stderr,
    colour: Colour,
    colour_of_results: Colour,
}

impl Output {
    /// The streams of this process. Each is coloured on a terminal unless `NO_COLOR`
    /// is set.
    pub(super) fn new() -> Self {
        let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = |is_terminal| {
            if is_terminal && !plain {
                Colour::Always
            } else {
                Colour::Never
            }
        };
        let results = io::stdout().lock();
        let messages = io::stderr();
        Self {
            colour: colour(messages.is_terminal()),
            colour_of_results: colour(results.is_terminal()),
            results: BufWriter::new(results),
            messages,
        }
    }

    /// Whether results are drawn with colour.
    pub(super) fn colour_of_results(&self) -> Colour {
        self.colour_of_results
    }

    /// A result.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn result(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.results.write_all(bytes)
    }

    /// Everything said so far is out.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.results.flush()
    }

    /// Something worth knowing that changes no exit code.
    pub(super) fn note(&self, text: &str) {
        self.say(&format!("note: {text}\n"));
    }

    /// A question, or what is said about an answer.
    pub(super) fn ask(&self, text: &str) {
        self.say(text);
    }

    /// Why something could not be done.
    pub(super) fn trouble(&self, text: &str) {
        self.say(&format!("error: {text}\n"));
    }

    /// What is wrong in the text of a file.
    pub(super) fn diagnostics(&self, all: &[Diagnostic], path: &str, source: &str) {
        self.say(&render_all(all, path, source, self.colour));
    }

    /// A message that cannot be shown is lost; the exit code still tells.
    fn say(&self, text: &str) {
        let _lost = (&self.messages).write_all(text.as_bytes());
    }
}

/// Why something failed, without the number and the temporary file that the
/// error names too.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text[..end].to_owned()
}
