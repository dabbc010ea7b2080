//! What the user wrote.
//!
//! [`read`] loads the text of a table, [`parse`] makes a [`Table`] of it or
//! says everything that is wrong. A [`Table`] obeys every rule of the
//! [`reference()`]; nothing in it is resolved yet.

mod addition;
mod check;
mod choice;
mod condition;
mod deploy;
mod deploy_fault;
mod duration;
mod exit_codes;
mod fault;
mod glob;
mod health;
mod json_schema;
mod kind;
mod load;
mod model;
mod name;
pub(crate) mod near;
mod parse;
mod reference;
mod reserved;
mod saying;
mod scenario;
mod scenario_fault;
mod scenario_schema;
mod schema;
mod signal;
mod stand_in;
mod start;
mod step;
mod template;
mod verb;
mod wording;

pub use addition::{Added, Addition};
pub use condition::{Condition, Test};
pub use deploy::{DependsOn, Deploy, Healthcheck, Resources, RestartPolicy, Service};
pub use exit_codes::ExitCodes;
pub use glob::{Glob, GlobPart, Member};
pub use health::Health;
pub use json_schema::json_schema;
pub use load::read;
pub use model::{
    AfterLimit, Argument, DefaultCase, DefaultValue, Empty, Entrypoint, Forward, Line, Log, Mode,
    Required, Restart, RestartLimit, RestartOn, SCRIPT, Seconds, Source, Spanned, Stop, Table,
    Umask, Unknown, Variable, VariableType, Warn,
};
pub use name::{ModeName, OptionName, VariableName};
pub use parse::parse;
pub use reference::reference;
pub use scenario::{Expectation, Moment, Scenario, Verdict};
pub use signal::Signal;
pub use stand_in::{Death, End, StandIn, StandInStart};
pub use start::{Outcome, Refusal, Start};
pub use step::{Step, StepFail};
pub use template::{Part, Template};
pub use verb::Verb;
