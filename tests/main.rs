//! One binary for all tests.

mod check;
mod emission;
mod emit;
mod golden;
mod house;
mod sandbox;
mod support;
mod syntax;
mod table;
mod typed;
