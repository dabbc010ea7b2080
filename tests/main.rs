//! One binary for all tests.

mod check;
mod command_line;
mod completions;
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
mod man;
mod manner;
mod messages;
mod sandbox;
mod schema;
mod shells;
mod stack;
mod stand_in;
mod streams;
mod support;
mod syntax;
mod table;
mod typed;
