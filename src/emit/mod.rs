//! The plan as a shell script.
