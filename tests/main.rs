//! One binary for all tests.

mod container;
mod sandbox;
mod stand_in;
mod support;
mod syntax;
mod table;
