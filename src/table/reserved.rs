//! Names of variables that a shell keeps for itself.

/// What the names of the script's own variables begin with.
pub(super) const OWN_PREFIX: &str = "lg_";

/// A name that a shell treats as its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reserved {
    /// The variable.
    pub(super) name: &'static str,
    /// A shell that objects.
    pub(super) shell: &'static str,
    /// What it does when a script sets the variable.
    pub(super) reason: &'static str,
}

/// The entry for `name`, if a shell keeps it for itself.
pub(super) fn find(name: &str) -> Option<&'static Reserved> {
    RESERVED
        .binary_search_by(|entry| entry.name.cmp(name))
        .ok()
        .map(|at| &RESERVED[at])
}

/// Sorted by name.
const RESERVED: [Reserved; 1] = [Reserved {
    name: "IFS",
    shell: "all",
    reason: "splits words",
}];
