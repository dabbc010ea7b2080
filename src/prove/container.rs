//! What the container of a scenario is like, where an answer depends on it.

use std::collections::BTreeSet;

use nix::unistd::geteuid;

use crate::explain::{Answer, Fact, Start};
use crate::plan::{Mode, Plan, Source};
use crate::prove::scenario::Scenario;
use crate::sandbox::{Kind, Sandbox};

/// The user of a container that is not root's.
const SOMEBODY: u32 = 12345;

/// The locale of the container: without one yash reads no script that is not ASCII.
pub(super) const LOCALE: (&str, &str) = ("LC_CTYPE", "C.UTF-8");
/// Variables that some shell sets by itself where its container has none, and values that
/// no shell gives them. A container runtime sets `HOSTNAME`.
const USUAL: [(&str, &str); 5] = [
    ("HOST", "box"),
    ("HOSTNAME", "box"),
    ("LOGNAME", "somebody"),
    ("SHELL", "/bin/ash"),
    ("TERM", "vt100"),
];
/// Variables of every run: the locale, and the working directory, which each shell sets.
const FIXED: [(&str, &str); 2] = [LOCALE, ("PWD", "/")];
/// What finds the stand-ins.
const PATH: &str = "PATH";

/// A start without words, in a container that has such variables as a shell else sets by
/// itself, where `plan` looks at them.
pub(super) fn start(plan: &Plan) -> Start {
    let read: BTreeSet<&str> = plan.modes.iter().flat_map(|mode| mode.names()).collect();
    let variables = USUAL.into_iter().chain(FIXED);
    let variables = variables.filter(|(name, _)| read.contains(name) && !chooses(plan, name));
    Start {
        variables: variables
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        ..Start::default()
    }
}

/// Whether [`start`] gives the variable `name` in some containers, and not in others.
pub(super) fn is_usual(name: &str) -> bool {
    USUAL.iter().any(|(usual, _)| *usual == name)
}

/// Whether the variable `name` has one value in every run.
pub(super) fn is_fixed(name: &str) -> bool {
    name == PATH || FIXED.iter().any(|(fixed, _)| *fixed == name)
}

/// A value for the variable `name`, of which nothing is asked. A locale is one that there is:
/// without yash reads no script that is not ASCII, and ksh93 takes none.
pub(super) fn given(name: &str) -> &'static str {
    let is_locale = name == "LANG" || name.starts_with("LC_");
    if is_locale { "C.utf8" } else { "given  value" }
}

/// The value of the variable `name` by which a shell shows whether it leaves one as it came.
pub(super) fn sample(name: &str) -> &'static str {
    let fixed = FIXED.iter().find(|(fixed, _)| *fixed == name);
    fixed.map_or_else(|| given(name), |(_, value)| value)
}

/// The variables that a start of `plan` looks at which leads to `mode`.
pub(super) fn read(plan: &Plan, mode: Option<&Mode>) -> BTreeSet<String> {
    let names = mode.into_iter().flat_map(Mode::names);
    names.chain(sources(plan)).map(str::to_owned).collect()
}

/// Whether the variable `name` chooses the mode.
pub(super) fn chooses(plan: &Plan, name: &str) -> bool {
    sources(plan).any(|source| source == name)
}

/// The variables that choose the mode.
fn sources(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.sources().filter_map(|source| match source {
        Source::Variable(name) => Some(name.as_str()),
        Source::FirstWord => None,
    })
}

/// What the container has besides the files of the host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// Files with a byte in them.
    pub files: Vec<String>,
    /// Empty folders.
    pub folders: Vec<String>,
    /// Sockets.
    pub sockets: Vec<String>,
    /// The file that is asked for health, among `files`.
    pub beat: Option<String>,
    /// Where the program is started, if not in the working directory of the image.
    pub directory: Option<String>,
    /// Whether the script runs as a user who is not root.
    pub is_somebody: bool,
    /// How many files a process may have open, the soft limit and the hard one; `None` is as
    /// on this machine.
    pub open_files: Option<(u64, u64)>,
    /// Whether the container has a network of its own, in which nobody else listens.
    pub own_network: bool,
    /// Whether the container has a clock of its own, which stands still until it is put
    /// forward.
    pub own_clock: bool,
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
        if let Some((soft, hard)) = self.open_files {
            sandbox = sandbox.open_files(soft, hard);
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
            && (path.is_empty() || !Sandbox::of("", Vec::new()).has_place_for(path))
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
    let sandbox = scenario.place_programs(sandbox);
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
