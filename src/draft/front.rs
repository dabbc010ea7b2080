//! The `ENTRYPOINT` of an image, taken apart at its script.

use crate::dockerfile::{Command, Image};

/// What a script at the front of an image is mostly called.
const NAME: &str = "entrypoint";

/// An `ENTRYPOINT`.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// What stands before the script, such as an init; empty without a script.
    pub(super) before: Vec<String>,
    /// The script that goes.
    pub(super) script: Option<Script>,
    /// The program with its arguments.
    pub(super) program: Option<Command>,
}

/// A script that was written by hand.
#[derive(Debug)]
pub(super) struct Script {
    /// Where it is in the image.
    pub(super) path: String,
    /// Where it comes from, if the Dockerfile copies it.
    pub(super) source: Option<String>,
}

impl Front {
    /// The `ENTRYPOINT` of `image`.
    pub(super) fn of(image: &Image) -> Self {
        let Some(entrypoint) = &image.entrypoint else {
            return Self::default();
        };
        let words = match entrypoint {
            Command::Exec(words) => words.clone(),
            Command::Shell { text, .. } => vec![text.clone()],
        };
        let Some(index) = words.iter().position(|word| is_script(word)) else {
            return Self {
                program: Some(entrypoint.clone()).filter(is_program),
                ..Self::default()
            };
        };
        let after = Command::Exec(words[index + 1..].to_vec());
        Self {
            before: words[..index].to_vec(),
            script: Some(Script::new(&words[index], image)),
            program: Some(after).filter(is_program),
        }
    }
}

impl Script {
    fn new(path: &str, image: &Image) -> Self {
        let source = image.copied.iter().find(|file| name(file) == name(path));
        Self {
            path: path.to_owned(),
            source: source.cloned(),
        }
    }
}

/// Whether a command can stand alone: it has a program and is no list of options.
pub(super) fn is_program(command: &Command) -> bool {
    let words = command.words();
    let first = words.first().map_or("", String::as_str);
    let holds_nul = words.iter().any(|word| word.contains('\0'));
    !(first.is_empty() || first.starts_with('-') || holds_nul)
}

/// Whether a word is the path of a script such as `docker-entrypoint.sh`.
fn is_script(word: &str) -> bool {
    let name = name(word);
    let stem = name.strip_suffix(".sh").unwrap_or(name);
    stem.contains(NAME) && !stem.contains(|c: char| c == '.' || c.is_whitespace())
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
