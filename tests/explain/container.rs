//! What a container is like, asked of a stage.

use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::process::Command;

use lychgate::explain::{Answer, Fact, Finding, Remark};

use crate::emission::play::Stage;

/// A container, as far as conditions look at it.
pub(super) struct Container<'s> {
    pub(super) stage: &'s Stage,
    path: String,
}

impl<'s> Container<'s> {
    /// The one in which scripts of `stage` are started, with this `PATH`.
    pub(super) fn new(stage: &'s Stage, path: &str) -> Self {
        let path = path.to_owned();
        Self { stage, path }
    }

    fn holds(&self, fact: &Fact) -> bool {
        let at = |path: &str| self.stage.folder().join(path);
        let is = |path: &str, is: fn(&fs::Metadata) -> bool| {
            !path.is_empty() && fs::metadata(at(path)).is_ok_and(|found| is(&found))
        };
        match fact {
            Fact::File(path) => is(path, fs::Metadata::is_file),
            Fact::Directory(path) => is(path, fs::Metadata::is_dir),
            Fact::Socket(path) => is(path, |found| found.file_type().is_socket()),
            Fact::Empty(path) if is(path, fs::Metadata::is_dir) => {
                fs::read_dir(at(path)).is_ok_and(|mut entries| entries.next().is_none())
            }
            Fact::Empty(path) => is(path, |found| found.is_file() && found.len() == 0),
            Fact::Program(name) => self.has(name),
            // A script asks `id`.
            Fact::Root => self.has("id") && nix::unistd::geteuid().is_root(),
        }
    }

    /// Whether dash finds the program `name`.
    fn has(&self, name: &str) -> bool {
        let mut dash = Command::new("/bin/dash");
        dash.args(["-c", "command -v \"$1\" >/dev/null", "dash", name]);
        let status = dash.env("PATH", &self.path).status();
        status.expect("dash is installed").success()
    }

    /// The branch of `answer` that applies here: exactly one.
    #[track_caller]
    pub(super) fn settle<T: PartialEq + Clone>(&self, answer: &Answer<T>) -> T {
        let is_so = |finding: &Finding| self.holds(&finding.fact) == finding.holds;
        let branches = answer.branches().iter();
        let mut here = branches.filter(|branch| branch.when.iter().all(is_so));
        let branch = here.next().expect("one branch applies");
        assert!(here.next().is_none(), "two branches apply");
        branch.value.clone()
    }

    /// The sentences among `remarks` that are said here.
    pub(super) fn said<'r>(&self, remarks: impl Iterator<Item = &'r Remark>) -> Vec<String> {
        let said = remarks.filter(|remark| self.settle(&remark.applies));
        said.map(|remark| remark.message.clone()).collect()
    }
}
