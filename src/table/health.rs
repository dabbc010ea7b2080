//! What tells whether a mode does well.

use super::model::Seconds;
use super::template::Template;

/// `health`: what tells whether a mode does well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Its program is running.
    Alive,
    /// So says the exit code of a command, given with its arguments.
    Run(Vec<Template>),
    /// Somebody listens on this TCP port.
    Tcp(Template),
    /// A file was changed a short time ago.
    File {
        /// Which one.
        path: Template,
        /// How long after a change it is fresh.
        fresh_for: Seconds,
    },
}
