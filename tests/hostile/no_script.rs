//! What is no script: the shell says so, and the engine has an outcome.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use lychgate::sandbox::Sandbox;
use lychgate::sandbox::outcome::Status;

use crate::support::{BOUND, LYCHGATE, Proof, Script, each_shell, expect};

fn place(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

#[test]
fn a_file_without_commands_does_nothing() -> Proof {
    let script = Script::new("");
    let long =
        vec![b"# a line that does nothing at all, of which there are many\n".as_slice(); 180_000];
    let long = place(script.folder(), "long", &long.concat())?;
    each_shell(|shell| {
        for path in [&script.path(), &long] {
            let outcome = Sandbox::new(LYCHGATE, shell, path).run(BOUND)?;
            expect(&outcome).exited(0).stdout("").stderr("");
        }
        Ok(())
    });
    Ok(())
}

#[test]
fn the_shell_that_is_said_runs_it_whatever_its_first_line_says() {
    let script = Script::new("#!/missing/bash\nprintf '%s\\n' done\n");
    each_shell(|shell| {
        expect(&script.sandbox(shell).run(BOUND)?)
            .exited(0)
            .stdout("done\n");
        Ok(())
    });
}

#[test]
fn what_the_shell_cannot_read_ends_with_its_code() -> Proof {
    let script = Script::new("");
    let folder = script.folder();
    let missing = folder.join("missing");
    let circle = folder.join("circle");
    symlink(&circle, &circle)?;
    each_shell(|shell| {
        for path in [&missing, &circle] {
            let outcome = Sandbox::new(LYCHGATE, shell, path).run(BOUND)?;
            let failed = matches!(outcome.status, Status::Exited(code) if code != 0);
            expect(&outcome).so(
                "it failed and said why",
                failed && !outcome.stderr.is_empty(),
            );
        }
        Ok(())
    });
    Ok(())
}

/// What a shell makes of these is its own matter, but it ends.
#[test]
fn bytes_that_are_no_text_have_an_outcome() -> Proof {
    let script = Script::new("");
    let folder = script.folder();
    let zeros = place(folder, "zeros", &[0; 4096])?;
    let binary = place(folder, "binary", &fs::read("/bin/true")?)?;
    each_shell(|shell| {
        for path in [&zeros, &binary, &folder.to_owned()] {
            // What a shell takes for a redirection makes a file here.
            let sandbox = Sandbox::new(LYCHGATE, shell, path).directory(folder);
            let outcome = sandbox.run(BOUND)?;
            expect(&outcome).so("it ended", outcome.status != Status::TimedOut);
        }
        Ok(())
    });
    Ok(())
}
