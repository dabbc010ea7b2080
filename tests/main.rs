//! One binary for all tests.

mod emission;
mod sandbox;
mod support;
mod syntax;
mod table;
