//! The files and folders that the script sees and the host has not.
//!
//! A folder of the host that gets a new entry is covered by a tmpfs with the entries
//! that it had: its folders are mounted there, to its files there are links. So the
//! host's disk stays as it is. This needs nothing but mounts, which a namespace of
//! users allows as well; an overlay over a folder with mounts in it would not be.

use std::fs::{self, DirEntry, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;

use nix::mount::{MsFlags, mount};
use nix::sys::stat::{Mode, SFlag, mknod};
use nix::unistd::{chdir, chroot};

use super::order::{Entry, Home};
use super::{Order, Report};

/// The folders in which the kernel alone makes files.
pub(in crate::sandbox) const KERNELS: [&str; 2] = ["/proc", "/sys"];

/// Puts the entries of the order at their places. To be called by process 1, which
/// may have another root afterwards.
///
/// # Errors
/// [`Report::Failed`] with the place that cannot be made.
pub(super) fn furnish(order: &Order) -> Result<(), Report> {
    let mut covers = Covers {
        home: &order.home,
        devices: Vec::new(),
    };
    order.entries.iter().try_for_each(|(place, entry)| {
        covers
            .put(place, entry)
            .map_err(|error| Report::Failed(format!("make {}: {error}", place.display())))
    })
}

/// The folders of the host that are covered.
struct Covers<'order> {
    home: &'order Home,
    /// The number of each tmpfs.
    devices: Vec<u64>,
}

impl Covers<'_> {
    fn put(&mut self, place: &Path, entry: &Entry) -> io::Result<()> {
        if *entry == Entry::Folder {
            self.own(place)?;
            let mode = fs::metadata(place)?.mode() | 0o777;
            return fs::set_permissions(place, Permissions::from_mode(mode));
        }
        let folder = place.parent().ok_or(io::ErrorKind::IsADirectory)?;
        self.own(folder)?;
        if fs::symlink_metadata(place).is_ok() {
            fs::remove_file(place)?;
        }
        match entry {
            Entry::File(source) => fs::copy(source, place).map(drop),
            _ => Ok(mknod(place, SFlag::S_IFSOCK, Mode::all(), 0)?),
        }
    }

    /// Makes `folder` one in which a change does not reach the host.
    fn own(&mut self, folder: &Path) -> io::Result<()> {
        match fs::metadata(folder) {
            Ok(found) if self.devices.contains(&found.dev()) => Ok(()),
            Ok(_) => self.cover(folder),
            Err(_) => {
                self.own(folder.parent().ok_or(io::ErrorKind::NotFound)?)?;
                fs::create_dir(folder)?;
                fs::set_permissions(folder, Permissions::from_mode(0o755))
            }
        }
    }

    /// Covers a folder of the host.
    fn cover(&mut self, folder: &Path) -> io::Result<()> {
        if KERNELS.iter().any(|own| folder.starts_with(own)) {
            return Err(io::Error::other("the kernel alone makes files there"));
        }
        let nothing = None::<&str>;
        let original = self.home.covered().join(self.devices.len().to_string());
        fs::create_dir(&original)?;
        mount_again(folder, &original)?;
        let cover = self.home.cover();
        let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
        mount(Some("tmpfs"), &cover, Some("tmpfs"), flags, nothing)?;
        // The folder of the run may be below; the cover must not be in itself.
        mount(nothing, &cover, nothing, MsFlags::MS_UNBINDABLE, nothing)?;
        take_permissions(folder, &cover)?;
        for entry in entries(folder)? {
            take(&entry?, &cover, &original)?;
        }
        self.devices.push(fs::metadata(&cover)?.dev());
        // A mount over / is seen by nobody whose root is below it.
        chdir(&cover)?;
        mount(Some("."), folder, nothing, MsFlags::MS_MOVE, nothing)?;
        mount(nothing, ".", nothing, MsFlags::MS_PRIVATE, nothing)?;
        if folder == Path::new("/") {
            chroot(".")?;
        }
        Ok(())
    }
}

/// The entries of a folder. What this user may not list, it does not have.
fn entries(folder: &Path) -> io::Result<Vec<io::Result<DirEntry>>> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.collect()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Makes `entry` appear in `cover`; `original` is its folder under another path.
fn take(entry: &DirEntry, cover: &Path, original: &Path) -> io::Result<()> {
    let place = cover.join(entry.file_name());
    let kind = entry.file_type()?;
    if kind.is_symlink() {
        return symlink(fs::read_link(entry.path())?, place);
    }
    if !kind.is_dir() {
        return symlink(original.join(entry.file_name()), place);
    }
    fs::create_dir(&place)?;
    match mount_again(&entry.path(), &place) {
        // It has gone meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_dir(place),
        other => other,
    }
}

/// Shows `folder`, with the mounts in it, at `place` too.
fn mount_again(folder: &Path, place: &Path) -> io::Result<()> {
    let flags = MsFlags::MS_BIND | MsFlags::MS_REC;
    let nothing = None::<&str>;
    Ok(mount(Some(folder), place, nothing, flags, nothing)?)
}

/// Gives `cover` the owner and the mode of `folder`.
fn take_permissions(folder: &Path, cover: &Path) -> io::Result<()> {
    let like = fs::metadata(folder)?;
    // A namespace of users may not know the owner; then it is this user.
    let _ = chown(cover, Some(like.uid()), Some(like.gid()));
    fs::set_permissions(cover, Permissions::from_mode(like.mode() & 0o7777))
}
