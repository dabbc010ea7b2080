//! The folder for temporary files, in which each run has a folder of its own.

use std::env;

use nix::sys::statvfs::{FsFlags, Statvfs, statvfs};
use tempfile::TempDir;

use super::fault::Fault;
use super::stage::OWN;

/// What must be free there, so that nothing of a run is lost. One takes a tenth of it.
const BYTES: u128 = 1 << 20;
/// How many files must be free there. A run makes about twenty.
const FILES: u128 = 256;

/// Makes a folder for `what`, such as "the script", that is removed when it is dropped.
///
/// # Errors
/// What the system says.
pub(crate) fn folder(what: &str) -> Result<TempDir, Fault> {
    let place = env::temp_dir();
    let made = tempfile::Builder::new()
        .prefix("lychgate-")
        .tempdir_in(&place);
    made.map_err(Fault::io(format!(
        "make a folder for {what} in `{}`",
        place.display()
    )))
}

/// Checks that something is free there. To be asked before a run, which needs it, and
/// after it: what could not be written down then looks as if it had not happened.
///
/// # Errors
/// [`Fault::Folder`] if there is not.
pub(super) fn has_room() -> Result<(), Fault> {
    // The width of these numbers is the machine's.
    let system = file_system()?;
    // A file system that knows no bound says that it has nothing at all.
    let bytes = u128::from(system.blocks_available()) * u128::from(system.fragment_size());
    let is_full = system.blocks() > 0 && bytes < BYTES;
    let has_names = system.files() == 0 || u128::from(system.files_available()) >= FILES;
    if is_full || !has_names {
        return Err(unfit("less than 1 MiB or 256 files are free"));
    }
    Ok(())
}

/// Checks that a program can be started there.
///
/// # Errors
/// [`Fault::Folder`] if the kernel would refuse.
pub(super) fn has_programs() -> Result<(), Fault> {
    if file_system()?.flags().contains(FsFlags::ST_NOEXEC) {
        return Err(unfit("it is mounted noexec"));
    }
    Ok(())
}

/// Checks that a container sees what is there: some folders it has for itself.
///
/// # Errors
/// [`Fault::Folder`] if it has this one.
pub(super) fn is_seen() -> Result<(), Fault> {
    let place = env::temp_dir();
    let place = place.canonicalize().unwrap_or(place);
    if OWN.iter().any(|(own, _)| place.starts_with(own)) {
        return Err(unfit("a container has a /run and a /dev/shm of its own"));
    }
    Ok(())
}

/// Says that no run can be made there.
pub(super) fn unfit(why: &'static str) -> Fault {
    let path = env::temp_dir();
    Fault::Folder { path, why }
}

fn file_system() -> Result<Statvfs, Fault> {
    statvfs(&env::temp_dir()).map_err(Fault::io("look at the folder for temporary files"))
}
