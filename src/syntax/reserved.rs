//! The reserved words, and what a name is.

/// The words that are reserved by POSIX.
const RESERVED: &[&str] = &[
    "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then",
    "until", "while",
];

/// The words that some of the eight shells reserve: `[[`, `function` and
/// `select` in bash, ksh93 and mksh, the rest in zsh, ksh93 or bash.
const RESERVED_SOMEWHERE: &[&str] = &[
    "[[",
    "]]",
    "coproc",
    "end",
    "foreach",
    "function",
    "namespace",
    "nocorrect",
    "repeat",
    "select",
    "time",
];

/// Whether `word` is reserved by POSIX.
pub(super) fn is_reserved(word: &[u8]) -> bool {
    RESERVED.iter().any(|reserved| reserved.as_bytes() == word)
}

/// Whether any of the eight shells takes `word` for more than a command name.
pub(super) fn is_reserved_somewhere(word: &[u8]) -> bool {
    is_reserved(word)
        || RESERVED_SOMEWHERE
            .iter()
            .any(|reserved| reserved.as_bytes() == word)
}

/// Whether a name can start with `byte`.
pub(super) fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// Whether a name can go on with `byte`.
pub(super) fn continues_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether `word` is a name of a variable or function.
pub(super) fn is_name(word: &[u8]) -> bool {
    word.first().is_some_and(|&byte| starts_name(byte))
        && word.iter().all(|&byte| continues_name(byte))
}

/// Where the `=` of a word stands that the shell reads as an assignment.
pub(super) fn assignment(word: &[u8]) -> Option<usize> {
    let equals = word.iter().position(|&byte| byte == b'=')?;
    is_name(&word[..equals]).then_some(equals)
}
