//! What every program inherits.

use crate::emit::build::{call, number};
use crate::plan::Plan;
use crate::syntax::tree::{List, Word};

/// Sets the limits of `plan`, if it has some.
pub(crate) fn limits<'a>(plan: &Plan) -> List<'a> {
    let mut list = List::new();
    if let Some(umask) = plan.umask {
        list.push(call("umask", [Word::literal(umask.to_string())]));
    }
    if let Some(files) = plan.nofile {
        list.push(call("lg_nofile", [number(files)]));
    }
    list
}
