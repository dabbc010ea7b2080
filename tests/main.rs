//! One binary for all tests.

mod sandbox;
mod support;
mod syntax;
mod table;
