//! Programs, files and folders that the script sees and the host has not.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use lychgate::sandbox::fault::Fault;
use lychgate::sandbox::running::Condition;
use lychgate::sandbox::stand_in::Behaviour;
use lychgate::sandbox::{Kind, Sandbox};
use nix::sys::signal::Signal;
use nix::unistd::geteuid;

use super::as_a_user_without_rights;
use crate::support::{BOUND, Proof, Script, each_shell, expect, skip};

/// A folder that no host has.
const APP: &str = "/lychgate-app";

/// Plays `proof` in each shell, if this machine has the mounts for it.
fn in_each_shell(script: &Script, proof: impl Fn(Sandbox) -> Proof + Sync) {
    each_shell(|shell| {
        let sandbox = script.sandbox(shell);
        match sandbox.clone().folder(APP).start() {
            Err(Fault::NamespacesRefused { why }) => {
                skip(&format!("a file system of a container: {why}"));
                Ok(())
            }
            _ => proof(sandbox),
        }
    });
}

fn exits() -> Behaviour {
    Behaviour::exits(0)
}

#[test]
fn a_program_is_found_at_its_path() {
    let script = Script::new("/lychgate-app/server one && ./bin/console && cd bin && ./console\n");
    in_each_shell(&script, |sandbox| {
        let sandbox = sandbox.directory(APP);
        let outcome = sandbox
            .clone()
            .stand_in("/lychgate-app/server", exits())
            .stand_in("./bin/console", exits())
            .run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .stderr("")
            .starts("/lychgate-app/server", 1)
            .starts("./bin/console", 2);
        let start = outcome.starts("./bin/console").next().ok_or("no start")?;
        assert_eq!(start.directory, Path::new(APP));
        // The control: without the programs there is not even the folder.
        let fault = sandbox
            .run(BOUND)
            .map(|_| ())
            .map_err(|fault| fault.to_string());
        let text =
            "cannot set up the sandbox: enter /lychgate-app: ENOENT: No such file or directory";
        assert_eq!(fault, Err(text.to_owned()));
        Ok(())
    });
}

#[test]
fn a_folder_of_the_host_gets_an_entry_and_keeps_its_own() {
    let name = "lychgate-no-such-program";
    let script = Script::new(format!(
        "cat \"$0\" >/dev/null && {name} && /bin/{name} && exec /usr/bin/{name}\n"
    ));
    // Many hosts have a link in place of /bin, to the same folder.
    let linked = fs::canonicalize("/bin").is_ok_and(|bin| bin == Path::new("/usr/bin"));
    in_each_shell(&script, |sandbox| {
        let path = format!("/usr/bin/{name}");
        let also = if linked {
            "/lychgate-app/x"
        } else {
            "/bin/lychgate-no-such-program"
        };
        let outcome = sandbox
            .stand_in(&path, exits())
            .stand_in(also, exits())
            .run(BOUND)?;
        expect(&outcome).exited(0).stderr("");
        assert_eq!(
            outcome
                .events
                .iter()
                .filter(|event| event.start().is_some())
                .count(),
            3
        );
        assert!(!Path::new(&path).exists(), "the host has it too");
        Ok(())
    });
}

#[test]
fn a_file_of_the_host_is_replaced_and_not_changed() {
    let script = Script::new("\"${0%/*}/link\" && \"${0%/*}/tool\" && exec \"${0%/*}/other\"\n");
    script.program("../tool", "#!/bin/sh\nprintf 'the tool\\n'\n");
    script.program("../other", "#!/bin/sh\nprintf 'the other\\n'\n");
    let [link, tool, other] = ["link", "tool", "other"].map(|name| script.folder().join(name));
    symlink("tool", &link).expect("the folder is ours");
    let texts = || [&tool, &other].map(|path| fs::read_to_string(path).expect("it was written"));
    let before = texts();
    in_each_shell(&script, |sandbox| {
        let replaced = sandbox
            .clone()
            .stand_in(
                link.display().to_string(),
                exits().prints("in place of the link\n"),
            )
            .stand_in(
                other.display().to_string(),
                exits().prints("in place of the other\n"),
            );
        expect(&replaced.run(BOUND)?)
            .exited(0)
            .stdout("in place of the link\nthe tool\nin place of the other\n");
        // The control, and the next run.
        expect(&sandbox.run(BOUND)?)
            .exited(0)
            .stdout("the tool\nthe tool\nthe other\n");
        assert!(texts() == before && link.is_symlink());
        Ok(())
    });
}

#[test]
fn what_is_written_stays_in_the_sandbox() {
    let script = Script::new(
        "cd \"$1\" && : >new && [ -S sub/socket ] && [ -f sub/file ] && rm sub/file && \
         [ ! -e sub/file ] && cat entrypoint.sh && ls\n",
    );
    in_each_shell(&script, |sandbox| {
        let host = Script::new("as it was\n");
        let folder = host.folder();
        let names = || fs::read_dir(folder).map(Iterator::count);
        let sandbox = sandbox.arg(folder);
        let ours = sandbox
            .clone()
            .folder(folder)
            .folder(folder.join("sub"))
            .file(folder.join("sub/file"), "text")
            .socket(folder.join("sub/socket"));
        let mut sandboxes = vec![ours.clone()];
        if geteuid().is_root() {
            sandboxes.push(ours.uid(12345));
        }
        for sandbox in sandboxes {
            let outcome = sandbox.run(BOUND)?;
            expect(&outcome)
                .exited(0)
                .stderr("")
                .stdout("as it was\nentrypoint.sh\nnew\nsub\n");
        }
        assert_eq!(names()?, 1, "the host's folder has changed");
        // The control: it changes if the sandbox has none in its place.
        sandbox.run(BOUND)?;
        assert_eq!(names()?, 2);
        Ok(())
    });
}

/// With every other thing that a sandbox may have.
#[test]
fn a_root_of_its_own_goes_with_the_rest() {
    let text = "read -r up idle </proc/uptime\nread -r text </lychgate-app/text\n\
                printf '%s\\n' \"$up\" \"$text\" \"$PWD\" /proc/[0-9]*\n\
                if (: >/lychgate-app/new) 2>/dev/null; then printf 'written\\n'; fi\nexec php\n";
    let script = Script::new(text);
    let fake = script.folder().join("uptime");
    fs::write(&fake, "12345.67 1.00\n").expect("the folder is ours");
    in_each_shell(&script, |sandbox| {
        let sandbox = sandbox
            .folder(APP)
            // What the engine and the script need is in there.
            .folder(std::env::temp_dir())
            .file("/lychgate-app/text", "good\n")
            .stand_in("php", exits())
            .stand_in("/lychgate-app/server", exits())
            .bind(&fake, "/proc/uptime")
            .directory(APP);
        let seen = "12345.67\ngood\n/lychgate-app\n/proc/1\n";
        let outcome = sandbox.clone().read_only().run(BOUND)?;
        expect(&outcome).exited(0).stdout(seen).starts("php", 1);
        let outcome = sandbox.run(BOUND)?;
        expect(&outcome)
            .exited(0)
            .stdout(&format!("{seen}written\n"));
        Ok(())
    });
}

#[test]
fn a_second_command_finds_the_same_root_and_directory() {
    let script = Script::new(
        "if [ \"$#\" -gt 0 ]; then printf '%s\\n' \"$PWD\"; cat text; exit 5; fi\nexec ./server\n",
    );
    in_each_shell(&script, |sandbox| {
        let sandbox = sandbox
            .file("/lychgate-app/text", "good\n")
            .stand_in("./server", Behaviour::runs_until(Signal::SIGTERM))
            .directory(APP);
        let mut running = sandbox.start()?;
        running.wait_for(&Condition::ready("./server"), BOUND)?;
        let second = sandbox.beside(&running, None, ["second"], BOUND)?;
        let stdout = String::from_utf8_lossy(&second.stdout);
        assert_eq!(
            (stdout.as_ref(), second.status.code()),
            ("/lychgate-app\ngood\n", Some(5))
        );
        running.signal(Signal::SIGTERM)?;
        expect(&running.finish(BOUND)?).exited(0).stderr("");
        Ok(())
    });
}

#[test]
fn a_user_without_rights_has_a_root_of_its_own() {
    if !as_a_user_without_rights("sandbox::rootfs::a_user_without_rights_has_a_root_of_its_own") {
        return;
    }
    let script =
        Script::new("/lychgate-app/server && /usr/bin/lychgate-x && : >/lychgate-app/new\n");
    in_each_shell(&script, |sandbox| {
        let sandbox = sandbox
            .folder(APP)
            .stand_in("/lychgate-app/server", exits())
            .stand_in("/usr/bin/lychgate-x", exits());
        for uid in [None, Some(0), Some(12345)] {
            let sandbox = uid.map_or(sandbox.clone(), |uid| sandbox.clone().uid(uid));
            expect(&sandbox.run(BOUND)?).exited(0).stderr("");
        }
        expect(&sandbox.read_only().run(BOUND)?)
            .starts("/lychgate-app/server", 1)
            .starts("/usr/bin/lychgate-x", 1);
        Ok(())
    });
}

#[test]
fn without_namespaces_nothing_can_be_put_anywhere() {
    let script = Script::new("");
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).folder(APP).without_namespaces();
        let fault = sandbox
            .run(BOUND)
            .map(|_| ())
            .map_err(|fault| fault.to_string());
        let text = "mounts and a network need namespaces, refused here: there are to be none";
        assert_eq!(fault, Err(text.to_owned()));
        Ok(())
    });
}

#[test]
fn a_place_that_cannot_be_is_a_fault() {
    let script = Script::new("");
    in_each_shell(&script, |sandbox| {
        let faults = ["/proc/x", "/etc/passwd/x", "/usr"].map(|path| {
            let outcome = sandbox.clone().file(path, "").run(BOUND);
            outcome.map(|_| ()).map_err(|fault| fault.to_string())
        });
        let texts = [
            "/proc/x: the kernel alone makes files there",
            "/etc/passwd/x: Not a directory (os error 20)",
            "/usr: Is a directory (os error 21)",
        ];
        let texts = texts.map(|text| Err(format!("cannot set up the sandbox: make {text}")));
        assert_eq!(faults, texts);
        Ok(())
    });
}

/// What `has` says is what the script sees.
#[test]
fn the_sandbox_knows_what_the_script_will_find() {
    let script = Script::new(
        "for path do\n  kind=none\n  if [ -f \"$path\" ]; then kind=file; fi\n  \
         if [ -d \"$path\" ]; then kind=folder; fi\n  if [ -S \"$path\" ]; then kind=socket; fi\n  \
         if [ -c \"$path\" ]; then kind=other; fi\n  printf '%s\\n' \"$kind\"\ndone\n",
    );
    in_each_shell(&script, |sandbox| {
        let sandbox = sandbox
            .folder("/lychgate-app/empty")
            .file("text", "x")
            .file("/lychgate-app/nothing", "")
            .socket("/lychgate-app/socket")
            .stand_in("bin/console", exits())
            .file("/run/one", "x")
            .directory(APP);
        let known = [
            ("empty", Some(Kind::Folder { empty: true })),
            ("/lychgate-app/text", Some(Kind::File { empty: false })),
            ("./nothing", Some(Kind::File { empty: true })),
            ("socket", Some(Kind::Socket)),
            ("bin", Some(Kind::Folder { empty: false })),
            ("bin/console", Some(Kind::File { empty: false })),
            ("none", None),
            ("/run/one", Some(Kind::File { empty: false })),
            ("/run/two", None),
            ("/bin", Some(Kind::Folder { empty: false })),
            ("/bin/cat", Some(Kind::File { empty: false })),
            ("/dev/null", Some(Kind::Other)),
            ("/dev/shm", Some(Kind::Folder { empty: true })),
        ];
        let paths = known.map(|(path, _)| path);
        assert_eq!(paths.map(|path| (path, sandbox.has(path))), known);
        let words = known.map(|(_, kind)| match kind {
            None => "none\n",
            Some(Kind::File { .. }) => "file\n",
            Some(Kind::Folder { .. }) => "folder\n",
            Some(Kind::Socket) => "socket\n",
            Some(Kind::Other) => "other\n",
        });
        expect(&sandbox.args(paths).run(BOUND)?)
            .exited(0)
            .stdout(&words.concat());
        Ok(())
    });
}
