//! The questions of `lychgate init`, and whether the table takes the answers.

use std::io::{self, BufRead};

use crate::cli::Init;
use crate::commands::output::Output;
use crate::commands::stop::Stop;
use crate::diagnostic::{Diagnostic, reason};
use crate::dockerfile::Image;
use crate::draft::{self, Answers, ModeAnswer, draft};
use crate::table;

/// Asks for what no flag has said. `answers` holds what is usual, which an empty
/// answer takes; what the table refuses is asked again.
///
/// # Errors
/// The input has ended.
pub(super) fn ask(
    answers: &mut Answers,
    said: &Init,
    image: &Image,
    output: &Output,
) -> Result<(), Stop> {
    let questions = Questions { image, output };
    if said.app.is_none() {
        let usual = answers.app.clone().unwrap_or_else(|| "none".to_owned());
        questions.ask(
            answers,
            "app, the name in messages",
            &usual,
            |answers, text| {
                answers.app = Some(text.to_owned());
            },
        )?;
    }
    if said.mode.is_empty() {
        questions.ask(answers, "modes, separated by commas", draft::MODE, modes)?;
    }
    if said.select.is_none() && answers.modes.len() > 1 {
        let question = "how a mode is chosen: env:NAME, or arg for the first word";
        questions.ask(answers, question, draft::SELECT, |answers, text| {
            answers.select = Some(text.to_owned());
        })?;
    }
    if said.mode.is_empty() {
        for index in 0..answers.modes.len() {
            let mode = &answers.modes[index];
            let question = format!("what `{}` runs", mode.name);
            let usual = draft::usual_command(mode, answers, image);
            questions.ask(answers, &question, usual, |answers, text| {
                answers.modes[index].command = Some(text.to_owned());
            })?;
        }
    }
    Ok(())
}

/// What the table says against these answers.
///
/// # Errors
/// Each message with its way out, without a place: nobody has seen the table.
pub(super) fn refused(answers: &Answers, image: &Image) -> Result<(), Vec<Diagnostic>> {
    let text = draft(answers, image).table;
    let Err(diagnostics) = table::parse(&text) else {
        return Ok(());
    };
    let without_place = |fault: Diagnostic| Diagnostic {
        primary: None,
        related: Vec::new(),
        ..fault
    };
    Err(diagnostics.into_iter().map(without_place).collect())
}

/// Takes the names of modes.
fn modes(answers: &mut Answers, text: &str) {
    let mode = |name: &str| ModeAnswer {
        name: name.trim().to_owned(),
        command: None,
    };
    answers.modes = text.split(',').map(mode).collect();
}

/// Who is asked, and what is known.
struct Questions<'run> {
    image: &'run Image,
    output: &'run Output,
}

impl Questions<'_> {
    /// Asks until `take` makes answers of it that the table accepts. An empty answer
    /// changes nothing.
    fn ask(
        &self,
        answers: &mut Answers,
        question: &str,
        usual: &str,
        take: impl Fn(&mut Answers, &str),
    ) -> Result<(), Stop> {
        loop {
            self.output.ask(&format!("{question} [{usual}]: "));
            let text = self.line()?;
            let mut taken = answers.clone();
            if !text.is_empty() {
                take(&mut taken, &text);
            }
            match refused(&taken, self.image) {
                Ok(()) => {
                    *answers = taken;
                    return Ok(());
                }
                Err(why) => why.iter().for_each(|why| self.output.trouble(why)),
            }
        }
    }

    /// A line without the blanks around it. Bytes that are no UTF-8 become a mark
    /// that the user sees in the table.
    fn line(&self) -> Result<String, Diagnostic> {
        let mut bytes = Vec::new();
        match io::stdin().lock().read_until(b'\n', &mut bytes) {
            Ok(length) if length > 0 => Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
            Ok(_) => {
                self.output.ask("\n");
                let trouble = Diagnostic::error("the answers have ended, so nothing is written");
                let help = "answer each question; an empty line takes what stands in brackets";
                Err(trouble.help(help))
            }
            Err(error) => {
                let why = reason(&error);
                self.output.ask("\n");
                let trouble = Diagnostic::error(format!("cannot read the answer: {why}"));
                Err(trouble.help("say it with flags: `lychgate init --help`"))
            }
        }
    }
}
