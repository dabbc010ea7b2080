//! The shell language: parsed, printed, quoted, and what real shells say.

mod faults;
mod generator;
mod properties;
mod round_trip;
mod tools;
