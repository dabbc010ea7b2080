//! One binary for all tests.

mod emission;
mod golden;
mod sandbox;
mod support;
mod syntax;
mod table;
