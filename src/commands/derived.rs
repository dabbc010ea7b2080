//! Files besides the script that the table names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::file;
use crate::commands::project::Project;
use crate::derive::{self, Compose};
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
    const ALL: [Self; 3] = [Self::Compose, Self::Dockerfile, Self::Docs];

    /// Its word of the command line, and its key of `[deploy]`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::Dockerfile => "dockerfile",
            Self::Docs => "docs",
        }
    }

    /// What messages call such a file.
    pub(super) const fn source(self) -> source::Kind {
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
    /// A person's file has no place for it; the diagnostic is about its text.
    fn put(&self, now: Option<&str>, path: &Path) -> Result<String, Diagnostic> {
        match (self, now) {
            (Self::Compose(_) | Self::Docs(_), None) => Ok(self.text()),
            (Self::Compose(compose), Some(now)) => compose
                .put_into(now)
                .map(|edited| edited.text)
                .map_err(|fault| fault.to_diagnostic()),
            (Self::Docs(text), Some(now)) if derive::is_docs(now) => Ok(text.clone()),
            (Self::Docs(_), Some(_)) => {
                let message = format!("there is a {} that lychgate did not write", path.display());
                let help = "name another file in `docs` of `[deploy]`, or remove this one";
                Err(Diagnostic::error(message).help(help))
            }
            (Self::Dockerfile(text), now) => {
                let whole = now.and_then(|now| derive::put_into_dockerfile(now, text));
                whole.ok_or_else(|| no_place(path))
            }
        }
    }
}

fn no_place(path: &Path) -> Diagnostic {
    let message = format!("no place for the instructions in {}", path.display());
    let help = "put what `lychgate derive dockerfile` prints into its last stage, once";
    Diagnostic::error(message).help(help)
}

/// A file that the table names.
pub(super) struct Derived {
    /// What it holds.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) path: PathBuf,
    /// What it holds now; `None` if it is not there.
    pub(super) now: Option<String>,
    /// What it is to hold, or why it cannot, with a place in what it holds.
    pub(super) whole: Result<String, Diagnostic>,
}

impl Derived {
    /// The file of this kind, if the table of `project` names one.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub(super) fn of(kind: Kind, project: &Project) -> Option<Result<Self, Diagnostic>> {
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
                Err(Diagnostic::error(message).help(help))
            }
            Ok(_) => source::read(&path, kind.source()).map(Some),
            Err(_) => Ok(None),
        };
        Some(read().map(|now| Self {
            kind,
            whole: made.put(now.as_deref(), &path),
            path: path.clone(),
            now,
        }))
    }

    /// Every file that the table of `project` names.
    pub(super) fn all(project: &Project) -> impl Iterator<Item = Result<Self, Diagnostic>> {
        Kind::ALL
            .into_iter()
            .filter_map(|kind| Self::of(kind, project))
    }

    /// Writes `text` to the file, whole or not at all, with the permissions that it has.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&self, text: &str) -> Result<(), Diagnostic> {
        file::change(&self.path, text.as_bytes()).map_err(|fault| fault.to_diagnostic(&self.path))
    }
}
