//! How much each process of a run may use, so that a script that runs wild harms
//! itself and not the machine.

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::sysinfo::sysinfo;

/// The bytes of memory of its own that a process may have. The largest shell needs
/// a hundredth of it.
const MEMORY: u64 = 1 << 30;

/// The bytes that a file may grow to.
const FILE: u64 = 64 << 20;

/// How many processes the user of the script may have besides those of the machine,
/// whose number the user's own cannot exceed. More than the stage lets the script have:
/// this only gains time. The kernel heeds it for all users but root, for whose scripts
/// the stage, which watches in real time, has to do.
const PROCESSES: u64 = 600;

/// Bounds this process and all that it will start. A core dump is never written.
///
/// Memory and size hold for each process and each file, not for their sum.
///
/// # Errors
/// What the system says.
pub(super) fn set() -> nix::Result<()> {
    let others = u64::from(sysinfo()?.process_count());
    for (resource, most) in [
        (Resource::RLIMIT_DATA, MEMORY),
        (Resource::RLIMIT_FSIZE, FILE),
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_NPROC, others + PROCESSES),
    ] {
        let (_, hard) = getrlimit(resource)?;
        let most = most.min(hard);
        setrlimit(resource, most, most)?;
    }
    Ok(())
}
