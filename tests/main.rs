//! One binary for all tests.

mod emission;
mod golden;
mod house;
mod sandbox;
mod support;
mod syntax;
mod table;
