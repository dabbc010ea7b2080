//! Orphans that become children of process 1.

use std::time::{Duration, Instant};

use lychgate::sandbox::running::Running;
use lychgate::sandbox::stand_in::Behaviour;
use nix::sys::signal::Signal;

use super::signals::{ready, stop};
use super::{plain, script, supervised};
use crate::support::{BOUND, each_shell, expect};

/// How many there are.
const ORPHANS: u32 = 200;

/// Waits until the run has `living` processes and `zombies` that nobody asks for.
fn wait_until(running: &Running, living: usize, zombies: usize) {
    let start = Instant::now();
    loop {
        let processes = running.processes();
        let dead = processes.iter().filter(|it| it.is_zombie()).count();
        if (processes.len() - dead, dead) == (living, zombies) {
            return;
        }
        assert!(start.elapsed() < BOUND, "not {zombies} zombies\n{running}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_supervising_script_reaps_them_and_a_plain_mode_leaves_that_to_the_program() {
    let script = script();
    each_shell(|shell| {
        let php = Behaviour::runs_until(Signal::SIGTERM).makes_orphans(ORPHANS);
        let sandbox = supervised(&script, shell).stand_in("php", php.clone());
        let mut running = sandbox.start()?;
        ready(&mut running)?;
        // Outside of a namespace another process is the parent of orphans.
        let is_process_1 = running.is_process_1();
        if is_process_1 {
            wait_until(&running, 2, 0);
        }
        expect(&stop(running)?).exited(0);

        let sandbox = plain(&script, shell).stand_in("php", php);
        let mut running = sandbox.start()?;
        ready(&mut running)?;
        if is_process_1 {
            wait_until(&running, 1, ORPHANS as usize);
        }
        running.signal(Signal::SIGTERM)?;
        expect(&running.finish(BOUND)?).exited(0);
        Ok(())
    });
}
