//! The script run as process 1 of a sandbox.
