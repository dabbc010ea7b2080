//! A table on disk, its plan, and the script that belongs to it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::commands::locate;
use crate::commands::output::Output;
use crate::commands::stop::Stop;
use crate::diagnostic::Diagnostic;
use crate::emit::emit;
use crate::plan::{self, Plan};
use crate::table::{self, SCRIPT};

/// A table that is right.
pub(super) struct Project {
    /// What the container does.
    pub(super) plan: Plan,
    /// The table.
    pub(super) table: PathBuf,
    /// Where the script belongs.
    pub(super) path: PathBuf,
}

impl Project {
    /// The table `given` or the one that is found, read and resolved; `usage` is how a
    /// user gives one.
    ///
    /// # Errors
    /// There is none, or it is wrong.
    pub(super) fn find(given: Option<&Path>, usage: &str, output: &Output) -> Result<Self, Stop> {
        let table = locate::table(given, usage, output)?;
        Self::load(&table, output)
    }

    /// Reads the table at `path` and resolves it.
    ///
    /// # Errors
    /// The table cannot be read, or is wrong: everything that is has been said.
    pub(super) fn load(path: &Path, output: &Output) -> Result<Self, Stop> {
        let name = path.display().to_string();
        let wrong = |all: &[Diagnostic], source: &str| {
            output.diagnostics(all, &name, source);
            Stop::Told
        };
        let source = table::read(path).map_err(|fault| wrong(&[fault], ""))?;
        let table = table::parse(&source).map_err(|faults| wrong(&faults, &source))?;
        let script = table
            .entrypoint
            .path
            .as_ref()
            .map_or(SCRIPT, |path| path.value.as_str());
        let folder = folder_of(path);
        Ok(Self {
            plan: plan::resolve(&table, &from_script(path, script)),
            table: path.to_owned(),
            path: folder.join(script),
        })
    }

    /// Where `file`, which the table names, stands.
    pub(super) fn beside(&self, file: &str) -> PathBuf {
        folder_of(&self.table).join(file)
    }

    /// The script as the table has it now.
    pub(super) fn script(&self) -> Vec<u8> {
        emit(&self.plan)
    }
}

/// The folder of the table at `path`.
fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The table at `table` as seen from the folder of `script`, which is given as
/// seen from the folder of the table.
fn from_script(table: &Path, script: &str) -> String {
    // A pipe has a name that leads nowhere.
    let table = fs::canonicalize(table).unwrap_or_else(|_| table.to_owned());
    let folder = table.parent().unwrap_or(Path::new("/"));
    let script = normal(&folder.join(script));
    let from = script.parent().unwrap_or(Path::new("/"));
    let common = from
        .components()
        .zip(table.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = table
        .components()
        .skip(common)
        .map(|name| name.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// `path` without `.` and `..`, by its names alone.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            component => normal.push(component),
        }
    }
    normal
}
