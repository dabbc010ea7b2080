//! The signals that a table may name.

use super::fault::Fault;
use super::model::Signal;
use super::near;

/// Signals of Linux that are no way to stop a program gracefully.
const OTHERS: [&str; 24] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CONT", "FPE", "ILL", "IO", "KILL", "PIPE", "POLL", "PROF",
    "PWR", "SEGV", "STKFLT", "STOP", "SYS", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "VTALRM",
    "XCPU",
];

impl Signal {
    /// Reads a signal's name as `kill -s` of every shell takes it.
    ///
    /// # Errors
    /// `text` is no signal, one that cannot be used, or is written differently.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        if let Some(signal) = Self::ALL.into_iter().find(|signal| signal.name() == text) {
            return Ok(signal);
        }
        let name = text.to_owned();
        let upper = text.to_ascii_uppercase();
        let bare = upper.strip_prefix("SIG").unwrap_or(&upper);
        if OTHERS.contains(&bare) || bare == "XFSZ" || bare.starts_with("RTM") {
            return Err(Fault::SignalCannotStop { name });
        }
        let names = || Self::ALL.into_iter().map(Self::name);
        let near = names().find(|name| *name == bare).or_else(|| {
            let near = near::names(bare, names());
            names().find(|name| near.first().is_some_and(|first| first == name))
        });
        Err(Fault::NotASignal { name, near })
    }
}
