//! The scenarios that a user names.

use globset::{Glob, GlobMatcher};

use crate::diagnostic::Diagnostic;
use crate::prove::scenario::Scenario;
use crate::table::near;

/// Those of `scenarios` whose names fit one of `patterns`, all if there are none. `*`
/// fits a slash too.
///
/// # Errors
/// A pattern is none, or fits no scenario.
pub(super) fn select(
    patterns: &[String],
    scenarios: Vec<Scenario>,
) -> Result<Vec<Scenario>, Diagnostic> {
    if patterns.is_empty() {
        return Ok(scenarios);
    }
    let matchers: Vec<GlobMatcher> = patterns
        .iter()
        .map(|pattern| matcher(pattern, &scenarios))
        .collect::<Result<_, _>>()?;
    let is_wanted = |scenario: &Scenario| {
        let mut matchers = matchers.iter();
        matchers.any(|matcher| matcher.is_match(&scenario.id))
    };
    Ok(scenarios.into_iter().filter(is_wanted).collect())
}

/// `pattern`, which fits at least one of `scenarios`.
fn matcher(pattern: &str, scenarios: &[Scenario]) -> Result<GlobMatcher, Diagnostic> {
    let glob = Glob::new(pattern).map_err(|error| {
        Diagnostic::error(format!("`{pattern}` is no pattern: {}", error.kind()))
            .help("put a `\\` in front of what is to be itself")
    })?;
    let matcher = glob.compile_matcher();
    let mut names = scenarios.iter().map(|scenario| scenario.id.as_str());
    if names.clone().any(|name| matcher.is_match(name)) {
        return Ok(matcher);
    }
    let near = near::names(pattern, names.by_ref());
    let help = match near.first() {
        Some(near) => format!("did you mean `{near}`? `lychgate prove --list` names all"),
        None => "`lychgate prove --list` names all".to_owned(),
    };
    Err(Diagnostic::error(format!("no scenario fits `{pattern}`")).help(help))
}
