//! A caret stands where the engine means it.

use lychgate::lint::engine::Engine;

use super::{fixture, judged};

#[test]
fn a_column_is_where_shellcheck_means_it() {
    let Some((diagnostics, source)) = judged(&fixture("columns.sh"), &[Engine::Shellcheck]) else {
        return;
    };
    let quoted: Vec<&str> = diagnostics
        .iter()
        .filter(|one| one.kind.as_ref().is_some_and(|kind| kind.code == "SC2086"))
        .filter_map(|one| one.primary.as_ref())
        .map(|label| &source[label.span.clone()])
        .collect();
    assert_eq!(quoted, ["$x"; 4]);
}

#[test]
fn a_carriage_return_is_said_once() {
    let Some((diagnostics, _)) = judged(&fixture("columns.sh"), &[Engine::Shellcheck]) else {
        return;
    };
    let said = diagnostics
        .iter()
        .filter(|one| one.kind.as_ref().is_some_and(|kind| kind.code == "SC1017"));
    assert_eq!(said.count(), 1, "{diagnostics:#?}");
}
