//! The calls to the kernel whose safety the compiler cannot see.
//!
//! All `unsafe` of the crate stands here. The callers are the hidden roles of the
//! executable, which are processes of one thread, and the catching of signals.

use std::fs;
use std::mem::MaybeUninit;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU8, Ordering};

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use nix::unistd::{ForkResult, Pid};

/// Bit n says that descriptor n was closed when the process began.
static CLOSED_AT_START: AtomicU8 = AtomicU8::new(0);
static PIPE_IGNORED_AT_START: AtomicBool = AtomicBool::new(false);
static NICE_AT_START: AtomicI32 = AtomicI32::new(0);

/// The descriptor that a signal writes to, and the number of the signal that did.
static BELL: AtomicI32 = AtomicI32::new(-1);
static RANG: AtomicI32 = AtomicI32::new(0);

/// Makes a copy of this process.
///
/// # Errors
/// What the kernel says, and `EBUSY` if this process has more than one thread.
pub(super) fn fork() -> nix::Result<ForkResult> {
    let threads = fs::read_dir("/proc/self/task").map_or(1, Iterator::count);
    if threads != 1 {
        return Err(Errno::EBUSY);
    }
    // SAFETY: there is one thread, so no lock can be held by a thread that the
    // copy does not have.
    unsafe { nix::unistd::fork() }
}

/// Gives every signal its default action and empties the mask.
///
/// A test runner may ignore HUP, and Rust itself ignores PIPE; a container's
/// first process inherits neither. The C library would refuse to change the two
/// signals that it keeps, 32 and 33, so the kernel is asked itself.
///
/// # Errors
/// What the kernel says to the new mask.
pub(super) fn reset_signals() -> nix::Result<()> {
    // The kernel's own `struct sigaction` is four words or less on every machine,
    // and all zeros in it mean: default action, no flags, empty mask.
    let default = [0_u64; 4];
    let mask_bytes = 8;
    for number in 1..=libc::SIGRTMAX() {
        // SAFETY: the kernel reads the action, which lives as long as the call, and
        // writes nothing. The default action runs no code of this process. KILL and
        // STOP are refused.
        unsafe {
            let old = std::ptr::null_mut::<u64>();
            libc::syscall(
                libc::SYS_rt_sigaction,
                number,
                &raw const default,
                old,
                mask_bytes,
            );
        }
    }
    SigSet::empty().thread_set_mask()
}

/// Sets a signal's action to default or ignore.
///
/// # Errors
/// What the kernel says, such as `EINVAL` for KILL.
pub(super) fn set_ignored(signal: Signal, ignored: bool) -> nix::Result<()> {
    let action = if ignored {
        SigHandler::SigIgn
    } else {
        SigHandler::SigDfl
    };
    // SAFETY: neither action runs code of this process.
    unsafe { nix::sys::signal::signal(signal, action) }.map(drop)
}

/// Makes the next `signal` write a byte to `bell`, which must stay open. The one after
/// it has its default action again. A signal that is ignored stays ignored.
///
/// # Errors
/// What the kernel says, such as `EINVAL` for KILL.
pub(super) fn ring_at(signal: Signal, bell: RawFd) -> nix::Result<()> {
    BELL.store(bell, Ordering::Relaxed);
    let flags = SaFlags::SA_RESTART | SaFlags::SA_RESETHAND;
    let action = SigAction::new(SigHandler::Handler(ring), flags, SigSet::empty());
    // SAFETY: `ring` does only what a handler may do at any moment.
    let before = unsafe { sigaction(signal, &action) }?;
    if matches!(before.handler(), SigHandler::SigIgn) {
        set_ignored(signal, true)?;
    }
    Ok(())
}

/// The last signal for which [`ring_at`] was asked that has come.
pub(super) fn signal_that_rang() -> Option<Signal> {
    Signal::try_from(RANG.load(Ordering::Relaxed)).ok()
}

extern "C" fn ring(number: libc::c_int) {
    RANG.store(number, Ordering::Relaxed);
    // The thread that was interrupted may be about to look at its own error.
    let error = Errno::last_raw();
    // SAFETY: `write` may be called in a handler, and reads one byte that lives on.
    unsafe { libc::write(BELL.load(Ordering::Relaxed), b"!".as_ptr().cast(), 1) };
    Errno::set_raw(error);
}

/// Puts this process before all others, if it may; those that it starts too, until
/// they call [`wait_in_turn`].
pub(super) fn go_first() {
    // SAFETY: these take and give numbers.
    unsafe {
        NICE_AT_START.store(libc::getpriority(libc::PRIO_PROCESS, 0), Ordering::Relaxed);
        libc::setpriority(libc::PRIO_PROCESS, 0, -20);
    }
}

/// Has the kernel run `process`, or this one for 0, in real time: before all that are not,
/// whatever their priority is. Where that is refused it has the highest priority, if this
/// process may give it.
pub(super) fn run_in_real_time(process: Pid) {
    let process = process.as_raw();
    let lowest: libc::c_int = 1;
    // SAFETY: these take and give numbers. The kernel reads the priority, which lives as
    // long as the call, and writes nothing; musl would not ask it.
    unsafe {
        libc::setpriority(libc::PRIO_PROCESS, process.unsigned_abs(), -20);
        libc::syscall(
            libc::SYS_sched_setscheduler,
            process,
            libc::SCHED_FIFO,
            &raw const lowest,
        );
    }
}

/// Gives this process the priority that there was before [`go_first`].
pub(super) fn wait_in_turn() {
    let nice = NICE_AT_START.load(Ordering::Relaxed);
    // SAFETY: this takes and gives numbers. A process may always lower its priority.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, nice) };
}

/// Marks every descriptor above stderr to be closed when a program is executed.
///
/// # Errors
/// What the kernel says, such as `ENOSYS` before Linux 5.11.
pub(super) fn close_others_on_exec() -> nix::Result<()> {
    // SAFETY: this closes nothing now, so no owner of a descriptor is deceived.
    let result = unsafe {
        libc::syscall(
            libc::SYS_close_range,
            3,
            libc::c_uint::MAX,
            libc::CLOSE_RANGE_CLOEXEC,
        )
    };
    Errno::result(result).map(drop)
}

/// Whether descriptor 0, 1 or 2 was closed when this process began.
pub(crate) fn closed_at_start(descriptor: RawFd) -> bool {
    (0..3).contains(&descriptor) && CLOSED_AT_START.load(Ordering::Relaxed) >> descriptor & 1 == 1
}

/// Whether PIPE was ignored when this process began.
pub(super) fn pipe_ignored_at_start() -> bool {
    PIPE_IGNORED_AT_START.load(Ordering::Relaxed)
}

// Rust's runtime opens /dev/null in place of a closed standard descriptor and
// ignores PIPE before `main`. A stand-in has to tell what it was given, so this
// looks earlier.
#[used]
// SAFETY: the section holds pointers to functions of this type, which the C
// library calls once before `main`.
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = note_start;

extern "C" fn note_start() {
    for descriptor in 0..3 {
        // SAFETY: asks for the flags of a number, whether open or not.
        if unsafe { libc::fcntl(descriptor, libc::F_GETFD) } == -1 {
            CLOSED_AT_START.fetch_or(1 << descriptor, Ordering::Relaxed);
        }
    }
    let mut action = MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: a null pointer as the new action only asks for the present one,
    // which is written whole when the call succeeds, and read only then.
    let ignored = unsafe {
        libc::sigaction(libc::SIGPIPE, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    };
    PIPE_IGNORED_AT_START.store(ignored, Ordering::Relaxed);
}
