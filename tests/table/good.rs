//! Tables that are accepted.

use super::accepted;

#[test]
fn a_table_may_use_every_key() {
    let table = accepted(include_str!("../fixtures/every-key.toml"));
    insta::assert_debug_snapshot!(table.entrypoint);
    insta::assert_debug_snapshot!(table.modes[1].run);
}
