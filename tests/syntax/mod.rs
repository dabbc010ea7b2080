//! The shell language: parsed, printed, quoted, and what real shells say.

mod faults;
mod generator;
mod properties;
mod quoting;
mod round_trip;
mod spans;
mod spelling;
mod tools;
