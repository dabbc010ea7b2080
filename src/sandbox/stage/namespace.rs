//! The namespaces of a sandbox, and the mounts in them.

use std::fs;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{getegid, geteuid};

use super::{Order, Report, rootfs};

/// The folders that a container has for itself, and their modes.
pub(in crate::sandbox) const OWN: [(&str, &str); 2] =
    [("/run", "mode=755"), ("/dev/shm", "mode=1777")];

/// From which port on every user may listen; a namespace of the network has its own.
const FREE_PORTS: &str = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

/// New PID and mount namespaces; the next process that is started is process 1.
pub(super) struct Namespace {
    has_users: bool,
}

impl Namespace {
    /// Makes the namespaces of the order, with one of users when the kernel wants it.
    ///
    /// In a namespace of users this user is that of the order, or the number it has
    /// outside.
    ///
    /// # Errors
    /// [`Report::Refused`] when this user may have none.
    pub(super) fn unshare(order: &Order) -> Result<Self, Report> {
        let mut flags = CloneFlags::CLONE_NEWPID | CloneFlags::CLONE_NEWNS;
        flags.set(CloneFlags::CLONE_NEWNET, order.own_network);
        if unshare(flags).is_ok() {
            return Ok(Self { has_users: false });
        }
        // The numbers outside are asked for before the namespace hides them.
        let (user, group) = (geteuid().as_raw(), getegid().as_raw());
        unshare(flags | CloneFlags::CLONE_NEWUSER).map_err(|errno| refused("unshare", errno))?;
        let (inner_user, inner_group) = order.uid.map_or((user, group), |uid| (uid, 0));
        // An unprivileged user may map a group only after giving up `setgroups`.
        [
            ("setgroups", "deny".to_owned()),
            ("uid_map", format!("{inner_user} {user} 1")),
            ("gid_map", format!("{inner_group} {group} 1")),
        ]
        .into_iter()
        .try_for_each(|(file, text)| fs::write(Path::new("/proc/self").join(file), text))
        .map_err(|error| Report::Refused(format!("map the user: {error}")))?;
        Ok(Self { has_users: true })
    }

    /// Whether it has a namespace of users, in which groups cannot be changed.
    pub(super) fn has_users(&self) -> bool {
        self.has_users
    }
}

/// Makes the mounts of the order, and opens its network to all users. To be called by process 1.
///
/// # Errors
/// [`Report::Refused`] when /proc cannot be mounted, as in a container that
/// hides parts of its own, or ports cannot be opened to all users; [`Report::Failed`] for the other mounts.
pub(super) fn mount_all(order: &Order) -> Result<(), Report> {
    let nothing = None::<&str>;
    let private = MsFlags::MS_REC | MsFlags::MS_PRIVATE;
    mount(nothing, "/", nothing, private, nothing)
        .map_err(|errno| refused("make mounts private", errno))?;
    let hardened = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("proc"), "/proc", Some("proc"), hardened, nothing)
        .map_err(|errno| refused("mount /proc", errno))?;
    if order.own_network {
        fs::write(FREE_PORTS, "0")
            .map_err(|error| Report::Refused(format!("{FREE_PORTS}: {error}")))?;
    }
    for (folder, mode) in OWN {
        if Path::new(folder).is_dir() {
            mount(Some("tmpfs"), folder, Some("tmpfs"), hardened, Some(mode))
                .map_err(|errno| refused(&format!("mount {folder}"), errno))?;
        }
    }
    rootfs::furnish(order)?;
    if order.read_only {
        let events = order.home.events();
        bind(&events, &events)?;
        make_read_only(&events)?;
    }
    order
        .binds
        .iter()
        .try_for_each(|(source, target)| bind(source, target))
}

fn refused(what: &str, errno: Errno) -> Report {
    Report::Refused(format!("{what}: {errno}"))
}

fn bind(source: &Path, target: &Path) -> Result<(), Report> {
    let nothing = None::<&str>;
    mount(Some(source), target, nothing, MsFlags::MS_BIND, nothing)
        .map_err(|errno| Report::Failed(format!("mount on {}: {errno}", target.display())))
}

/// Makes every mount read-only but `writable` and those that `docker run
/// --read-only` leaves alone: /dev, /proc and /sys.
fn make_read_only(writable: &Path) -> Result<(), Report> {
    let table = fs::read_to_string("/proc/self/mountinfo")
        .map_err(|error| Report::Failed(format!("read the mounts: {error}")))?;
    for line in table.lines() {
        // ID parent device root TARGET OPTIONS ...
        let mut fields = line.split(' ').skip(4);
        let (Some(target), Some(options)) = (fields.next(), fields.next()) else {
            continue;
        };
        let target = PathBuf::from(unescape(target));
        let left_alone = ["/dev", "/proc", "/sys"];
        if target == writable || left_alone.iter().any(|folder| target.starts_with(folder)) {
            continue;
        }
        let flags = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | kept(options);
        let nothing = None::<&str>;
        match mount(nothing, &target, nothing, flags, nothing) {
            // Another mount hides this one, or this user cannot reach it.
            Ok(()) | Err(Errno::EINVAL | Errno::ENOENT | Errno::EACCES) => {}
            Err(errno) => {
                let target = target.display();
                return Err(Report::Failed(format!("make {target} read-only: {errno}")));
            }
        }
    }
    Ok(())
}

/// The flags of a mount that a namespace of users must not take away.
fn kept(options: &str) -> MsFlags {
    options
        .split(',')
        .map(|option| match option {
            "nosuid" => MsFlags::MS_NOSUID,
            "nodev" => MsFlags::MS_NODEV,
            "noexec" => MsFlags::MS_NOEXEC,
            "noatime" => MsFlags::MS_NOATIME,
            "nodiratime" => MsFlags::MS_NODIRATIME,
            "relatime" => MsFlags::MS_RELATIME,
            _ => MsFlags::empty(),
        })
        .fold(MsFlags::empty(), |all, flag| all | flag)
}

/// A path of mountinfo, which writes blanks and backslashes as three octal digits.
fn unescape(path: &str) -> String {
    let codes = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ];
    codes.iter().fold(path.to_owned(), |path, (code, plain)| {
        path.replace(code, plain)
    })
}
