//! Scripts that were written by hand: one is right, each other one has a fault, which
//! is seen where it is and nowhere else, and named.

use std::collections::BTreeSet;
use std::path::Path;

use lychgate::prove::derived::derived;
use lychgate::prove::matrix::{Matrix, Subject, prove};
use lychgate::prove::verdict::{Reason, Verdict};
use lychgate::shell::{Installed, Shell};
use lychgate::{plan, table};

use crate::support::LYCHGATE;

#[test]
fn probe() {
    let dir = Path::new("tests/fixtures/prove");
    let name = std::env::var("PROBE").unwrap();
    let text = std::fs::read_to_string(dir.join("lychgate.toml")).unwrap();
    let table = table::parse(&text).ok().unwrap();
    let plan = plan::resolve(&table, "lychgate.toml");
    let subject = Subject {
        script: std::fs::read(dir.join(&name)).unwrap(),
        is_own: false,
        scenarios: derived(&plan),
        short: None,
    };
    let shells: Vec<Installed> = Shell::ALL.into_iter().filter_map(Shell::find).collect();
    let matrix = prove(&subject, shells, Path::new(LYCHGATE), 8, |_, _| {}).unwrap();
    for row in &matrix.rows {
        for (cell, shell) in row.cells.iter().zip(&matrix.shells) {
            if let Verdict::Refuted(misses) = &cell.verdict {
                println!("{} {} {:?}", row.scenario.id, shell.shell(), cell.took);
                for miss in misses {
                    println!("    {}  => {:?}", miss.what, miss.reason);
                }
                if std::env::var("SHOW").is_ok() {
                    println!("{}", cell.outcome.as_ref().unwrap());
                }
            }
        }
    }
    println!("{:?}", matrix.took);
}
