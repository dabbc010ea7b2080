//! lychgate makes a container's entrypoint from a declarative mode table.
//!
//! Data flows one way:
//!
//! ```text
//! lychgate.toml -> table -> plan -> emit -> syntax -> entrypoint.sh -> lint
//!       ^                     |                ^                     `-> prove, in a sandbox
//!     draft <- dockerfile     |  sh/*.sh ------'
//!                             `-> explain, derive
//! ```
//!
//! * [`diagnostic`]: the one value in which a stage says what is wrong.
//! * [`source`]: the text of a file that was written by hand.
//! * [`table`]: what the user wrote, parsed and checked.
//! * [`dockerfile`]: what a Dockerfile says of the container's start.
//! * [`draft`]: a table to start from.
//! * [`plan`]: what the container will do, resolved; every back end reads it.
//! * [`syntax`]: the shell language, parsed and printed.
//! * [`emit`]: the plan as a shell script, with the runtime of `sh/`.
//! * [`explain`]: the plan played for one start, and told to people.
//! * [`mod@derive`]: the plan as other files, such as services of Compose.
//! * [`shell`]: the eight shells that a script must work in.
//! * [`lint`]: what shellcheck and the shells' own parsers say of a script.
//! * [`sandbox`]: the script run as process 1 of a sandbox.
//! * [`prove`]: what the script does in each shell, beside what the plan says.
//! * [`cli`] and [`commands`]: what a user types, and what is done then.
//!
//! A stage uses only what stands above it in this list; a test sees to that.

pub mod cli;
pub mod commands;
pub mod derive;
pub mod diagnostic;
pub mod dockerfile;
pub mod draft;
pub mod emit;
pub mod explain;
pub mod lint;
pub mod plan;
pub mod prove;
pub mod sandbox;
pub mod shell;
pub mod source;
pub mod syntax;
pub mod table;
