//! What a user has said of the container.

/// How one of several modes is chosen, unless it is said otherwise.
pub const SELECT: &str = "env:APP_MODE";

/// The first word of the command line as a source of `select`.
const FIRST_WORD: &str = "arg";

/// What a user has said.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// The name that messages use.
    pub app: Option<String>,
    /// The modes.
    pub modes: Vec<ModeAnswer>,
    /// How one of them is chosen: `arg` or `env:NAME`.
    pub select: Option<String>,
    /// The mode when nothing chooses; without it the first one.
    pub default: Option<String>,
}

/// A mode.
#[derive(Debug, Clone)]
pub struct ModeAnswer {
    /// Its name.
    pub name: String,
    /// Its program with the arguments, as `run` takes them in one string.
    pub command: Option<String>,
}

impl Answers {
    /// The mode when nothing chooses.
    #[must_use]
    pub fn default_mode(&self) -> &str {
        let first = || self.modes.first().map(|mode| mode.name.as_str());
        self.default.as_deref().or_else(first).unwrap_or_default()
    }

    /// How a mode is chosen, if there is a choice.
    pub(super) fn select(&self) -> Option<&str> {
        let several = (self.modes.len() > 1).then_some(SELECT);
        self.select.as_deref().or(several)
    }

    /// Whether the first word of the command line chooses.
    pub(super) fn by_word(&self) -> bool {
        self.select() == Some(FIRST_WORD)
    }
}
