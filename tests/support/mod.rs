//! What the tests of scripts share: a script, the shells, expectations, chance.

mod chance;
pub(crate) mod events;
mod expect;
mod made;
mod shells;
mod signals;
mod stop;

use std::error::Error;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lychgate::sandbox::Sandbox;
use lychgate::shell::Installed;
use tempfile::TempDir;

pub(crate) use chance::Chance;
pub(crate) use expect::expect;
pub(crate) use made::{ACCEPT, accepts, is_made};
pub(crate) use shells::{
    each_shell, each_shell_at_length, each_shell_of, note, require_all, shells_of_long_proofs,
    skip, test_name,
};
pub(crate) use stop::{PROMPT, stop};

/// What a test gives: nothing, or why it could not be made.
pub(crate) type Proof = Result<(), Box<dyn Error>>;

/// A bound that no healthy run comes near, also on a machine with much to do.
pub(crate) const BOUND: Duration = Duration::from_secs(20);

/// The executable of this project.
pub(crate) const LYCHGATE: &str = env!("CARGO_BIN_EXE_lychgate");

/// A script in a folder that every user can read.
pub(crate) struct Script {
    folder: TempDir,
}

impl Script {
    /// Writes `text` to a file.
    pub(crate) fn new(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("lychgate-test-")
            .tempdir()
            .expect("the folder for temporary files is writable");
        let script = Self { folder };
        let path = script.path();
        fs::write(&path, text).expect("the folder is new");
        for path in [script.folder(), &path] {
            fs::set_permissions(path, Permissions::from_mode(0o755)).expect("it is ours");
        }
        script
    }

    /// The file.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder().join("entrypoint.sh")
    }

    /// The folder of the file, free for other files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts an executable file `name` into a folder beside the script. Gives a `PATH`
    /// that begins with this folder.
    pub(crate) fn program(&self, name: &str, text: &str) -> String {
        let folder = self.folder().join("bin");
        let file = folder.join(name);
        fs::create_dir_all(&folder).expect("the folder is ours");
        fs::write(&file, text).expect("the folder is ours");
        for path in [&folder, &file] {
            fs::set_permissions(path, Permissions::from_mode(0o755)).expect("it is ours");
        }
        format!("{}:/usr/bin:/bin", folder.display())
    }

    /// A sandbox in which `shell` runs this script.
    pub(crate) fn sandbox(&self, shell: &Installed) -> Sandbox {
        Sandbox::new(LYCHGATE, shell, self.path())
    }
}
