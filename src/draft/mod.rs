//! A table to start from.
//!
//! [`draft`] makes it of what a user has said ([`Answers`]) and what a Dockerfile
//! says ([`Image`]). It knows no rule of the table: whoever has answers from outside
//! hands the text to `table::parse`, which knows them all.

mod advice;
mod answers;
mod command;
mod front;
mod text;

use crate::dockerfile::Image;
use crate::table::Signal;

use command::Run;
use front::Front;
use text::{Text, quoted};

pub use answers::{Answers, ModeAnswer, SELECT};

/// The JSON schema that the first line of a table names, beside it.
pub const SCHEMA: &str = "lychgate.schema.json";

/// The mode of a table of which nothing else is known.
pub const MODE: &str = "web";

/// A table to start from, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text of the table.
    pub table: String,
    /// The lines for the Dockerfile.
    pub dockerfile: Vec<String>,
}

/// What `mode` runs: what was said, else, if it is the default mode, what the image
/// runs now.
fn run(mode: &ModeAnswer, answers: &Answers, image: &Image) -> Run {
    match &mode.command {
        Some(command) => Run::said(command),
        None if mode.name == answers.default_mode() => Run::of_image(image, answers.by_word()),
        None => Run::nothing(answers.by_word()),
    }
}

/// What `mode` runs if nothing else is said, in a few words.
#[must_use]
pub fn usual_command(mode: &ModeAnswer, answers: &Answers, image: &Image) -> &'static str {
    if !run(mode, answers, image).is_words() {
        "as in the Dockerfile"
    } else if answers.by_word() {
        "the words of the command line"
    } else {
        "the image's CMD"
    }
}

/// The table that says what `answers` and `image` say.
#[must_use]
pub fn draft(answers: &Answers, image: &Image) -> Draft {
    let runs: Vec<Run> = answers
        .modes
        .iter()
        .map(|mode| run(mode, answers, image))
        .collect();
    let is_default = |mode: &ModeAnswer| mode.name == answers.default_mode();
    let default = answers.modes.iter().position(is_default);
    let default = default.and_then(|index| runs.get(index));
    let mut text = Text::new();
    text.line(&format!("#:schema ./{SCHEMA}"));
    text.comment(
        "What the container does when it starts. `lychgate emit --write` makes the\n\
         script of it. A line with `#` and no blank behind it is an example: take\n\
         the `#` away to use it.",
    );
    entrypoint(&mut text, answers, image, default);
    for (mode, run) in answers.modes.iter().zip(&runs) {
        text.section(&format!("[modes.{}]", text::key(&mode.name)));
        text.example("about = \"what it is for, in one line\"");
        run.write(&mut text);
        if is_default(mode) {
            parent(&mut text, image);
        } else {
            text.comment("Starts it again when it ends; a stop ends the pause too.");
            text.example("restart = { on = \"always\", delay = \"5s\" }");
            accepts(&mut text, image);
        }
    }
    more(&mut text, answers);
    Draft {
        table: text.into_string(),
        dockerfile: advice::lines(image, answers.by_word(), default),
    }
}

/// `[entrypoint]`.
fn entrypoint(text: &mut Text, answers: &Answers, image: &Image, default: Option<&Run>) {
    text.section("[entrypoint]");
    if let Some(app) = &answers.app {
        text.comment("The name in messages.");
        text.key("app", &quoted(app));
    }
    if let Some(script) = Front::of(image).script {
        text.comment(&format!(
            "Takes the place of {} in the Dockerfile. What that script does\n\
             before it starts the program belongs into [env] and [[steps]].",
            quoted(&script.path)
        ));
        if let Some(source) = script.source {
            text.example(&format!("path = {}", quoted(&source)));
        }
    }
    select(text, answers, default);
    text.comment("What the script says while it works: `plain`, `logfmt` or `json`.");
    text.example("log = \"plain\"");
}

/// The keys about the choice of a mode.
fn select(text: &mut Text, answers: &Answers, default: Option<&Run>) {
    match answers.select() {
        None => {
            text.comment(
                "How one of several modes is chosen: a variable, or \"arg\", the first word.",
            );
            text.example(&format!("select = {}", quoted(SELECT)));
        }
        Some(select) => {
            text.comment(if answers.by_word() {
                "The first word of the command line names the mode."
            } else {
                "This variable names the mode."
            });
            text.key("select", &quoted(select));
        }
    }
    let name = quoted(answers.default_mode());
    if answers.select().or(answers.default.as_deref()).is_some() {
        text.comment("The mode when nothing names one.");
        text.key("default", &name);
    }
    if answers.by_word() {
        text.comment("A word that names no mode is an error; or it is run as a command.");
        text.example("unknown = \"exec\"");
    }
    if answers.by_word() && default.is_some_and(Run::takes_words) {
        text.comment("Options alone are for this mode.");
        text.example(&format!("options = {name}"));
    }
}

/// What a mode gets that has its script as a parent.
fn parent(text: &mut Text, image: &Image) {
    let written = image.stop_signal.as_deref().unwrap_or("TERM");
    let signal = signal(written);
    if signal != Some(Signal::Term) {
        text.comment(&format!(
            "The image's STOPSIGNAL, {}, reaches the program as it is.",
            quoted(written)
        ));
    }
    text.comment("Keeps the script as its parent, which passes a stop on and reaps orphans.");
    text.example("supervise = true");
    match signal {
        None | Some(Signal::Term | Signal::Int) => {}
        Some(Signal::Quit) => text.example("stop = { accepts = [\"QUIT\"] }"),
        Some(signal) => text.example(&format!("stop = {{ signal = {} }}", quoted(signal.name()))),
    }
}

/// What a mode with another program needs besides if it stays a parent: a script that
/// does not know the image's `STOPSIGNAL` is killed after a while.
fn accepts(text: &mut Text, image: &Image) {
    let Some(written) = image.stop_signal.as_deref() else {
        return;
    };
    match signal(written) {
        None | Some(Signal::Term | Signal::Int) => {}
        Some(signal) => {
            text.comment(&format!(
                "The image's STOPSIGNAL, {}, stops it as TERM does.",
                quoted(written)
            ));
            text.example(&format!(
                "stop = {{ accepts = [{}] }}",
                quoted(signal.name())
            ));
        }
    }
}

/// The signal that `STOPSIGNAL` names, if a table can name it.
fn signal(written: &str) -> Option<Signal> {
    let upper = written.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let mut all = Signal::ALL.into_iter();
    all.find(|signal| signal.name() == name || signal.number().to_string() == name)
}

/// What many tables have besides.
fn more(text: &mut Text, answers: &Answers) {
    if answers.modes.len() == 1 {
        let name = if answers.default_mode() == "worker" {
            "web"
        } else {
            "worker"
        };
        text.blank();
        text.comment("A second mode; it needs `select`.");
        text.example(&format!("[modes.{name}]"));
        text.example("run = [\"/app/worker\"]");
    }
    text.blank();
    text.comment("A variable: the value when there is none, and what it must look like.");
    text.example("[env.WORKERS]");
    text.example("type = \"int\"");
    text.example("default = \"4\"");
    text.blank();
    text.comment("A command that runs before the program.");
    text.example("[[steps]]");
    text.example("name = \"migrate\"");
    text.example("run = [\"/app/migrate\"]");
}
