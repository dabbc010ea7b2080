//! One binary for all tests.

mod sandbox;
mod stand_in;
mod support;
