//! `prove`: scripts beside their tables.

mod wrong_scripts;
