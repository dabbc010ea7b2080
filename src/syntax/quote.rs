//! Words for bytes from outside.
