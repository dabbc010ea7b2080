//! What the container of a scenario is like, where an answer depends on it.

use nix::unistd::geteuid;

use crate::explain::{Answer, Fact};
use crate::prove::scenario::Scenario;
use crate::sandbox::{Kind, Sandbox};

/// The user of a container that is not root's.
const SOMEBODY: u32 = 12345;

/// What the container has besides the files of the host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// Files with a byte in them.
    pub files: Vec<String>,
    /// Empty folders.
    pub folders: Vec<String>,
    /// Sockets.
    pub sockets: Vec<String>,
    /// Whether the script runs as a user who is not root.
    pub is_somebody: bool,
    /// Whether the container has a network of its own, in which nobody else listens.
    pub own_network: bool,
}

impl Image {
    /// `sandbox` with all of it.
    pub(super) fn furnish(&self, mut sandbox: Sandbox) -> Sandbox {
        for path in &self.files {
            sandbox = sandbox.file(path, "\n");
        }
        for path in &self.folders {
            sandbox = sandbox.folder(path);
        }
        for path in &self.sockets {
            sandbox = sandbox.socket(path);
        }
        if self.is_somebody {
            sandbox = sandbox.uid(SOMEBODY);
        }
        if self.own_network {
            sandbox = sandbox.own_network();
        }
        sandbox
    }

    /// An image in which `fact` is the other way round, as far as something can be added
    /// for that; and what that is, in words.
    pub(super) fn turned(fact: &Fact) -> Option<(Self, String)> {
        let mut image = Self::default();
        if let Fact::File(path) | Fact::Directory(path) | Fact::Socket(path) | Fact::Empty(path) =
            fact
            && path.trim_matches('/').is_empty()
        {
            return None;
        }
        let what = match fact {
            Fact::File(path) => {
                image.files.push(path.clone());
                format!("the file {path}")
            }
            Fact::Directory(path) | Fact::Empty(path) => {
                image.folders.push(path.clone());
                format!("the empty folder {path}")
            }
            Fact::Socket(path) => {
                image.sockets.push(path.clone());
                format!("the socket {path}")
            }
            Fact::Root => {
                // Only root can become somebody else.
                geteuid().is_root().then_some(())?;
                image.is_somebody = true;
                "a user who is not root".to_owned()
            }
            Fact::Program(_) => return None,
        };
        Some((image, what))
    }
}

/// The value that holds in the container of `scenario`.
pub(super) fn settle<'a, T: PartialEq>(answer: &'a Answer<T>, scenario: &Scenario) -> &'a T {
    let branches = answer.branches();
    let applies = branches.iter().find(|branch| {
        let mut findings = branch.when.iter();
        findings.all(|finding| holds(&finding.fact, scenario) == finding.holds)
    });
    // Exactly one branch applies in any container.
    &applies.unwrap_or(&branches[0]).value
}

fn holds(fact: &Fact, scenario: &Scenario) -> bool {
    let sandbox = scenario.image.furnish(Sandbox::of("", Vec::new()));
    // An empty path is no file; the sandbox would take it for the working directory.
    let has = |path: &str| (!path.is_empty()).then(|| sandbox.has(path)).flatten();
    match fact {
        Fact::File(path) => matches!(has(path), Some(Kind::File { .. })),
        Fact::Directory(path) => matches!(has(path), Some(Kind::Folder { .. })),
        Fact::Socket(path) => matches!(has(path), Some(Kind::Socket)),
        Fact::Empty(path) => matches!(
            has(path),
            Some(Kind::File { empty: true } | Kind::Folder { empty: true })
        ),
        Fact::Program(name) => scenario.stand_ins.contains_key(name) || which::which(name).is_ok(),
        Fact::Root => geteuid().is_root() && !scenario.image.is_somebody,
    }
}
