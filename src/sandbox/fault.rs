//! Why a run could not be made.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use nix::sys::signal::Signal;

/// The engine's own failure; never a verdict about the script.
#[derive(Debug)]
pub enum Fault {
    /// A step of setting up or watching the run failed.
    Io {
        /// What was being done, as a verb and its object.
        doing: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The sandbox needs mounts or a network, and namespaces are refused here.
    NamespacesRefused {
        /// What was refused, and the kernel's word for it.
        why: String,
    },
    /// A foreign script needs namespaces, and they are refused here.
    Foreign {
        /// What was refused, and the kernel's word for it.
        why: String,
    },
    /// The process that sets up the sandbox failed.
    Stage {
        /// What it said.
        why: String,
    },
    /// No run can be made in the folder for temporary files.
    Folder {
        /// The folder.
        path: PathBuf,
        /// What it is that others are not.
        why: &'static str,
    },
    /// A second command did not end within this time.
    NoAnswer(Duration),
    /// The run did not start within the bound.
    NotStarted,
    /// This signal asked the engine to end: [`interrupt`](super::interrupt).
    Interrupted(Signal),
}

impl Fault {
    /// A function for `map_err` that says what was being done.
    pub(crate) fn io<E: Into<io::Error>>(doing: impl Into<String>) -> impl FnOnce(E) -> Self {
        move |source| Self::Io {
            doing: doing.into(),
            source: source.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, source } => write!(formatter, "cannot {doing}: {source}"),
            Self::NamespacesRefused { why } => {
                write!(
                    formatter,
                    "mounts and a network need namespaces, refused here: {why}"
                )
            }
            Self::Foreign { why } => {
                write!(
                    formatter,
                    "a foreign script needs a namespace, refused here: {why}"
                )
            }
            Self::Stage { why } => write!(formatter, "cannot set up the sandbox: {why}"),
            Self::Folder { path, why } => {
                write!(
                    formatter,
                    "no run can be made in `{}`: {why}",
                    path.display()
                )
            }
            Self::NoAnswer(time) => write!(formatter, "no answer within {time:?}"),
            Self::NotStarted => write!(formatter, "the sandbox did not start in time"),
            Self::Interrupted(signal) => write!(formatter, "interrupted by {signal}"),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
