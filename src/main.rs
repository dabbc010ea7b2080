//! The command line: arguments, one call, exit code.
fn main() {}
