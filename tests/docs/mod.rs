//! The documents say what is so: their examples, names and links are followed.

mod comparison;
pub(crate) mod fences;
pub(crate) mod integration;
mod links;
mod names;
mod readme;
pub(crate) mod session;

use std::fs;
use std::path::{Path, PathBuf};

use crate::emission::engines::files;

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A document.
pub(crate) struct Document {
    /// Its path below the project's folder.
    name: PathBuf,
    text: String,
}

impl Document {
    /// Those at the project's root, and all of `docs` and `golden`.
    fn all() -> Vec<Self> {
        let at_root = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
        let mut paths: Vec<PathBuf> = at_root.iter().map(|name| root().join(name)).collect();
        for folder in ["docs", "golden"] {
            paths.extend(files(&root().join(folder), ".md"));
        }
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// One that is no file of the project.
    pub(crate) fn of(text: String) -> Self {
        let name = PathBuf::new();
        Self { name, text }
    }

    /// The one of this name, as seen from the project's folder.
    pub(crate) fn named(name: &str) -> Self {
        Self::read(&root().join(name))
    }

    pub(crate) fn read(path: &Path) -> Self {
        let name = path.strip_prefix(root()).expect("it stands in the project");
        Self {
            name: name.to_owned(),
            text: fs::read_to_string(path).expect("a document is a text"),
        }
    }

    /// The part below the heading `title` of the second level.
    pub(crate) fn section(&self, title: &str) -> Option<Self> {
        let start = format!("\n## {title}\n");
        let (_, text) = self.text.split_once(&start)?;
        let text = text.split("\n## ").next().unwrap_or(text);
        Some(Self {
            name: self.name.clone(),
            text: text.to_owned(),
        })
    }

    /// The text outside of fences, line by line.
    fn prose(&self) -> impl Iterator<Item = &str> {
        let mut inside = false;
        self.text.lines().filter(move |line| {
            let is_fence = line.starts_with("```");
            inside ^= is_fence;
            !inside && !is_fence
        })
    }

    /// What stands between two backticks, outside of fences.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.prose()
            .flat_map(|line| line.split('`').skip(1).step_by(2))
    }
}
