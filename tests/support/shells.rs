//! A test in each of the shells.

use std::collections::BTreeSet;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use lychgate::shell::{Installed, Shell};

use super::Proof;

/// How many shells are tried at a time.
const WORKERS: usize = 2;

/// The notes that were given, so that each is given once.
static NOTES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The shells in which most images run.
const USUAL: [Shell; 2] = [Shell::Dash, Shell::Busybox];

/// The shells of a proof that takes long: all of them in the whole proof, else the usual.
pub(crate) fn shells_of_long_proofs() -> &'static [Shell] {
    if require_all() { &Shell::ALL } else { &USUAL }
}

/// Runs `proof` in each of the eight shells, and fails with all failures.
pub(crate) fn each_shell(proof: impl Fn(&Installed) -> Proof + Sync) {
    each_shell_of(&Shell::ALL, proof);
}

/// Runs a `proof` that takes long: in each of the eight shells in the whole proof, else in
/// the usual ones.
pub(crate) fn each_shell_at_length(proof: impl Fn(&Installed) -> Proof + Sync) {
    each_shell_of(shells_of_long_proofs(), proof);
}

/// Runs `proof` in each of these shells, and fails with all failures.
///
/// A shell that is not installed is skipped with a note; with
/// `LYCHGATE_REQUIRE_ALL=1`, as `tests/run` sets it, that is a failure too.
pub(crate) fn each_shell_of(shells: &[Shell], proof: impl Fn(&Installed) -> Proof + Sync) {
    let queue = Mutex::new(shells.iter());
    let failures = Mutex::new(Vec::new());
    let work = || {
        loop {
            let next = lock(&queue).next().copied();
            let Some(shell) = next else { return };
            if let Err(failure) = in_shell(shell, &proof) {
                lock(&failures).push((shell, failure));
            }
        }
    };
    // The workers have the test's name, which notes and panics tell.
    let name = test_name();
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            thread::Builder::new()
                .name(name.clone())
                .spawn_scoped(scope, work)
                .expect("the machine has room for two threads");
        }
    });
    let mut failures = failures
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    failures.sort_by_key(|(shell, _)| shell.name());
    let texts: Vec<String> = failures
        .iter()
        .map(|(shell, failure)| format!("== {shell}: {failure}"))
        .collect();
    assert!(
        texts.is_empty(),
        "{} of {} shells failed\n{}",
        texts.len(),
        shells.len(),
        texts.join("\n")
    );
}

fn in_shell(shell: Shell, proof: impl Fn(&Installed) -> Proof) -> Result<(), String> {
    let Some(installed) = shell.find() else {
        if require_all() {
            return Err("not installed".to_owned());
        }
        note(&format!("skipped {shell}, which is not installed"));
        return Ok(());
    };
    match catch_unwind(AssertUnwindSafe(|| proof(&installed))) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => Err(panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
            .unwrap_or_else(|| "panicked".to_owned())),
    }
}

/// Whether this is the whole proof, as `tests/run` makes it: nothing may be
/// missing, and what takes long is done in full.
pub(crate) fn require_all() -> bool {
    std::env::var_os("LYCHGATE_REQUIRE_ALL").is_some_and(|value| value == "1")
}

/// Says that something cannot be tested here, or fails if everything must be.
#[track_caller]
pub(crate) fn skip(why: &str) {
    assert!(!require_all(), "{why}");
    note(&format!("skipped {why}"));
}

/// Says something once, past the capture that hides what passing tests say.
pub(crate) fn note(text: &str) {
    if lock(&NOTES).insert(text.to_owned()) {
        // Nobody listens if it fails.
        let _ = writeln!(std::io::stderr(), "note: {text}");
    }
}

/// The name of the test that this thread works for.
pub(crate) fn test_name() -> String {
    thread::current().name().unwrap_or("a test").to_owned()
}

/// A test that panicked elsewhere has not harmed what is locked here.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
