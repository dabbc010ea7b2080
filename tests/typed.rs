//! What a user types and what comes of it, whole.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::LYCHGATE;

/// The smallest table.
pub(crate) const TABLE: &str = "[modes.web]\nrun = [\"server\", \"$@\"]\n";

/// The script of [`TABLE`], if that is called `lychgate.toml` and beside it.
pub(crate) const SCRIPT: &str = concat!(
    "#!/bin/sh\n",
    "# Entrypoint of a container.\n",
    "#\n",
    "# Generated from lychgate.toml; edit that and run: lychgate emit --write\n",
    "# Generator: lychgate ",
    env!("CARGO_PKG_VERSION"),
    "\n",
    "# The shell code in this file is yours under 0BSD: no conditions.\n",
    "\n",
    "exec server \"$@\"\n",
);

/// A user's folder.
pub(crate) struct Folder {
    folder: TempDir,
    variables: BTreeMap<String, String>,
}

impl Folder {
    /// An empty folder, and an environment without anything but an empty `PATH`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).expect("the folder is new");
        let path = bin.display().to_string();
        Self {
            folder,
            variables: BTreeMap::from([("PATH".to_owned(), path)]),
        }
    }

    /// With this file too, in folders that are made.
    #[must_use]
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        let made = fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .and_then(|()| fs::write(&path, text));
        made.expect("the folder is ours");
        self
    }

    /// With this program on `PATH`, a shell script.
    #[must_use]
    pub(crate) fn program(self, name: &str, body: &str) -> Self {
        let name = format!("bin/{name}");
        let folder = self.file(&name, &format!("#!/bin/sh\n{body}\n"));
        folder.mode(&name, 0o755);
        folder
    }

    /// With this variable.
    #[must_use]
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Where `name` is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What is in the file; nothing if it is not there.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    /// Sets the permissions of a file.
    pub(crate) fn mode(&self, name: &str, mode: u32) {
        let permissions = Permissions::from_mode(mode);
        fs::set_permissions(self.path(name), permissions).expect("the file is ours");
    }

    /// The permissions of a file.
    pub(crate) fn mode_of(&self, name: &str) -> u32 {
        let file = fs::metadata(self.path(name)).expect("the file is there");
        file.permissions().mode() & 0o7777
    }

    /// The names of what is in a folder.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path(name))
            .expect("the folder is there")
            .map(|entry| entry.expect("it can be listed").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The command `lychgate` with these arguments, separated by blanks.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        self.command_in(Path::new(""), arguments)
    }

    /// The same in a folder of this folder.
    pub(crate) fn command_in(&self, folder: &Path, arguments: &str) -> Command {
        let mut command = self.call(LYCHGATE, folder);
        command.args(arguments.split_whitespace());
        command
    }

    /// A program, called in a folder of this folder.
    pub(crate) fn call(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path().join(folder))
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::null());
        command
    }

    /// Runs `lychgate` with these arguments, separated by blanks.
    pub(crate) fn types(&self, arguments: &str) -> Said {
        self.said(&mut self.command(arguments))
    }

    /// Runs a command.
    pub(crate) fn said(&self, command: &mut Command) -> Said {
        let output = command.output().expect("the program was just built");
        // A folder has other names each time.
        let here = self.folder.path().display().to_string();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&here, "[FOLDER]");
        Said {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

/// What a run of the program gave.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// It is this and nothing else.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: &str, stderr: &str) {
        let stderr = stderr.to_owned();
        let expected = Self {
            code: Some(code),
            stdout: stdout.to_owned(),
            stderr,
        };
        assert!(*self == expected, "is {self}\nshould be {expected}");
    }

    /// What it printed, if it went well and without a message.
    #[track_caller]
    pub(crate) fn printed(self) -> String {
        assert!(self.code == Some(0) && self.stderr.is_empty(), "{self}");
        self.stdout
    }

    /// For a snapshot.
    pub(crate) fn text(&self) -> String {
        self.to_string()
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = self
            .code
            .map_or_else(|| "no code".to_owned(), |code| code.to_string());
        write!(
            f,
            "exit code {code}\n-- stdout\n{}-- stderr\n{}",
            self.stdout, self.stderr
        )
    }
}
