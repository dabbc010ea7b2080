//! The folder of a run: everything that stage and stand-ins find in it.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::{Sandbox, Thing};
use crate::sandbox::fault::Fault;
use crate::sandbox::stage::Home;
use crate::sandbox::stand_in::{self, Behaviour};
use crate::sandbox::temporary;

/// The longest first line that the kernel reads whole is 255 bytes.
const INTERPRETER_LINE: usize = 255;

impl Sandbox {
    /// Fills the folder of a run.
    ///
    /// # Errors
    /// What the system says, and a folder for temporary files in which no run can be.
    pub(super) fn furnish(&self, home: &Home, namespaces: bool) -> Result<(), Fault> {
        temporary::has_room()?;
        if namespaces {
            temporary::is_seen()?;
        }
        for fifo in [home.report(), home.lifeline(), home.bell()] {
            mkfifo(&fifo, Mode::S_IRUSR | Mode::S_IWUSR)
                .map_err(Fault::io("make the sandbox's channels"))?;
        }
        let events = home.events();
        File::create(&events)
            .and_then(|_| fs::create_dir(home.drafts()))
            .and_then(|()| fs::create_dir(home.programs()))
            .map_err(Fault::io("furnish the sandbox"))?;
        // Script and stand-ins may have any user, and this process any umask.
        for (path, mode) in [
            (&home.folder, 0o755),
            (&home.programs(), 0o755),
            (&events, 0o666),
            (&home.bell(), 0o666),
        ] {
            fs::set_permissions(path, Permissions::from_mode(mode))
                .map_err(Fault::io("open the sandbox to all users"))?;
        }
        if self.has_stand_ins() {
            self.place_interpreter(home, namespaces)?;
        }
        for (name, behaviour) in &self.stand_ins {
            write_stand_in(home, &home.drafts().join(name), name, behaviour)?;
        }
        self.write_files(home)
    }

    /// Makes lychgate the program that the stand-ins' first line names.
    fn place_interpreter(&self, home: &Home, namespaces: bool) -> Result<(), Fault> {
        temporary::has_programs()?;
        let placed = if namespaces {
            // The executable is mounted over this file, so it may lie anywhere.
            File::create(home.interpreter()).map(drop)
        } else {
            symlink(&self.lychgate, home.interpreter())
        };
        placed.map_err(Fault::io("place lychgate in the sandbox"))
    }

    /// Writes the files that the stage copies to their places.
    fn write_files(&self, home: &Home) -> Result<(), Fault> {
        if self.things.is_empty() {
            return Ok(());
        }
        [home.files(), home.cover(), home.covered()]
            .iter()
            .try_for_each(fs::create_dir)
            .and_then(|()| fs::set_permissions(home.covered(), Permissions::from_mode(0o755)))
            .map_err(Fault::io("furnish the sandbox"))?;
        for (number, (place, thing)) in self.things.iter().enumerate() {
            let file = home.files().join(number.to_string());
            match thing {
                Thing::Program(name, behaviour) => write_stand_in(home, &file, name, behaviour)?,
                Thing::File(bytes) => write(&file, bytes, 0o644)
                    .map_err(Fault::io(format!("write the file `{}`", place.display())))?,
                Thing::Folder | Thing::Socket => {}
            }
        }
        Ok(())
    }
}

fn write_stand_in(
    home: &Home,
    path: &Path,
    name: &str,
    behaviour: &Behaviour,
) -> Result<(), Fault> {
    let text = format!(
        "{}{}",
        first_line(home)?,
        behaviour.to_text(name, &home.folder)
    );
    write(path, text.as_bytes(), 0o755).map_err(Fault::io(format!("make the stand-in `{name}`")))
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
    fs::write(path, bytes)?;
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// The line that makes the kernel run lychgate for a stand-in's file.
fn first_line(home: &Home) -> Result<String, Fault> {
    let interpreter = home.interpreter();
    let path = interpreter.to_str();
    let path = path.ok_or_else(|| temporary::unfit("its path is not UTF-8"))?;
    if path.contains(|letter: char| letter.is_ascii_whitespace()) {
        return Err(temporary::unfit("its path has blanks"));
    }
    let line = format!("#!{path} {}\n", stand_in::ROLE);
    if line.len() > INTERPRETER_LINE {
        return Err(temporary::unfit("its path is too long"));
    }
    Ok(line)
}
