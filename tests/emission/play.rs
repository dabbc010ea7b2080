//! Scripts as plain processes, with a stand-in for each program.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use lychgate::shell::Installed;
use tempfile::TempDir;

use super::case::{Case, Outcome};

/// Writes how many arguments it got, its name, these and its environment, each
/// with a NUL behind it.
const STAND_IN: &str = "#!/bin/dash
printf '%s\\0' \"$#\" \"${0##*/}\" \"$@\"
cat \"/proc/$$/environ\"
";

/// Programs that a script or a stand-in may need itself; yash looks for `[` on PATH.
const TOOLS: [&str; 4] = ["tr", "printf", "cat", "["];

/// What shells themselves add to the environment of a program or change in it:
/// `docs/shells.md`.
const SHELLS_OWN: [&str; 10] = [
    "PWD", "OLDPWD", "SHLVL", "_", "PPID", "OPTIND", "PS1", "PS4", "LOGNAME", "A__z",
];

/// A folder in which scripts are played.
pub(crate) struct Stage {
    folder: TempDir,
}

impl Stage {
    /// A folder with a stand-in for each of `programs`.
    pub(crate) fn new<'p>(programs: impl IntoIterator<Item = &'p str>) -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let stage = Self { folder };
        fs::create_dir(stage.bin()).expect("the folder is new");
        for tool in TOOLS {
            let path = which::which(tool).expect("coreutils are there");
            symlink(path, stage.bin().join(tool)).expect("the folder is new");
        }
        stage.file("stand-in", STAND_IN.as_bytes());
        for program in programs {
            stage.stand_in(&format!("bin/{program}"));
        }
        stage
    }

    /// Puts a stand-in at `name`.
    pub(crate) fn stand_in(&self, name: &str) {
        let target = self.folder().join("stand-in");
        symlink(target, self.folder().join(name)).expect("the folder is new");
    }

    fn bin(&self) -> PathBuf {
        self.folder().join("bin")
    }

    /// The folder, which is the working directory of every script.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes an executable file, in place of a tool's link, and gives its path.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder().join(name);
        if path.is_symlink() {
            fs::remove_file(&path).expect("the folder is ours");
        }
        let mut file = File::create_new(&path).expect("the folder is ours");
        file.write_all(content).expect("the folder is ours");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("the file is ours");
        path
    }

    /// Starts `script` in `shell` as `case` says.
    pub(crate) fn play(
        &self,
        shell: &Installed,
        script: &Path,
        case: &Case,
    ) -> std::io::Result<Outcome> {
        let given = self.environment(case);
        Ok(outcome(&self.output(shell, script, case)?, &given))
    }

    /// The same, and what it wrote.
    pub(super) fn output(
        &self,
        shell: &Installed,
        script: &Path,
        case: &Case,
    ) -> std::io::Result<Output> {
        Command::new(shell.path())
            .args(shell.arguments())
            .arg(script)
            .args(&case.words)
            .current_dir(self.folder())
            .env_clear()
            .envs(self.environment(case))
            .stdin(Stdio::null())
            .output()
    }

    /// What a script is started with for `case`.
    pub(crate) fn environment(&self, case: &Case) -> BTreeMap<String, String> {
        let mut given = case.variables.clone();
        given.insert("PATH".to_owned(), self.bin().display().to_string());
        given.insert("LC_ALL".to_owned(), "C.UTF-8".to_owned());
        given
    }
}

/// A program that ran.
struct Ran {
    words: Vec<String>,
    environment: BTreeMap<String, String>,
}

/// The programs that ran, by what their stand-ins wrote.
fn ran(written: &[u8]) -> Vec<Ran> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut fields = written.split(|&byte| byte == 0).map(text).peekable();
    let mut ran = Vec::new();
    while let Some(count) = fields.next().and_then(|count| count.parse::<usize>().ok()) {
        let words = fields.by_ref().take(count + 1).collect();
        let mut environment = BTreeMap::new();
        while let Some(entry) = fields.next_if(|field| field.contains('=')) {
            let (name, value) = entry.split_once('=').expect("it has one");
            environment.insert(name.to_owned(), value.to_owned());
        }
        ran.push(Ran { words, environment });
    }
    ran
}

/// What came of a start in the environment `given`.
fn outcome(output: &Output, given: &BTreeMap<String, String>) -> Outcome {
    let mut ran = ran(&output.stdout);
    let (run, added) = ran.pop().map_or_else(Default::default, |last| {
        (last.words, difference(last.environment, given))
    });
    let said = String::from_utf8_lossy(&output.stderr);
    Outcome {
        before: ran.into_iter().map(|ran| ran.words).collect(),
        run,
        added,
        said: said.lines().map(str::to_owned).collect(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// What `environment` has besides `given`, and what it has not.
pub(crate) fn difference(
    mut environment: BTreeMap<String, String>,
    given: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    for (name, value) in given {
        if environment.get(name) == Some(value) {
            environment.remove(name);
        } else {
            environment
                .entry(name.clone())
                .or_insert_with(|| "(gone)".to_owned());
        }
    }
    environment.retain(|name, _| !SHELLS_OWN.contains(&name.as_str()));
    environment
}
