//! One binary for all tests.

mod check;
mod container;
mod docs;
mod emission;
mod emit;
mod golden;
mod house;
mod lint;
mod sandbox;
mod schema;
mod shells;
mod stand_in;
mod support;
mod syntax;
mod table;
mod typed;
