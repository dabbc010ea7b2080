//! What the container will do, resolved.
//!
//! A [`Plan`] answers every question that a table leaves open: no default is
//! left to look up, no name to resolve, no order to compute. Every back end
//! reads the plan and nothing else.

mod additions;
mod deploy;
mod environment;
mod model;
mod names;
mod resolve;
mod scenario;
mod steps;

pub use crate::table::{
    Death, DependsOn, End, Glob, GlobPart, Member, Moment, RestartPolicy, StandInStart, Verdict,
};
pub use deploy::{Choice, Deployment, Files, Healthcheck, Resources, Service};
pub use model::{
    Added, Addition, AfterLimit, BackOff, Case, Check, Command, Condition, ExitCodes, Forward,
    Health, Life, Limit, Log, Mode, Note, Phase, Piece, Plan, Reference, Restart, RestartOn,
    Selection, Signal, Source, Step, StepFail, Supervision, Test, Text, Unknown, Value, Variable,
    Verb,
};
pub use names::names_in;
pub use resolve::resolve;
pub use scenario::{Expectation, Scenario};
