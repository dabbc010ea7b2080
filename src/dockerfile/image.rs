//! What instructions say of the image.

use super::fault::{Fault, Found};
use super::instruction::Instruction;
use super::words::{unquoted, words};

/// The shell of the shell form, unless `SHELL` names another.
const SHELL: [&str; 2] = ["/bin/sh", "-c"];

/// The label that holds the name of an image for people.
const TITLE: &str = "org.opencontainers.image.title";

/// What the last stage says of the container's start. What its base image says is
/// known only if that is another stage of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// The label `org.opencontainers.image.title`.
    pub title: Option<String>,
    /// `ENTRYPOINT`.
    pub entrypoint: Option<Command>,
    /// `CMD`.
    pub cmd: Option<Command>,
    /// `STOPSIGNAL`, as it is written.
    pub stop_signal: Option<String>,
    /// The files that `COPY` and `ADD` take from beside the Dockerfile.
    pub copied: Vec<String>,
}

/// The words of `ENTRYPOINT` or `CMD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The exec form: the words as they are.
    Exec(Vec<String>),
    /// The shell form: a text for a shell.
    Shell {
        /// The shell with its options.
        shell: Vec<String>,
        /// What it is to run.
        text: String,
    },
}

impl Command {
    /// The words that Docker makes of it.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        match self {
            Self::Exec(words) => words.clone(),
            Self::Shell { shell, text } => shell.iter().chain([text]).cloned().collect(),
        }
    }
}

/// The image of the last stage.
pub(super) fn last(instructions: &[Instruction]) -> Result<Image, Found> {
    let mut stages: Vec<Stage> = Vec::new();
    for instruction in instructions {
        if instruction.keyword == "FROM" {
            stages.push(Stage::from(&instruction.rest, &stages));
        } else if let Some(stage) = stages.last_mut() {
            stage.take(instruction)?;
        }
    }
    let last = stages.pop().ok_or(Found {
        fault: Fault::NoStage,
        span: None,
    })?;
    Ok(last.image)
}

/// A stage as far as it has been read.
#[derive(Debug, Clone)]
struct Stage {
    name: Option<String>,
    image: Image,
    shell: Vec<String>,
    /// Whether the stage has a `CMD` itself.
    has_cmd: bool,
}

impl Stage {
    /// The stage that `FROM` with these words begins.
    fn from(rest: &str, stages: &[Self]) -> Self {
        let mut words = words(rest)
            .into_iter()
            .filter(|word| !word.starts_with("--"));
        let base = words.next().unwrap_or_default();
        let name = words.nth(1).map(str::to_owned);
        let is_base = |stage: &&Self| {
            let name = stage.name.as_deref();
            name.is_some_and(|name| name.eq_ignore_ascii_case(base))
        };
        let base = stages.iter().rev().find(is_base);
        Self {
            name,
            image: base.map(|base| base.image.clone()).unwrap_or_default(),
            shell: base.map_or_else(|| SHELL.map(str::to_owned).to_vec(), |it| it.shell.clone()),
            has_cmd: false,
        }
    }

    /// Takes what an instruction says.
    fn take(&mut self, instruction: &Instruction) -> Result<(), Found> {
        let rest = instruction.rest.as_str();
        match instruction.keyword.as_str() {
            "ENTRYPOINT" => {
                self.image.entrypoint = self.command(instruction)?;
                // A CMD that was made for another program is gone.
                if !self.has_cmd {
                    self.image.cmd = None;
                }
            }
            "CMD" => {
                self.image.cmd = self.command(instruction)?;
                self.has_cmd = true;
            }
            "SHELL" => self.shell = array(instruction)?.unwrap_or_default(),
            "STOPSIGNAL" => self.image.stop_signal = Some(unquoted(rest)),
            "LABEL" => self.label(rest),
            "COPY" | "ADD" => self.image.copied.extend(sources(rest)),
            _ => {}
        }
        Ok(())
    }

    /// The command of `ENTRYPOINT` or `CMD`; an empty one is none.
    fn command(&self, instruction: &Instruction) -> Result<Option<Command>, Found> {
        let command = match array(instruction)? {
            Some(words) => Command::Exec(words),
            None => Command::Shell {
                shell: self.shell.clone(),
                text: instruction.rest.clone(),
            },
        };
        let is_empty = instruction.rest.is_empty() || command.words().is_empty();
        Ok((!is_empty).then_some(command))
    }

    /// Takes the title out of `key=value` pairs. A value that names a variable is
    /// known only to who builds.
    fn label(&mut self, rest: &str) {
        for pair in words(rest) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if unquoted(key) == TITLE && !value.contains('$') {
                self.image.title = Some(unquoted(value));
            }
        }
    }
}

/// The strings of an instruction in exec form. A text such as `[ -f x ] && y` is
/// shell form; one that looks like an array and is none was not meant to be.
fn array(instruction: &Instruction) -> Result<Option<Vec<String>>, Found> {
    let Some(inside) = instruction.rest.strip_prefix('[') else {
        return Ok(None);
    };
    match serde_json::from_str(&instruction.rest) {
        Ok(words) => Ok(Some(words)),
        Err(_) if is_test(inside) => Ok(None),
        Err(_) => Err(Found {
            fault: Fault::Array {
                keyword: instruction.keyword.clone(),
            },
            span: Some(instruction.span.clone()),
        }),
    }
}

/// Whether what follows `[` is the command of a shell.
fn is_test(inside: &str) -> bool {
    let word = inside.trim_start();
    word.len() < inside.len() && !word.starts_with(['"', '\''])
}

/// The files that a `COPY` takes from beside the Dockerfile.
fn sources(mut rest: &str) -> Vec<String> {
    while rest.starts_with("--") {
        if rest.starts_with("--from=") {
            return Vec::new();
        }
        rest = rest.split_once(char::is_whitespace).map_or("", |it| it.1);
        rest = rest.trim_start();
    }
    let listed = serde_json::from_str(rest);
    let mut files: Vec<String> =
        listed.unwrap_or_else(|_| words(rest).into_iter().map(unquoted).collect());
    files.pop();
    files.retain(|file| !file.starts_with("<<"));
    files
}
