//! What the engine tells the stage, as arguments of the command line.

use std::ffi::{OsStr, OsString};
use std::os::fd::RawFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::str::FromStr;

use nix::sys::signal::Signal;

/// The run that the stage has to set up.
///
/// Environment and standard descriptors are not part of it: the stage has those of
/// the script and hands them on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::sandbox) struct Order {
    /// The folder of the run.
    pub(in crate::sandbox) home: Home,
    /// Whether to make namespaces, so that the script is process 1.
    pub(in crate::sandbox) namespaces: bool,
    /// Whether a network of its own is among them.
    pub(in crate::sandbox) own_network: bool,
    /// The working directory, as the script sees it.
    pub(in crate::sandbox) directory: PathBuf,
    /// The user that the script has; without it the engine's own.
    pub(in crate::sandbox) uid: Option<u32>,
    /// How many files a process may have open: the soft limit, and the hard one.
    pub(in crate::sandbox) open_files: Option<(u64, u64)>,
    /// Standard descriptors that the script finds closed.
    pub(in crate::sandbox) closed: Vec<RawFd>,
    /// Outputs that are pipes without a reader.
    pub(in crate::sandbox) broken: Vec<RawFd>,
    /// Signals that the script finds ignored.
    pub(in crate::sandbox) ignored: Vec<Signal>,
    /// Whether all file systems but /dev, /proc and /sys are read-only.
    pub(in crate::sandbox) read_only: bool,
    /// Files or folders, and the places where the script sees them.
    pub(in crate::sandbox) binds: Vec<(PathBuf, PathBuf)>,
    /// What the script sees besides the host's files, with its place: absolute, and
    /// without links in it.
    pub(in crate::sandbox) entries: Vec<(PathBuf, Entry)>,
    /// The program and its arguments.
    pub(in crate::sandbox) command: Vec<OsString>,
}

/// Something that the script sees and the host has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum Entry {
    /// A copy of this file.
    File(PathBuf),
    /// A folder in which every user may write.
    Folder,
    /// A socket on which nobody listens.
    Socket,
}

/// The folder of a run, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::sandbox) struct Home {
    /// The folder itself.
    pub(in crate::sandbox) folder: PathBuf,
}

impl Home {
    /// The FIFO that the stage writes its report to.
    pub(in crate::sandbox) fn report(&self) -> PathBuf {
        self.folder.join("report")
    }

    /// The FIFO whose writer is the engine; the run ends when it is closed.
    pub(in crate::sandbox) fn lifeline(&self) -> PathBuf {
        self.folder.join("lifeline")
    }

    /// The log of the stand-ins, which is always writable.
    pub(in crate::sandbox) fn events(&self) -> PathBuf {
        self.folder.join("events")
    }

    /// The FIFO that gets a byte when there is something new in the log.
    pub(in crate::sandbox) fn bell(&self) -> PathBuf {
        self.folder.join("bell")
    }

    /// The path by which stand-ins name lychgate, which any user can reach.
    pub(in crate::sandbox) fn interpreter(&self) -> PathBuf {
        self.folder.join("lychgate")
    }

    /// The folder where the engine writes the stand-ins.
    pub(in crate::sandbox) fn drafts(&self) -> PathBuf {
        self.folder.join("drafts")
    }

    /// The folder where the engine writes the files of the container.
    pub(in crate::sandbox) fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// The folder where a cover of one of the host's is made.
    pub(in crate::sandbox) fn cover(&self) -> PathBuf {
        self.folder.join("cover")
    }

    /// The folder where the script's links find what was covered.
    pub(in crate::sandbox) fn covered(&self) -> PathBuf {
        self.folder.join("covered")
    }

    /// The folder where the script finds the stand-ins.
    pub(in crate::sandbox) fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }
}

impl Order {
    /// The arguments that say this order, without the role.
    pub(in crate::sandbox) fn to_arguments(&self) -> Vec<OsString> {
        let mut arguments = vec![field("home", self.home.folder.as_os_str())];
        if self.namespaces {
            arguments.push(field("namespaces", OsStr::new("yes")));
        }
        if self.own_network {
            arguments.push(field("own-network", OsStr::new("yes")));
        }
        arguments.push(field("directory", self.directory.as_os_str()));
        if let Some(uid) = self.uid {
            arguments.push(field("uid", OsStr::new(&uid.to_string())));
        }
        if let Some((soft, hard)) = self.open_files {
            arguments.push(field("soft-open-files", OsStr::new(&soft.to_string())));
            arguments.push(field("hard-open-files", OsStr::new(&hard.to_string())));
        }
        for descriptor in &self.closed {
            arguments.push(field("close", OsStr::new(&descriptor.to_string())));
        }
        for descriptor in &self.broken {
            arguments.push(field("break", OsStr::new(&descriptor.to_string())));
        }
        for signal in &self.ignored {
            arguments.push(field("ignore", OsStr::new(signal.as_str())));
        }
        if self.read_only {
            arguments.push(field("read-only", OsStr::new("yes")));
        }
        for (source, target) in &self.binds {
            arguments.push(field("source", source.as_os_str()));
            arguments.push(field("target", target.as_os_str()));
        }
        for (place, entry) in &self.entries {
            let key = match entry {
                Entry::File(source) => {
                    arguments.push(field("source", source.as_os_str()));
                    "file"
                }
                Entry::Folder => "folder",
                Entry::Socket => "socket",
            };
            arguments.push(field(key, place.as_os_str()));
        }
        arguments.push(OsString::from("--"));
        arguments.extend(self.command.iter().cloned());
        arguments
    }

    /// Reads the arguments of [`Order::to_arguments`].
    ///
    /// # Errors
    /// The argument that is no part of an order.
    pub(in crate::sandbox) fn from_arguments(
        mut arguments: impl Iterator<Item = OsString>,
    ) -> Result<Self, String> {
        let mut order = Self::default();
        let mut source = PathBuf::new();
        let mut soft = 0;
        for argument in arguments.by_ref() {
            if argument == "--" {
                break;
            }
            let bytes = argument.as_bytes();
            let at = bytes.iter().position(|byte| *byte == b'=').unwrap_or(0);
            let (key, value) = bytes.split_at(at);
            let value = OsString::from_vec(value.get(1..).unwrap_or_default().to_vec());
            match key {
                b"home" => order.home.folder = value.into(),
                b"namespaces" => order.namespaces = true,
                b"own-network" => order.own_network = true,
                b"directory" => order.directory = value.into(),
                b"uid" => order.uid = Some(parsed(&value)?),
                b"soft-open-files" => soft = parsed(&value)?,
                b"hard-open-files" => order.open_files = Some((soft, parsed(&value)?)),
                b"close" => order.closed.push(parsed(&value)?),
                b"break" => order.broken.push(parsed(&value)?),
                b"ignore" => order.ignored.push(parsed(&value)?),
                b"read-only" => order.read_only = true,
                b"source" => source = value.into(),
                b"target" => order
                    .binds
                    .push((std::mem::take(&mut source), value.into())),
                b"file" => {
                    let file = Entry::File(std::mem::take(&mut source));
                    order.entries.push((value.into(), file));
                }
                b"folder" => order.entries.push((value.into(), Entry::Folder)),
                b"socket" => order.entries.push((value.into(), Entry::Socket)),
                _ => return Err(format!("unknown order `{}`", argument.display())),
            }
        }
        order.command = arguments.collect();
        Ok(order)
    }
}

fn field(key: &str, value: &OsStr) -> OsString {
    let mut argument = OsString::from(key);
    argument.push("=");
    argument.push(value);
    argument
}

fn parsed<T: FromStr>(value: &OsStr) -> Result<T, String> {
    let text = value.to_string_lossy();
    text.parse()
        .map_err(|_| format!("bad value `{text}` in an order"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    use nix::sys::signal::Signal;

    use super::{Entry, Home, Order};

    #[test]
    fn an_order_survives_the_command_line() {
        let order = Order {
            home: Home {
                folder: "/t/a b".into(),
            },
            namespaces: true,
            own_network: true,
            directory: "/var/www".into(),
            uid: Some(12345),
            open_files: Some((64, 1024)),
            closed: vec![0, 2],
            broken: vec![1],
            ignored: vec![Signal::SIGTERM],
            read_only: true,
            binds: vec![("/t/a=b".into(), "/proc/uptime".into())],
            entries: vec![
                ("/app/server".into(), Entry::File("/t/files/0".into())),
                ("/var/www".into(), Entry::Folder),
                ("/app/s".into(), Entry::Socket),
            ],
            command: vec![
                "/bin/sh".into(),
                "--".into(),
                OsString::from_vec(vec![0xff, b'=']),
            ],
        };
        assert_eq!(
            Order::from_arguments(order.to_arguments().into_iter()),
            Ok(order)
        );
    }

    #[test]
    fn an_unknown_order_is_refused() {
        let arguments = ["uid=x", "colour=red", "report"];
        let errors = arguments.map(|argument| {
            Order::from_arguments(std::iter::once(OsString::from(argument))).map(|_| ())
        });
        assert_eq!(
            errors,
            [
                Err("bad value `x` in an order".to_owned()),
                Err("unknown order `colour=red`".to_owned()),
                Err("unknown order `report`".to_owned()),
            ]
        );
    }
}
