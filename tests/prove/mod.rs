//! `prove`: scripts beside their tables.

mod reasons;
mod wrong_scripts;
