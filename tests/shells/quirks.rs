//! Facts about the shells themselves: why a fragment is written as it is.
//!
//! The scripts here are small and their own; what they show is avoided, not used.

use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::Shell;
use nix::sys::signal::Signal;

use crate::support::{BOUND, Script, each_shell, expect};

#[test]
fn zsh_forgets_a_child_of_a_redirected_group() {
    let script = Script::new(
        "i=0 forgotten=0\n\
         while [ \"$i\" -lt 100 ]; do\n\
         { (exit 5) & } 3<&0\n\
         wait \"$!\"\n\
         [ \"$?\" -eq 5 ] || forgotten=1\n\
         i=$((i + 1))\n\
         done\n\
         exit \"$forgotten\"\n",
    );
    each_shell(|shell| {
        let outcome = script.sandbox(shell).run(BOUND)?;
        expect(&outcome).exited((shell.shell() == Shell::Zsh).into());
        Ok(())
    });
}

#[test]
fn a_trap_in_a_trap_loses_a_status_in_dash_and_busybox() {
    let script = Script::new(
        "f() {\n\
         n=$((n + 1))\n\
         case $n in\n\
         1) if kill -s TERM $$; then exit 1; else exit 2; fi ;;\n\
         *) return 0 ;;\n\
         esac\n\
         }\n\
         n=0\n\
         trap f TERM\n\
         sleep 60 &\n\
         echo ready\n\
         wait \"$!\"\n",
    );
    each_shell(|shell| {
        let mut running = script.sandbox(shell).start()?;
        running.wait_for(&Condition::stdout("ready"), BOUND)?;
        // What is lost is the status from before the traps, that of `wait`.
        std::thread::sleep(std::time::Duration::from_millis(200));
        let outcome = crate::support::stop(running, Signal::SIGTERM)?;
        let loses = matches!(shell.shell(), Shell::Dash | Shell::Busybox);
        expect(&outcome).exited(if loses { 2 } else { 1 });
        Ok(())
    });
}

#[test]
fn posh_takes_an_option_of_read_for_one_of_wait() {
    let script = |between: &str| {
        Script::new(format!(
            "i=0 failed=0\n\
             while [ \"$i\" -lt 50 ]; do\n\
             (exit 0) &\n\
             name=value$i\n\
             {{ read -r line </proc/uptime; }} 2>/dev/null\n\
             {between}\n\
             wait \"$!\" 2>/dev/null || failed=1\n\
             i=$((i + 1))\n\
             done\n\
             exit \"$failed\"\n"
        ))
    };
    let (bare, between) = (script(":"), script("unset line"));
    each_shell(|shell| {
        let outcome = bare.sandbox(shell).run(BOUND)?;
        expect(&outcome).exited((shell.shell() == Shell::Posh).into());
        expect(&between.sandbox(shell).run(BOUND)?).exited(0);
        Ok(())
    });
}

#[test]
fn hup_without_a_trap_ends_mksh_zsh_and_posh_also_as_process_1() {
    let script = Script::new("trap : TERM INT\nserver &\nwait \"$!\"\nexit 7\n");
    each_shell(|shell| {
        let server = Behaviour::runs_for(std::time::Duration::from_millis(300));
        let mut running = script.sandbox(shell).stand_in("server", server).start()?;
        running.wait_for(&Condition::ready("server"), BOUND)?;
        if !running.is_process_1() {
            return Ok(());
        }
        running.signal(Signal::SIGHUP)?;
        let outcome = running.finish(BOUND)?;
        expect(&outcome).exited(match shell.shell() {
            Shell::Mksh | Shell::Posh => 129,
            Shell::Zsh => 1,
            _ => 7,
        });
        Ok(())
    });
}

#[test]
fn yash_reads_no_script_with_letters_that_its_locale_has_not() {
    let script = Script::new("# \u{e9}\nexit 7\n");
    each_shell(|shell| {
        let outcome = script.sandbox(shell).env("LC_ALL", "C").run(BOUND)?;
        let reads = shell.shell() != Shell::Yash;
        expect(&outcome).so("it is read by all but yash", {
            let exited = lychgate::sandbox::outcome::Status::Exited(7);
            (outcome.status == exited) == reads
        });
        Ok(())
    });
}
