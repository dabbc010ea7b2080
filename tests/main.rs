//! One binary for all tests.

mod table;
