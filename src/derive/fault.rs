//! Why services cannot be put into a Compose file, and how that is said.

use std::ops::Range;

use crate::diagnostic::Diagnostic;

/// Why services cannot be put into a Compose file; places are bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntoFault {
    /// It is no YAML.
    NotYaml {
        /// Where it ends to be YAML.
        at: usize,
        /// What the parser says.
        why: String,
    },
    /// There is more than one document.
    Documents {
        /// The begin of the second one.
        second: Range<usize>,
    },
    /// There is no key `services`.
    NoServices,
    /// `services` is there, and not as a mapping with a key a line.
    Form {
        /// The key.
        services: Range<usize>,
    },
    /// A key is there twice.
    Twice {
        /// The key.
        name: String,
        /// Where it is.
        first: Range<usize>,
        /// Where it is again.
        second: Range<usize>,
    },
    /// A service of this name is not made by lychgate.
    Foreign {
        /// The service.
        name: String,
        /// Its key.
        place: Range<usize>,
    },
    /// Something outside of the services depends on what is in them.
    Entangled {
        /// The services.
        services: Range<usize>,
    },
}

impl IntoFault {
    /// What is said of it.
    #[must_use]
    pub fn to_diagnostic(&self) -> Diagnostic {
        let by_hand = "put in by hand what is printed here";
        match self {
            Self::NotYaml { at, why } => Diagnostic::error("the file is no YAML")
                .at(*at..*at, why)
                .help("mend it first; it stays as it is"),
            Self::Documents { second } => Diagnostic::error("the file has more than one document")
                .at(second.clone(), "the second one begins here")
                .help("name a file with one; Compose reads no other"),
            Self::NoServices => Diagnostic::error("the file has no `services`")
                .help("add a line `services:`, or name another file"),
            Self::Form { services } => Diagnostic::error("nothing can be put into `services`")
                .at(
                    services.clone(),
                    "expected a service a line below, and no anchor",
                )
                .help(by_hand),
            Self::Twice {
                name,
                first,
                second,
            } => Diagnostic::error(format!("`{name}` is there twice"))
                .at(second.clone(), "again here")
                .see(first.clone(), "first here")
                .help("take one of them away"),
            Self::Foreign { name, place } => {
                Diagnostic::error(format!("the service `{name}` is not made by lychgate"))
                    .at(place.clone(), "no line `# Generated from ...` above it")
                    .help("put what is printed here in its place; from then on it is kept")
            }
            Self::Entangled { services } => {
                Diagnostic::error("the services cannot be changed without a change elsewhere")
                    .at(
                        services.clone(),
                        "something else depends on what is in here",
                    )
                    .help(by_hand)
            }
        }
    }

    /// Whether the services can be put in by hand as they are.
    #[must_use]
    pub const fn is_for_hands(&self) -> bool {
        matches!(
            self,
            Self::Form { .. } | Self::Foreign { .. } | Self::Entangled { .. }
        )
    }
}
