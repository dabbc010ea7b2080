//! The plan as a shell script.
//!
//! Generated code is a tree and is printed; no text is glued together. What
//! comes from the table can only become a quoted word, a pattern whose
//! literals are quoted, or a comment.

mod additions;
mod build;
mod choice;
pub(crate) mod command;
mod condition;
mod environment;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod health;
pub(crate) mod help;
mod limits;
mod link;
pub(crate) mod question;
mod restart;
mod run;
pub(crate) mod select;
pub(crate) mod sentence;
mod set_up;
mod shared;
mod steps;
mod supervise;
mod word;

use crate::plan::Plan;
use crate::syntax::print;
use crate::syntax::quote;
use crate::syntax::tree::{Script, Simple};

use shared::Shared;

/// The script for `plan`: POSIX shell, LF line ends, the same bytes for the
/// same plan everywhere.
#[must_use]
pub fn emit(plan: &Plan) -> Vec<u8> {
    let shared = Shared::of(plan);
    let mut main = question::questions(plan, &shared);
    let limits = limits::limits(plan);
    if !limits.lines.is_empty() {
        main.append(limits);
        main.blank();
    }
    main.append(condition::keep_first_word(plan));
    main.append(select::select(plan, &shared));
    let mut generated = shared.definitions();
    if !generated.lines.is_empty() {
        generated.blank();
    }
    generated.append(main);
    let mut features = supervise::features(plan);
    features.extend(health::features(plan));
    features.extend(form::features(plan.log));
    let functions = link::functions(&generated, &features);
    let mut body = header::header(plan);
    if !functions.lines.is_empty() {
        body.push(Simple::assign("lg_app", quote::word(form::app(plan))));
        health::name_state(plan, &mut body);
        body.blank();
    }
    body.append(functions);
    body.append(generated);
    form::settle_levels(plan.log, &mut body);
    print(&Script { body })
}

/// `script` with the version of lychgate in its header taken out, so that two
/// scripts can be compared without regard to it.
#[must_use]
pub fn without_version(script: &[u8]) -> Vec<u8> {
    let marker = format!("# {}", header::GENERATOR);
    script
        .split_inclusive(|&byte| byte == b'\n')
        .map(|line| {
            if line.starts_with(marker.as_bytes()) {
                marker.as_bytes()
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .concat()
}
