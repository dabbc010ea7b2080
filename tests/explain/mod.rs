//! What `lychgate explain` says, and whether it is so.

mod branches;
mod truth;
mod typed;
