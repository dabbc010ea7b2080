//! The signals that a table may name.

use super::fault::Fault;
use super::near;

/// Signals of Linux that are no way to stop a program gracefully.
const OTHERS: [&str; 24] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CONT", "FPE", "ILL", "IO", "KILL", "PIPE", "POLL", "PROF",
    "PWR", "SEGV", "STKFLT", "STOP", "SYS", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "VTALRM",
    "XCPU",
];

/// A signal that means something to programs and that eight shells can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Hang up.
    Hup,
    /// Interrupt from a terminal.
    Int,
    /// Quit from a terminal.
    Quit,
    /// Terminate: what `docker stop` sends.
    Term,
    /// User-defined signal 1.
    Usr1,
    /// User-defined signal 2.
    Usr2,
    /// Window change: graceful stop in Apache's httpd.
    Winch,
}

impl Signal {
    /// Every one of them, in the order of the reference.
    pub const ALL: [Self; 7] = [
        Self::Hup,
        Self::Int,
        Self::Quit,
        Self::Term,
        Self::Usr1,
        Self::Usr2,
        Self::Winch,
    ];

    /// The number on Linux, the same on every architecture that has containers.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Hup => 1,
            Self::Int => 2,
            Self::Quit => 3,
            Self::Usr1 => 10,
            Self::Usr2 => 12,
            Self::Term => 15,
            Self::Winch => 28,
        }
    }

    /// The name as `kill -s` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hup => "HUP",
            Self::Int => "INT",
            Self::Quit => "QUIT",
            Self::Term => "TERM",
            Self::Usr1 => "USR1",
            Self::Usr2 => "USR2",
            Self::Winch => "WINCH",
        }
    }

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
