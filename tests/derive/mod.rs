//! Other files than the script.

use lychgate::{derive, plan, table};

fn compose(source: &str) -> String {
    let table = table::parse(source).expect("the table is right");
    derive::compose(&plan::resolve(&table, "lychgate.toml")).expect("it has `[deploy]`")
}

#[test]
fn look() {
    let table = std::fs::read_to_string("golden/lychee/lychgate.toml").expect("it is ours")
        + &std::fs::read_to_string("/tmp/lychee-deploy.toml").expect("it is ours");
    println!("{}", compose(&table));
    println!("{}", compose(include_str!("../fixtures/every-key.toml")));
}
