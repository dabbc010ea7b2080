//! What becomes of a variable on its way to the program.

use super::case::Case;
use super::message;
use crate::prove::scenario::Expectation;
use crate::prove::verdict::Reason;

/// The program has another value than it must have, or none.
pub(super) fn changed(case: &Case<'_>) -> Option<Reason> {
    let (program, name, must, is) = differing(case)?;
    if let Some(reason) = message::not_found(case) {
        return Some(reason);
    }
    let line = case.source.as_ref().and_then(|source| source.sets(name));
    let given = case.scenario.start.variables.get(name);
    let text = match (must, is) {
        (Some(_), None) if given.is_none() && line.is_some() => format!(
            "`{program}` is started without `{name}`: what a script sets is its own until it \
             says `export {name}`."
        ),
        (Some(_), None) if given.is_none() => format!(
            "`{program}` is started without `{name}`, to which the table gives a default. Set \
             it: `export {name}=\"${{{name}:-value}}\"`."
        ),
        (Some(must), Some(_)) if given == Some(must) => format!(
            "`{name}` comes from outside, and the script gives it another value. Give it one \
             only where it has none: `: \"${{{name}:=value}}\"`."
        ),
        (Some(must), Some(_)) if given.is_none() => format!(
            "The table gives `{name}` the default `{}`, and the script another one.",
            must.escape_debug()
        ),
        _ => return None,
    };
    Some(Reason { text, line })
}

/// The program, the variable that is not as it must be, and its two values.
fn differing<'c>(
    case: &'c Case<'_>,
) -> Option<(&'c str, &'c str, Option<&'c String>, Option<String>)> {
    case.scenario.expected.iter().find_map(|expected| {
        let Expectation::Environment(program, variables) = expected else {
            return None;
        };
        case.outcome.starts(program).find_map(|start| {
            variables.iter().find_map(|(name, must)| {
                let is = start
                    .variable(name)
                    .map(|is| String::from_utf8_lossy(is).into_owned());
                (is != *must).then_some((program.as_str(), name.as_str(), must.as_ref(), is))
            })
        })
    })
}
