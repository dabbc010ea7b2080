//! What the user wrote.

mod condition;
mod fault;
mod glob;
mod model;
mod name;
mod reserved;
mod template;

pub use condition::{Condition, Test};
pub use glob::{Glob, GlobPart, Member};
pub use model::{
    Argument, DefaultCase, DefaultValue, Empty, Entrypoint, ExitCodes, Line, Log, Mode, Required,
    Restart, RestartOn, Seconds, Source, Spanned, StopSignal, Table, Umask, Unknown, Variable,
    VariableType, Warn,
};
pub use name::{ModeName, VariableName};
pub use template::{Part, Template};
