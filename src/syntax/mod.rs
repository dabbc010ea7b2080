//! The shell language, parsed and printed.
