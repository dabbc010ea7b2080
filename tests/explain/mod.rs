//! What `lychgate explain` says, and whether it is so.

mod branches;
mod comparison;
mod container;
mod truth;
mod typed;
