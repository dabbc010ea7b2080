//! A script, and the scenarios that it is held to.

use crate::emit::emit;
use crate::plan::Plan;
use crate::prove::derived::derived;
use crate::prove::own::own;
use crate::prove::scenario::Scenario;
use crate::prove::short::shortened;

/// What is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The script that ships.
    pub script: Vec<u8>,
    /// Whether lychgate made it: one that was written by hand has its own words.
    pub is_own: bool,
    /// What must hold of it.
    pub scenarios: Vec<Scenario>,
    /// The same script with shorter times; nothing where there is none.
    pub short: Option<Short>,
}

/// A script with shorter times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The script.
    pub script: Vec<u8>,
    /// What must hold of it: scenarios of the same names.
    pub scenarios: Vec<Scenario>,
    /// Which times are shorter, if any is: `worker: restart.delay 1 s for 5 s`.
    pub times: Vec<String>,
}

/// What a script of `plan` is held to: what its table says, and what follows from it.
fn all(plan: &Plan) -> Vec<Scenario> {
    let mut all = own(plan);
    all.extend(derived(plan));
    all
}

impl Subject {
    /// The script of `plan`, held to all that follows from it.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let (short, times) = shortened(plan);
        Self {
            script: emit(plan),
            is_own: true,
            scenarios: all(plan),
            short: Some(Short {
                script: emit(&short),
                scenarios: all(&short),
                times,
            }),
        }
    }

    /// A `script` that was written by hand, held to all that follows from `plan`.
    #[must_use]
    pub fn by_hand(script: Vec<u8>, plan: &Plan) -> Self {
        Self {
            script,
            is_own: false,
            scenarios: all(plan),
            short: None,
        }
    }
}
