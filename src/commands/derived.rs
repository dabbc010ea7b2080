//! Files besides the script that the table names.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::commands::file;
use crate::commands::project::Project;
use crate::derive;
use crate::diagnostic::Diagnostic;
use crate::dockerfile;
use crate::plan::Plan;
use crate::source;

/// Everyone may read a new file; only its owner may change it.
const MODE: u32 = 0o644;
/// What a file of [`Kind::Docs`] is to hold.
const PAGE: source::Kind = source::Kind {
    noun: "page",
    example: "docs/running.md",
};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The instructions for the script, among others.
    Dockerfile,
    /// The page for who runs the image.
    Docs,
}

impl Kind {
    /// Its word of the command line, and its key of `[deploy]`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Dockerfile => "dockerfile",
            Self::Docs => "docs",
        }
    }

    /// What is made of `plan`; nothing if the table has no `[deploy]`.
    pub(super) fn text(self, plan: &Plan) -> Option<String> {
        match self {
            Self::Dockerfile => derive::dockerfile(plan),
            Self::Docs => derive::docs(plan),
        }
    }
}

/// A file that the table names.
pub(super) struct Derived {
    /// What it holds.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) path: PathBuf,
    /// What the table gives.
    text: String,
}

impl Derived {
    /// The file of this kind, if the table of `project` names one.
    pub(super) fn of(kind: Kind, project: &Project) -> Option<Self> {
        let deployment = project.plan.deployment.as_ref()?;
        let file = match kind {
            Kind::Dockerfile => deployment.dockerfile.as_ref(),
            Kind::Docs => deployment.docs.as_ref(),
        };
        Some(Self {
            kind,
            path: project.folder.join(file?),
            text: kind.text(&project.plan)?,
        })
    }

    /// Every file that the table of `project` names.
    pub(super) fn all(project: &Project) -> impl Iterator<Item = Self> {
        let kinds = [Kind::Dockerfile, Kind::Docs];
        kinds.into_iter().filter_map(|kind| Self::of(kind, project))
    }

    /// What the file holds now; `None` if it is not there.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub(super) fn read(&self) -> Result<Option<String>, Diagnostic> {
        if !self.path.exists() {
            return Ok(None);
        }
        let text = match self.kind {
            Kind::Dockerfile => dockerfile::read(&self.path),
            Kind::Docs => source::read(&self.path, PAGE),
        };
        text.map(Some)
    }

    /// What the file is to hold in place of `now`.
    ///
    /// # Errors
    /// A person's file has no place for it.
    pub(super) fn whole(&self, now: Option<&str>) -> Result<String, Diagnostic> {
        match (self.kind, now) {
            (Kind::Docs, None) => Ok(self.text.clone()),
            (Kind::Docs, Some(now)) if derive::is_docs(now) => Ok(self.text.clone()),
            (Kind::Docs, Some(_)) => {
                let message = format!(
                    "cannot write {}: it is not of lychgate",
                    self.path.display()
                );
                let help = "name another file in `docs` of `[deploy]`, or remove this one";
                Err(Diagnostic::error(message).help(help))
            }
            (Kind::Dockerfile, now) => {
                let whole = now.and_then(|now| derive::put_into_dockerfile(now, &self.text));
                whole.ok_or_else(|| self.no_place())
            }
        }
    }

    fn no_place(&self) -> Diagnostic {
        let path = self.path.display();
        let help = "put what `lychgate derive dockerfile` prints into its last stage, once";
        Diagnostic::error(format!("no place for the instructions in {path}")).help(help)
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// As [`Self::read`] and [`Self::whole`], or it cannot be written.
    pub(super) fn write(&self) -> Result<(), Diagnostic> {
        let whole = self.whole(self.read()?.as_deref())?;
        let mode = fs::metadata(&self.path).map_or(MODE, |file| file.permissions().mode() & 0o7777);
        file::replace(&self.path, whole.as_bytes(), mode)
            .map_err(|fault| fault.to_diagnostic(&self.path))
    }
}
