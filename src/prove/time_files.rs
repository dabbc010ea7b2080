//! Files that tell the script a time: the clock of the machine, and one with an age.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::prove::scenario::Scenario;
use crate::sandbox::fault::Fault;
use crate::sandbox::{Sandbox, temporary};

/// What the script's clock shows at first.
const UPTIME: Duration = Duration::from_millis(1_000_250);
/// How far ahead of now the file was changed that is asked for health: it is fresh however
/// slow the machine is.
const AHEAD: Duration = Duration::from_secs(3600);
/// How far the clock of `date` may be behind that of this process.
const LAG: Duration = Duration::from_millis(10);

/// The files that a scenario has in place of the machine's.
pub(super) struct TimeFiles {
    folder: TempDir,
    /// Whether the script has a clock of its own.
    has_clock: bool,
    /// Where the script finds the file that is asked for health.
    beat: Option<String>,
}

impl TimeFiles {
    /// The files for `scenario`: a clock if that has one of its own, and a file that is fresh
    /// if health asks for one.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn new(scenario: &Scenario) -> Result<Self, Fault> {
        let files = Self {
            folder: temporary::folder("a clock")?,
            has_clock: scenario.image.own_clock,
            beat: scenario.image.beat.clone(),
        };
        files.make().map_err(Fault::io("make a clock"))?;
        Ok(files)
    }

    fn make(&self) -> io::Result<()> {
        self.later(Duration::ZERO)?;
        fs::write(self.beat(), "\n")?;
        self.change(SystemTime::now() + AHEAD)
    }

    /// `sandbox` with these files.
    pub(super) fn furnish(&self, mut sandbox: Sandbox) -> Sandbox {
        if self.has_clock {
            sandbox = sandbox.bind(self.clock(), "/proc/uptime");
        }
        match &self.beat {
            Some(path) => sandbox.bind(self.beat(), path),
            None => sandbox,
        }
    }

    /// Shows a clock that is so much ahead of the start.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn later(&self, time: Duration) -> io::Result<()> {
        let shown = UPTIME + time;
        let (seconds, hundredths) = (shown.as_secs(), shown.subsec_millis() / 10);
        fs::write(self.clock(), format!("{seconds}.{hundredths:02} 0.00\n"))
    }

    /// Makes the file that is asked for health so old.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn age(&self, age: Duration) -> io::Result<()> {
        self.change(SystemTime::now() - age - LAG)
    }

    fn change(&self, at: SystemTime) -> io::Result<()> {
        File::options()
            .write(true)
            .open(self.beat())?
            .set_modified(at)
    }

    fn clock(&self) -> PathBuf {
        self.folder.path().join("uptime")
    }

    fn beat(&self) -> PathBuf {
        self.folder.path().join("beat")
    }
}
