//! One binary for all tests.

mod check;
mod container;
mod docs;
mod emission;
mod emit;
mod explain;
mod golden;
mod hooks;
mod house;
mod init;
mod lint;
mod sandbox;
mod schema;
mod shells;
mod stack;
mod stand_in;
mod support;
mod syntax;
mod table;
mod typed;
