//! Files besides the script into which something of the table belongs.

use std::fs;
use std::path::{Path, PathBuf};
use std::slice;

use crate::commands::file;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::derive::{self, Compose, Edited};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::source;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The services, among others.
    Compose,
    /// The instructions for the script, among others.
    Dockerfile,
    /// The page for who runs the image.
    Docs,
}

impl Kind {
    /// Every one of them.
    pub(super) const ALL: [Self; 3] = [Self::Compose, Self::Dockerfile, Self::Docs];

    /// Its word of the command line, and its key of `[deploy]`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::Dockerfile => "dockerfile",
            Self::Docs => "docs",
        }
    }

    /// The text of the file at `path`.
    ///
    /// # Errors
    /// It cannot be read, or is no text, which is said.
    pub(super) fn read(self, path: &Path, output: &Output) -> Result<String, Stop> {
        source::read(path, self.source()).map_err(|why| {
            output.diagnostics(&[why], &path.display().to_string(), "");
            Stop::Told
        })
    }

    /// What messages call such a file.
    const fn source(self) -> source::Kind {
        let (noun, example) = match self {
            Self::Compose => ("Compose file", "docker-compose.yaml"),
            Self::Dockerfile => ("Dockerfile", "Dockerfile"),
            Self::Docs => ("page", "docs/running.md"),
        };
        source::Kind { noun, example }
    }

    /// What is made of `plan`; nothing if the table has no `[deploy]`.
    pub(super) fn make(self, plan: &Plan) -> Option<Made> {
        match self {
            Self::Compose => derive::compose(plan).map(Made::Compose),
            Self::Dockerfile => derive::dockerfile(plan).map(Made::Dockerfile),
            Self::Docs => derive::docs(plan).map(Made::Docs),
        }
    }
}

/// What is made of a plan.
pub(super) enum Made {
    /// Services.
    Compose(Compose),
    /// Instructions.
    Dockerfile(String),
    /// A page.
    Docs(String),
}

impl Made {
    /// As it is printed.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Compose(compose) => compose.text(),
            Self::Dockerfile(text) | Self::Docs(text) => text.clone(),
        }
    }

    /// What the file at `path` is to hold in place of `now`.
    ///
    /// # Errors
    /// A person's file has no place for it.
    fn put(&self, now: Option<&str>, path: &Path) -> Result<Whole, Refusal> {
        match (self, now) {
            (Self::Compose(_) | Self::Docs(_), None) => Ok(self.text().into()),
            (Self::Compose(compose), Some(now)) => match compose.put_into(now) {
                Ok(Edited { text, missing }) => Ok(Whole { text, missing }),
                Err(fault) => Err(Refusal {
                    why: Box::new(fault.to_diagnostic()),
                    by_hand: fault.is_for_hands().then(|| compose.text()),
                }),
            },
            (Self::Docs(text), Some(now)) if derive::is_docs(now) => Ok(text.clone().into()),
            (Self::Docs(_), Some(_)) => {
                let message = format!("there is a {} that lychgate did not write", path.display());
                let help = "name another file in `docs` of `[deploy]`, or remove this one";
                Err(Diagnostic::error(message).help(help).into())
            }
            (Self::Dockerfile(text), now) => {
                let whole = now.and_then(|now| derive::put_into_dockerfile(now, text));
                let whole = whole.ok_or_else(|| no_place(path))?;
                Ok(whole.into())
            }
        }
    }
}

fn no_place(path: &Path) -> Diagnostic {
    let message = format!("no place for the instructions in {}", path.display());
    let help = "put what `lychgate derive dockerfile` prints into its last stage, once";
    Diagnostic::error(message).help(help)
}

/// What a file is to hold.
pub(super) struct Whole {
    /// Its text.
    pub(super) text: String,
    /// What a person has to add, as in "volume `data`".
    pub(super) missing: Vec<String>,
}

impl From<String> for Whole {
    fn from(text: String) -> Self {
        let missing = Vec::new();
        Self { text, missing }
    }
}

/// Why nothing is put into a file.
pub(super) struct Refusal {
    /// What is in the way, with its place in what the file holds.
    pub(super) why: Box<Diagnostic>,
    /// What a person can put there as it is.
    pub(super) by_hand: Option<String>,
}

impl From<Diagnostic> for Refusal {
    fn from(why: Diagnostic) -> Self {
        Self {
            why: Box::new(why),
            by_hand: None,
        }
    }
}

/// A file into which something of the table belongs.
pub(super) struct Derived {
    /// What it holds.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) path: PathBuf,
    /// What it holds now; `None` if it is not there.
    pub(super) now: Option<String>,
    /// What it is to hold, or why it cannot.
    pub(super) whole: Result<Whole, Refusal>,
}

impl Derived {
    /// The file at `path`, which holds `now`, with what is `made` of a table.
    pub(super) fn new(kind: Kind, path: &Path, made: &Made, now: Option<String>) -> Self {
        Self {
            kind,
            whole: made.put(now.as_deref(), path),
            path: path.to_owned(),
            now,
        }
    }

    /// The file of this kind, if the table of `project` names one.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub(super) fn named(
        kind: Kind,
        project: &Project,
        output: &Output,
    ) -> Option<Result<Self, Stop>> {
        let deployment = project.plan.deployment.as_ref()?;
        let file = match kind {
            Kind::Compose => deployment.files.compose.as_ref(),
            Kind::Dockerfile => deployment.files.dockerfile.as_ref(),
            Kind::Docs => deployment.files.docs.as_ref(),
        };
        let path = project.beside(file?);
        let made = kind.make(&project.plan)?;
        let read = || match fs::metadata(&path) {
            // Opening a pipe waits.
            Ok(there) if !there.is_file() && !there.is_dir() => {
                let message = format!("{} is no regular file", path.display());
                let help = format!("name a file as `{}` in `[deploy]`", kind.name());
                Err(Diagnostic::error(message).help(help).into())
            }
            Ok(_) => kind.read(&path, output).map(Some),
            Err(_) => Ok(None),
        };
        Some(read().map(|now| Self::new(kind, &path, &made, now)))
    }

    /// Says why nothing is put into it.
    pub(super) fn refuse(&self, refusal: &Refusal, output: &Output) {
        let name = self.path.display().to_string();
        let now = self.now.as_deref().unwrap_or_default();
        output.diagnostics(slice::from_ref(&*refusal.why), &name, now);
    }

    /// Writes `text` to the file, whole or not at all, with the permissions that it has.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&self, text: &str) -> Result<(), Diagnostic> {
        file::change(&self.path, text.as_bytes()).map_err(|fault| fault.to_diagnostic(&self.path))
    }
}
