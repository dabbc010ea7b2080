//! What the container has besides the files of the host.

use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use super::Sandbox;
use crate::sandbox::stage::{Entry, Home, KERNELS, OWN};
use crate::sandbox::stand_in::Behaviour;

/// Something that is put at a path.
#[derive(Debug, Clone)]
pub(super) enum Thing {
    /// A stand-in, with the name that was given to it.
    Program(String, Behaviour),
    /// A file with these bytes.
    File(Vec<u8>),
    Folder,
    Socket,
}

/// What stands at a path of the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File {
        /// Whether it has no bytes.
        empty: bool,
    },
    /// A folder.
    Folder {
        /// Whether it has no entries.
        empty: bool,
    },
    /// A socket.
    Socket,
    /// A device or a FIFO.
    Other,
}

impl Thing {
    fn kind(&self) -> Kind {
        match self {
            Self::Program(..) => Kind::File { empty: false },
            Self::File(bytes) => Kind::File {
                empty: bytes.is_empty(),
            },
            Self::Folder => Kind::Folder { empty: true },
            Self::Socket => Kind::Socket,
        }
    }
}

impl Sandbox {
    /// What the script finds at `path`, from its working directory, when it starts;
    /// nothing if there is nothing. Links are followed, and for a folder that
    /// cannot be read it is said that it has entries.
    #[must_use]
    pub fn has(&self, path: impl AsRef<Path>) -> Option<Kind> {
        let [place, target] = [false, true].map(|followed| self.place(path.as_ref(), followed));
        let (mut given, mut filled) = (None, false);
        for (other, thing) in &self.things {
            let other = self.place(other, matches!(thing, Thing::Folder));
            if other == place || other == target {
                given = Some(thing.kind());
            } else {
                filled |= other.starts_with(&target);
            }
        }
        let folder = |kind: &Kind| matches!(kind, Kind::Folder { .. });
        let host = self.host_has(&target);
        let kind = match given.filter(|kind| !folder(kind)) {
            Some(kind) => Some(kind),
            // A folder that the host has keeps its entries.
            None => host.or(given),
        };
        if filled && kind.as_ref().is_none_or(folder) {
            return Some(Kind::Folder { empty: false });
        }
        kind
    }

    /// Whether something can be put at `path`: nothing is there yet, all above it are folders
    /// or can be made, and it is not the kernel alone that makes files there.
    #[must_use]
    pub fn has_place_for(&self, path: impl AsRef<Path>) -> bool {
        let path = self.place_of(path);
        let mut above = path.ancestors().skip(1);
        self.has(&path).is_none()
            && !KERNELS.iter().any(|own| path.starts_with(own))
            && above.all(|one| matches!(self.has(one), None | Some(Kind::Folder { .. })))
    }

    /// Where a process is that went to `path` from the script's working directory: links are
    /// followed.
    #[must_use]
    pub fn place_of(&self, path: impl AsRef<Path>) -> PathBuf {
        self.place(path.as_ref(), true)
    }

    /// What the host has at `path`, where the script can see it.
    fn host_has(&self, path: &Path) -> Option<Kind> {
        let mut own = OWN.iter().map(|(folder, _)| Path::new(folder));
        if self.namespaces
            && let Some(own) = own.find(|own| path.starts_with(own))
        {
            let is_there = path == own && own.is_dir();
            return is_there.then_some(Kind::Folder { empty: true });
        }
        let metadata = fs::metadata(path).ok()?;
        let kind = metadata.file_type();
        Some(if kind.is_file() {
            Kind::File {
                empty: metadata.len() == 0,
            }
        } else if kind.is_dir() {
            let empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
            Kind::Folder { empty }
        } else if kind.is_socket() {
            Kind::Socket
        } else {
            Kind::Other
        })
    }

    /// The order for the stage to put everything at its place.
    pub(super) fn entries(&self, home: &Home) -> Vec<(PathBuf, Entry)> {
        let numbered = self.things.iter().enumerate();
        numbered
            .map(|(number, (path, thing))| match thing {
                Thing::Program(..) | Thing::File(_) => {
                    let source = home.files().join(number.to_string());
                    (self.place(path, false), Entry::File(source))
                }
                Thing::Folder => (self.place(path, true), Entry::Folder),
                Thing::Socket => (self.place(path, false), Entry::Socket),
            })
            .collect()
    }

    /// Whether the script finds a stand-in anywhere.
    pub(super) fn has_stand_ins(&self) -> bool {
        let program = |(_, thing): &(PathBuf, Thing)| matches!(thing, Thing::Program(..));
        !self.stand_ins.is_empty() || self.things.iter().any(program)
    }

    /// Where `path` is, from the working directory: absolute, and without the
    /// host's links but for the last name, which is one only when `followed`.
    fn place(&self, path: &Path, followed: bool) -> PathBuf {
        let path = self.directory.join(path);
        let path = std::path::absolute(&path).unwrap_or(path);
        if followed {
            return resolved(&path);
        }
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => resolved(parent).join(name),
            _ => resolved(&path),
        }
    }
}

/// `path` with the links that the host has in it followed.
fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => resolved(parent).join(name),
        _ => path.to_owned(),
    })
}
