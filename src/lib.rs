//! lychgate makes a container's entrypoint from a declarative mode table.
//!
//! Data flows one way, and the modules stand here in that order:
//!
//! ```text
//! lychgate.toml -> table -> plan -> emit -> syntax -> entrypoint.sh
//!                                             ^
//!                            sh/*.sh ---------'
//! ```
//!
//! * [`diagnostic`]: the one value in which every stage reports what is wrong.
//! * [`syntax`]: the shell language, parsed and printed.
//! * [`table`]: what the user wrote.
//! * [`plan`]: what the container will do, resolved.
//! * [`emit`]: the plan as a shell script.
//! * [`prove`]: the script run as process 1 of a sandbox.

pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod emit;
pub mod lint;
pub mod plan;
pub mod prove;
pub mod shell;
pub mod syntax;
pub mod table;
