//! The answers to `:health`, as `docker exec` gets them: from the script started once
//! more beside the one that is process 1.

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::running::{Condition, Running};
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use crate::emission::emitted;
use crate::support::{BOUND, Script, each_shell, each_shell_at_length, expect, require_all, skip};

const TABLE: &str = "\
[entrypoint]
app    = \"test\"
select = \"arg\"
log    = \"plain\"
[modes.worker]
run     = [\"php\"]
forward = [\"USR1\"]
restart = { delay = \"1s\", limit = { exits = 2, within = \"1m\", then = \"unhealthy\" } }
health  = { alive = true }
[modes.web]
run     = [\"php\"]
health  = { alive = true }
[modes.silent]
run     = [\"php\"]
";

/// The name of the state's file.
const STATE: &str = "lychgate-test.state";

/// A script in one shell, and the run of it that is asked about.
pub(super) struct Asked {
    sandbox: Sandbox,
    pub(super) running: Running,
}

impl Asked {
    /// Starts `sandbox`; nothing, with a note, where there are no namespaces: all runs
    /// would share one folder for their states.
    pub(super) fn start(sandbox: Sandbox) -> Result<Option<Self>, Box<dyn Error>> {
        let running = sandbox.start()?;
        if running.is_process_1() {
            return Ok(Some(Self { sandbox, running }));
        }
        skip("health, since namespaces are refused");
        Ok(None)
    }

    /// The exit code and the line of the answer.
    pub(super) fn ask_as(
        &self,
        uid: Option<u32>,
        words: &[&str],
    ) -> Result<(i32, String), Box<dyn Error>> {
        let answer = self.sandbox.beside(&self.running, uid, words, BOUND)?;
        let said = if answer.stdout.is_empty() {
            answer.stderr
        } else {
            answer.stdout
        };
        let said = String::from_utf8(said)?;
        Ok((answer.status.code().unwrap_or(-1), said))
    }

    /// The answer to the script's own user.
    pub(super) fn ask(&self) -> Result<(i32, String), Box<dyn Error>> {
        self.ask_as(None, &[":health"])
    }

    /// What the script finds at the absolute `path`.
    pub(super) fn seen(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{path}", self.running.pid()))
    }

    /// Asks until the answer begins with `start`.
    pub(super) fn hears(&self, start: &str) -> Result<(i32, String), Box<dyn Error>> {
        let begun = Instant::now();
        loop {
            let (code, said) = self.ask()?;
            if said.starts_with(start) {
                return Ok((code, said));
            }
            if begun.elapsed() > BOUND {
                return Err(format!("not {start:?} but {said:?}\n{}", self.running).into());
            }
        }
    }
}

/// `said` with its numbers taken out.
fn without_numbers(said: &str) -> String {
    said.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn lives() -> Behaviour {
    Behaviour::runs_until(Signal::SIGTERM)
}

#[test]
fn each_part_of_a_life_has_its_word() {
    let script = Script::new(emitted(TABLE));
    each_shell_at_length(|shell| {
        let php = Behaviour::runs_until(Signal::SIGUSR1).next(lives());
        let sandbox = script.sandbox(shell).arg("worker").stand_in("php", php);
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        let (code, said) = asked.hears("healthy: worker has run for ")?;
        assert_eq!(
            (code, without_numbers(&said).as_str()),
            (0, "healthy: worker has run for  s (process , restarts )\n")
        );
        assert_eq!(asked.ask_as(None, &[":health", "worker"])?.0, 0);
        assert_eq!(asked.ask_as(Some(12345), &[":health"])?.0, 0);
        let (code, said) = asked.ask_as(None, &[":health", "web"])?;
        assert_eq!((code, said.as_str()), (1, "unhealthy: not running: web\n"));
        for words in [
            &[":health", "silent"][..],
            &[":health", ""],
            &[":health", "web", "web"],
        ] {
            let (code, said) = asked.ask_as(None, words)?;
            let usage = "test: usage: :health or :health worker or :health web\n";
            assert_eq!((code, said.as_str()), (64, usage), "{words:?}");
        }
        // In the moment of its start a shell may miss a signal.
        asked.running.signal(Signal::SIGUSR1)?;
        asked
            .running
            .wait_for(&Condition::stderr("starts again in"), BOUND)?;
        let (code, said) = asked.hears("starting")?;
        assert_eq!(
            (code, said.as_str()),
            (1, "starting: worker starts again\n")
        );
        let again = Condition::ready("php").times(2);
        asked.running.wait_for(&again, BOUND)?;
        let (code, said) = asked.hears("healthy")?;
        assert!(code == 0 && said.ends_with(", restarts 1)\n"), "{said}");
        let outcome = super::stop(asked.running, Signal::SIGTERM)?;
        expect(&outcome).exited(0).starts("php", 2);
        Ok(())
    });
}

#[test]
fn a_plain_mode_answers_for_the_program_it_became() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).arg("web").stand_in("php", lives());
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        let (code, said) = asked.ask()?;
        assert_eq!(code, 0, "{said}");
        assert!(said.ends_with(" s (process 1, restarts 0)\n"), "{said}");
        Ok(())
    });
}

/// The time when the script was started, as the kernel counts it.
fn birth(running: &Running) -> Result<u64, Box<dyn Error>> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", running.pid()))?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("no name")?;
    Ok(fields.split(' ').nth(19).ok_or("no time")?.parse()?)
}

/// A folder that the script finds as /run, one a shell.
fn folder(script: &Script, shell: &Installed, name: &str) -> std::io::Result<PathBuf> {
    let folder = script.folder().join(format!("{name} {}", shell.shell()));
    fs::create_dir(&folder)?;
    Ok(folder)
}

#[test]
fn a_state_of_an_earlier_life_is_not_believed() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let run = folder(&script, shell, "run")?;
        let sandbox = script
            .sandbox(shell)
            .arg("silent")
            .bind(&run, "/run")
            .stand_in("php", lives());
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        let born = birth(&asked.running)?;
        for (line, answer) in [
            // The control: all that is asked of a state holds.
            (
                format!("web 0 1 {born} 1 {born} 0 0 0"),
                "healthy: web has run for  s (process , restarts )\n",
            ),
            (
                format!("web 0 1 {} 1 {born} 0 0 0", born + 1),
                "unhealthy: not running: worker web\n",
            ),
            (
                format!("web 0 99999 {born} 1 {born} 0 0 0"),
                "unhealthy: not running: worker web\n",
            ),
            (
                format!("web 0 1 {born} 1 {} 0 0 0", born + 1),
                "unhealthy: web has ended\n",
            ),
            (
                format!("web 0 1 {born} 0 0 0 0 0"),
                "starting: web starts\n",
            ),
            (
                format!("other 0 1 {born} 1 {born} 0 0 0"),
                "unhealthy: not running: worker web\n",
            ),
            (
                format!("web 0 1 {born} 1 {born} 0 0"),
                "unhealthy: not running: worker web\n",
            ),
            (
                format!("web x[$(id>{0}/id)] 1 {born} 1 {born} 0 0 0", "/run"),
                "unhealthy: not running: worker web\n",
            ),
            (
                format!("web 0 1 {born} 1 {born} 0 x[$(id>/run/id)] 0"),
                "unhealthy: not running: worker web\n",
            ),
            (
                format!("web 0 ../1 {born} 1 {born} 0 0 0"),
                "unhealthy: not running: worker web\n",
            ),
            (String::new(), "unhealthy: not running: worker web\n"),
        ] {
            fs::write(run.join(STATE), format!("{line}\n"))?;
            let said = asked.ask()?.1;
            assert_eq!(without_numbers(&said), answer, "{line}");
        }
        assert!(!run.join("id").exists(), "a state was executed");
        Ok(())
    });
}

/// Puts something in the way of the state.
type Plant = fn(&Path, &Path) -> std::io::Result<()>;

/// What may be in the way, and the folder in which the state is nevertheless.
const PLANTS: [(&str, Plant, &str); 7] = [
    (
        "a link to a file",
        |run, other| symlink(other, run.join(STATE)),
        "/run",
    ),
    (
        "a link to a folder",
        |run, _| symlink("/tmp", run.join(STATE)),
        "/dev/shm",
    ),
    (
        "a folder",
        |run, _| fs::create_dir(run.join(STATE)),
        "/dev/shm",
    ),
    (
        "a link at the new name",
        |run, other| symlink(other, new(run)),
        "/run",
    ),
    (
        "a link to nowhere at the new name",
        |run, _| symlink("/run/x", new(run)),
        "/run",
    ),
    (
        "a FIFO at the new name",
        |run, _| {
            Ok(nix::unistd::mkfifo(
                &new(run),
                nix::sys::stat::Mode::S_IRWXU,
            )?)
        },
        "/run",
    ),
    (
        "a folder at the new name",
        |run, _| fs::create_dir(new(run)),
        "/dev/shm",
    ),
];

/// The name under which a state is written.
fn new(run: &Path) -> PathBuf {
    run.join(format!("{STATE}.new"))
}

/// What became of a plant.
struct Planted {
    /// Whether the state is a file in its folder.
    is_kept: bool,
    /// Whether there is a file with the new name.
    is_left: bool,
    /// What the file holds that a link may lead to.
    other: String,
}

/// Runs `script` with one of the plants in /run.
fn with_plant(
    script: &Script,
    shell: &Installed,
    index: usize,
) -> Result<Option<Planted>, Box<dyn Error>> {
    let (_, plant, place) = PLANTS[index];
    let run = folder(script, shell, &format!("run {index}"))?;
    let other = run.with_extension("other");
    fs::write(&other, "untouched")?;
    plant(&run, &other)?;
    let sandbox = script
        .sandbox(shell)
        .arg("web")
        .bind(&run, "/run")
        .stand_in("php", lives());
    let Some(mut asked) = Asked::start(sandbox)? else {
        return Ok(None);
    };
    asked.running.wait_for(&Condition::ready("php"), BOUND)?;
    assert_eq!(asked.ask()?.0, 0, "healthy all the same");
    let is_file = |path: PathBuf| fs::symlink_metadata(path).is_ok_and(|m| m.is_file());
    let place = asked.seen(place);
    Ok(Some(Planted {
        is_kept: is_file(place.join(STATE)),
        is_left: is_file(new(&place)),
        other: fs::read_to_string(other)?,
    }))
}

#[test]
fn what_is_in_the_way_is_not_followed_nor_overwritten() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        for (index, (name, _, _)) in PLANTS.iter().enumerate() {
            let planted =
                with_plant(&script, shell, index).map_err(|error| format!("{name}: {error}"))?;
            if let Some(planted) = planted {
                assert!(planted.is_kept && !planted.is_left, "{name}");
                assert_eq!(planted.other, "untouched", "{name}");
            }
        }
        Ok(())
    });
}

#[test]
fn control_without_care_a_link_is_followed() {
    let text = String::from_utf8(emitted(TABLE)).expect("a script is a text");
    let careless = text
        .replace("  set -C\n", "")
        .replace("if [ -e \"$lg_file.new\" ]", "if false");
    let careless = careless.replace("|| [ -L \"$lg_file.new\" ]; then", "; then");
    let script = Script::new(careless);
    each_shell(|shell| {
        if let Some(planted) = with_plant(&script, shell, 3)? {
            assert_ne!(planted.other, "untouched");
        }
        Ok(())
    });
}

#[test]
fn a_read_only_container_keeps_its_state_in_memory() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .arg("web")
            .read_only()
            .stand_in("php", lives());
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        assert_eq!(asked.ask()?.0, 0);
        Ok(())
    });
}

#[test]
fn a_user_without_rights_has_health_too() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .arg("worker")
            .uid(12345)
            .stand_in("php", lives());
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        asked.hears("healthy")?;
        Ok(())
    });
}

#[test]
fn without_a_place_for_the_state_the_mode_runs_and_says_so() {
    let script = Script::new(emitted(
        &TABLE.replace("[modes.worker]", "state = \"/run\"\n[modes.worker]"),
    ));
    each_shell(|shell| {
        let sandbox = script
            .sandbox(shell)
            .arg("worker")
            .read_only()
            .stand_in("php", lives());
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        let (code, said) = asked.ask()?;
        assert_eq!(
            (code, said.as_str()),
            (1, "unhealthy: not running: worker web\n")
        );
        let outcome = super::stop(asked.running, Signal::SIGTERM)?;
        let said = "test: no health: there is no place for the state\ntest: mode worker\ntest: worker: starting\ntest: worker: leaving with code 0\n";
        expect(&outcome).exited(0).stderr(said);
        Ok(())
    });
}

/// Whether `state` tells of the run after this number of restarts.
fn is_of_run(state: &str, restarts: &str) -> bool {
    let fields: Vec<&str> = state.split_whitespace().collect();
    matches!(fields[..], [_, _, _, _, program, _, number, ..] if program != "0" && number == restarts)
}

/// A program that needs no /proc, as the stand-ins do.
const SLEEP: &str = "\
[entrypoint]
app = \"test\"
[modes.web]
run    = [\"sleep\", \"60\"]
health = { alive = true }
";

#[test]
fn without_proc_nothing_is_known() {
    let script = Script::new(emitted(SLEEP));
    each_shell(|shell| {
        let nothing = folder(&script, shell, "proc")?;
        let sandbox = script.sandbox(shell).bind(nothing, "/proc");
        let Some(asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        let unseen = "unhealthy: process 1 cannot be seen in /proc\n".to_owned();
        assert_eq!(asked.ask()?, (1, unseen));
        Ok(())
    });
}

#[test]
fn a_crash_loop_is_unhealthy_until_a_run_is_stable() {
    let script = Script::new(emitted(TABLE));
    let crash = || Behaviour::exits(1);
    each_shell_at_length(|shell| {
        let clock = script.folder().join(format!("uptime-{}", shell.shell()));
        fs::write(&clock, "100.25 50.50\n")?;
        let php = crash().next(crash()).next(crash()).next(lives());
        let sandbox = script
            .sandbox(shell)
            .arg("worker")
            .bind(&clock, "/proc/uptime")
            .stand_in("php", php)
            .stand_in("sleep", Behaviour::exits(0));
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked
            .running
            .wait_for(&Condition::ready("php").times(1), BOUND)?;
        let said = "worker: ended more than 2 times in 60 s: unhealthy\n";
        asked.running.wait_for(&Condition::stderr(said), BOUND)?;
        asked
            .running
            .wait_for(&Condition::ready("php").times(4), BOUND)?;
        // The clock may go on when the state of the last run is written.
        let state = asked.seen("/run").join(STATE);
        let begun = Instant::now();
        while !is_of_run(&fs::read_to_string(&state)?, "3") {
            assert!(
                begun.elapsed() < BOUND,
                "the fourth run is not in the state"
            );
        }
        let (code, said) = asked.ask()?;
        let often = "unhealthy: worker ended more than 2 times in 60 s\n";
        assert_eq!((code, said.as_str()), (1, often));
        fs::write(&clock, "159.30 50.50\n")?;
        assert_eq!(asked.ask()?.1, often);
        fs::write(&clock, "160.30 50.50\n")?;
        let (code, said) = asked.ask()?;
        assert!(code == 0 && said.ends_with(", restarts 3)\n"), "{said}");
        Ok(())
    });
}

#[test]
fn a_second_script_in_the_container_leaves_the_state_alone() {
    let script = Script::new(emitted(TABLE));
    each_shell(|shell| {
        let php = lives().next(Behaviour::exits(0));
        let sandbox = script.sandbox(shell).arg("worker").stand_in("php", php);
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked.running.wait_for(&Condition::ready("php"), BOUND)?;
        asked.hears("healthy: worker")?;
        let (code, said) = asked.ask_as(None, &["web"])?;
        let other = "test: health is that of process 1, which runs already\n";
        assert!(code == 0 && said.contains(other), "{code} {said}");
        asked.hears("healthy: worker")?;
        Ok(())
    });
}

#[test]
fn no_shell_complains_while_the_state_is_written_again_and_again() {
    let script = Script::new(emitted(&TABLE.replace("exits = 2", "exits = 1000")));
    each_shell_at_length(|shell| {
        // busybox has its own `sleep`, of a second.
        let times = if shell.shell() == Shell::Busybox {
            3
        } else {
            60
        };
        let ends = || Behaviour::exits(0);
        let sandbox = script.sandbox(shell).arg("worker");
        let sandbox = sandbox.stand_in("php", ends()).stand_in("sleep", ends());
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::started("php").times(times), BOUND)?;
        // Without a stop, at which the program may have ended already.
        let said = running.finish(Duration::ZERO)?.stderr();
        let is_ours = |line: &&str| line.starts_with("test: ");
        let complaints: Vec<&str> = said.lines().filter(|line| !is_ours(line)).collect();
        assert!(complaints.is_empty(), "{complaints:?}");
        Ok(())
    });
}

#[test]
fn no_answer_is_torn_while_the_program_ends_again_and_again() {
    let script = Script::new(emitted(&TABLE.replace("exits = 2", "exits = 1000")));
    let times = if require_all() { 200 } else { 40 };
    each_shell_at_length(|shell| {
        let php = Behaviour::runs_for(Duration::from_millis(20));
        let sandbox = script
            .sandbox(shell)
            .arg("worker")
            .stand_in("php", php)
            .stand_in("sleep", Behaviour::exits(0));
        let Some(mut asked) = Asked::start(sandbox)? else {
            return Ok(());
        };
        asked
            .running
            .wait_for(&Condition::ready("php").times(2), BOUND)?;
        for _ in 0..times {
            let (code, said) = asked.ask()?;
            let text = without_numbers(&said);
            let expected = match text.as_str() {
                "healthy: worker has run for  s (process , restarts )\n" => 0,
                "starting: worker starts again\n" | "unhealthy: worker has ended\n" => 1,
                _ => return Err(format!("said {said:?}").into()),
            };
            assert_eq!(code, expected, "{said}");
        }
        Ok(())
    });
}
