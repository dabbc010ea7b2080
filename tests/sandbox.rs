//! The engine of the proofs, with controls that show that it can see a failure.

use lychgate::prove::outcome::Status;
use lychgate::prove::running::Condition;
use lychgate::prove::stand_in::Behaviour;
use nix::sys::signal::Signal;

use crate::support::{BOUND, Script, each_shell, expect};

#[test]
fn the_script_is_process_1() {
    let script = Script::new("printf '%s\\n' \"$$\"\n");
    each_shell(|shell| {
        let outcome = script.sandbox(shell).run(BOUND)?;
        let expect = expect(&outcome).exited(0).stderr("");
        if outcome.pid1 {
            expect.stdout("1\n");
        }
        Ok(())
    });
}

#[test]
fn a_program_gets_term_from_the_script() {
    let script = Script::new(
        "php one 'two three' &\npid=$!\ntrap 'kill -s TERM \"$pid\"' TERM\nwhile :; do wait \"$pid\"; s=$?; kill -0 \"$pid\" 2>/dev/null || break; done\nexit 3\n",
    );
    each_shell(|shell| {
        let mut running = script
            .sandbox(shell)
            .stand_in("php", Behaviour::runs_until(Signal::SIGTERM))
            .start()?;
        running.wait_for(&Condition::ready("php"), BOUND)?;
        running.signal(Signal::SIGTERM)?;
        let outcome = running.finish(BOUND)?;
        expect(&outcome)
            .exited(3)
            .signals("php", &[Signal::SIGTERM]);
        Ok(())
    });
}
