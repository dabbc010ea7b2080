//! The form of the log.
//!
//! What is said is the same in each, and the functions of the runtime put it into
//! its form. Here stands what differs besides.

use crate::emit::link::Feature;
use crate::plan::{Log, Plan};
use crate::syntax::tree::{List, Word};
use crate::syntax::visit::change_simple;

/// What the runtime must be able to do for `form`.
pub(crate) const fn features(form: Log) -> &'static [Feature] {
    match form {
        Log::Plain => &[Feature::Plain],
        Log::Logfmt => &[Feature::Fields, Feature::Logfmt],
        Log::Json => &[Feature::Fields, Feature::Json],
    }
}

/// The name that messages use, as it stands in a line of the log.
pub(crate) fn app(plan: &Plan) -> String {
    let name = &plan.app;
    match plan.log {
        Log::Plain => name.clone(),
        Log::Logfmt if is_bare(name) => name.clone(),
        Log::Logfmt => format!("\"{}\"", escaped(name)),
        Log::Json => escaped(name),
    }
}

/// Whether `text` is a value of logfmt without quotes, for every reader of it.
fn is_bare(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_.:/@+-".contains(&b))
}

/// `text` as it stands between quotes; it has no control characters.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('"', "\\\"")
}

/// The text of a warning of the table: where there are no levels, it says itself
/// what it is.
pub(crate) fn warning(form: Log, say: &str) -> String {
    match form {
        Log::Plain => format!("warning: {say}"),
        Log::Logfmt | Log::Json => say.to_owned(),
    }
}

/// Makes `lg_log TEXT LEVEL` to `lg_log TEXT` in all of `script` if its log has
/// no levels.
pub(crate) fn settle_levels(form: Log, script: &mut List<'_>) {
    if form == Log::Plain {
        change_simple(script, &mut |command| {
            let name = command.words.first().and_then(Word::as_literal);
            if name == Some(b"lg_log") {
                command.words.truncate(2);
            }
        });
    }
}
