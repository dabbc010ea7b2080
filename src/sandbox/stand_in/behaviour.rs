//! What a stand-in does, and the file in which it stands.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::signal::Signal;

use super::escape::{escape, unescape};
use crate::sandbox::stage::Home;

/// What a stand-in does at each of its starts.
///
/// A behaviour begins with how the program's life ends, then says what it does
/// before, and may go on with its next start. The last start repeats.
///
/// ```
/// use lychgate::sandbox::stand_in::Behaviour;
/// use nix::sys::signal::Signal;
///
/// // Fails once, then runs until TERM and leaves with 0.
/// let _ = Behaviour::exits(3).next(Behaviour::runs_until(Signal::SIGTERM));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Behaviour {
    starts: Vec<Run>,
    /// The words with which the machine's program is meant.
    left: Vec<Vec<String>>,
}

/// What a stand-in does at one of its starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::sandbox) struct Run {
    pub(super) acts: Vec<Act>,
    pub(super) wait: Wait,
    pub(super) end: End,
}

/// Something a stand-in does when it has started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
    ReadStdin,
    Orphans(u32),
    Leave,
    Stop,
    Listen(u16),
}

/// How long a stand-in runs. Without signals and time it runs until it is killed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wait {
    pub(super) signals: Vec<Signal>,
    /// The signals that end it at once, and of which it dies.
    pub(super) deadly: Vec<Signal>,
    pub(super) at_most: Option<Duration>,
    /// It is over when one of these has come.
    pub(super) others: Vec<Others>,
    pub(super) lingers: Duration,
}

/// Another stand-in, and how often it has to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Others {
    pub(super) program: String,
    pub(super) starts: usize,
    /// What has become of it.
    pub(super) state: State,
}

/// What must have become of another stand-in that has been started so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Anything.
    Started,
    /// This start of it is not over.
    Running,
    /// Every start of it is over, and was so at the beginning.
    Over,
}

impl State {
    /// Each with its name in the file of a stand-in.
    const ALL: [(Self, &'static str); 3] = [
        (Self::Started, "started"),
        (Self::Running, "running"),
        (Self::Over, "over"),
    ];
}

/// How a stand-in ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Exit(u8),
    Die(Signal),
}

impl Default for End {
    fn default() -> Self {
        Self::Exit(0)
    }
}

impl Behaviour {
    fn of(signals: Vec<Signal>, at_most: Option<Duration>, end: End) -> Self {
        let wait = Wait {
            signals,
            at_most,
            ..Wait::default()
        };
        let acts = Vec::new();
        Self {
            starts: vec![Run { acts, wait, end }],
            left: Vec::new(),
        }
    }

    /// Leaves with `code` at once.
    pub fn exits(code: u8) -> Self {
        Self::of(Vec::new(), Some(Duration::ZERO), End::Exit(code))
    }

    /// Dies by `signal` at once.
    pub fn dies_by(signal: Signal) -> Self {
        Self::of(Vec::new(), Some(Duration::ZERO), End::Die(signal))
    }

    /// Runs until `signal` comes, then leaves with 0. Others are only recorded.
    pub fn runs_until(signal: Signal) -> Self {
        Self::of(vec![signal], None, End::Exit(0))
    }

    /// Runs for `time`, then leaves with 0. All signals are only recorded.
    pub fn runs_for(time: Duration) -> Self {
        Self::of(Vec::new(), Some(time), End::Exit(0))
    }

    /// Runs until the stand-in `program` has been started so often in this run, then
    /// leaves with 0; at once if it has been already.
    pub fn runs_until_start_of(program: impl Into<String>, starts: usize) -> Self {
        Self::after(program.into(), starts, State::Started)
    }

    /// Runs until the stand-in `program` has been started so often in this run and this
    /// start of it runs, then leaves with 0.
    pub fn runs_until_running(program: impl Into<String>, starts: usize) -> Self {
        Self::after(program.into(), starts, State::Running)
    }

    /// Leaves with 0 at once if the stand-in `program` has been started so often in this
    /// run and has ended each time; otherwise it runs until it is killed.
    pub fn pauses_after(program: impl Into<String>, starts: usize) -> Self {
        Self::after(program.into(), starts, State::Over)
    }

    fn after(program: String, starts: usize, state: State) -> Self {
        let behaviour = Self::of(Vec::new(), None, End::Exit(0));
        let others = Others {
            program,
            starts,
            state,
        };
        behaviour.change(|run| run.wait.others.push(others))
    }

    /// Runs until one of the others has come for which either waits.
    pub fn or(self, other: Self) -> Self {
        let others = other.starts.into_iter().next_back();
        let others = others.map(|run| run.wait.others).unwrap_or_default();
        self.change(|run| run.wait.others.extend(others))
    }

    /// Records every signal and runs until it is killed.
    pub fn ignores_signals() -> Self {
        Self::of(Vec::new(), None, End::Exit(0))
    }

    /// The longest time that one of its starts takes by itself, or after a signal.
    #[must_use]
    pub fn longest(&self) -> Duration {
        let times = self.starts.iter().map(|run| {
            let runs = run.wait.at_most.unwrap_or_default();
            runs + run.wait.lingers
        });
        times.max().unwrap_or_default()
    }

    /// Leaves with `code` where it would leave with 0.
    pub fn with_code(self, code: u8) -> Self {
        self.change(|run| run.end = End::Exit(code))
    }

    /// Dies by `signal` where it would leave with 0.
    pub fn with_death(self, signal: Signal) -> Self {
        self.change(|run| run.end = End::Die(signal))
    }

    /// Also ends at `signal`.
    pub fn or_until(self, signal: Signal) -> Self {
        self.change(|run| run.wait.signals.push(signal))
    }

    /// Or dies of `signal`, as a program does that knows nothing of signals.
    pub fn or_dies_of(self, signal: Signal) -> Self {
        self.change(|run| run.wait.deadly.push(signal))
    }

    /// Goes on for `time` after the signal that ends it, as a graceful stop does.
    pub fn lingers(self, time: Duration) -> Self {
        self.change(|run| run.wait.lingers = time)
    }

    /// Writes `bytes` to stdout when it has started.
    pub fn prints(self, bytes: impl AsRef<[u8]>) -> Self {
        self.act(Act::Stdout(bytes.as_ref().to_vec()))
    }

    /// Writes `bytes` to stderr when it has started.
    pub fn complains(self, bytes: impl AsRef<[u8]>) -> Self {
        self.act(Act::Stderr(bytes.as_ref().to_vec()))
    }

    /// Reads stdin to its end and records it.
    pub fn reads_stdin(self) -> Self {
        self.act(Act::ReadStdin)
    }

    /// Makes `count` processes that lose their parent, and waits until they end.
    pub fn makes_orphans(self, count: u32) -> Self {
        self.act(Act::Orphans(count))
    }

    /// Goes to the background: its first process leaves with 0, a copy lives on.
    pub fn daemonizes(self) -> Self {
        self.act(Act::Leave)
    }

    /// Stops itself, as after Ctrl-Z, until CONT comes.
    pub fn stops_itself(self) -> Self {
        self.act(Act::Stop)
    }

    /// Listens on this TCP port of every IPv4 address before it is ready, and up to its
    /// end. Nothing is read or written there.
    pub fn listens(self, port: u16) -> Self {
        self.act(Act::Listen(port))
    }

    /// A start with just these words is none of the stand-in: the machine's program of its
    /// name is run in its place, and nothing is recorded.
    pub fn leaves_to_machine(mut self, words: Vec<String>) -> Self {
        self.left.push(words);
        self
    }

    /// At the next start it does `next` instead.
    pub fn next(mut self, next: Self) -> Self {
        self.starts.extend(next.starts);
        self.left.extend(next.left);
        self
    }

    fn act(self, act: Act) -> Self {
        self.change(|run| run.acts.push(act))
    }

    /// Changes the start that was said last.
    fn change(mut self, change: impl FnOnce(&mut Run)) -> Self {
        if let Some(run) = self.starts.last_mut() {
            change(run);
        }
        self
    }

    /// The text of the file of the stand-in `name`, after its first line.
    pub(in crate::sandbox) fn to_text(&self, name: &str, home: &Path) -> String {
        use std::os::unix::ffi::OsStrExt;
        let mut text = format!(
            "name {}\nhome {}\n",
            escape(name.as_bytes()),
            escape(home.as_os_str().as_bytes())
        );
        for words in &self.left {
            let words: Vec<String> = words.iter().map(|word| escape(word.as_bytes())).collect();
            let _ = writeln!(text, "left {}", words.join("\t"));
        }
        for run in &self.starts {
            text.push_str("start\n");
            for act in &run.acts {
                text.push_str(&act.to_line());
            }
            run.wait.write(&mut text);
            // Writing to a string cannot fail.
            let _ = match run.end {
                End::Exit(code) => writeln!(text, "exit {code}"),
                End::Die(signal) => writeln!(text, "die {signal}"),
            };
        }
        text
    }
}

impl Act {
    fn to_line(&self) -> String {
        match self {
            Self::Stdout(bytes) => format!("stdout {}\n", escape(bytes)),
            Self::Stderr(bytes) => format!("stderr {}\n", escape(bytes)),
            Self::ReadStdin => "read-stdin\n".to_owned(),
            Self::Orphans(count) => format!("orphans {count}\n"),
            Self::Leave => "leave\n".to_owned(),
            Self::Stop => "stop\n".to_owned(),
            Self::Listen(port) => format!("listen {port}\n"),
        }
    }
}

impl Wait {
    fn write(&self, text: &mut String) {
        for signal in &self.signals {
            let _ = writeln!(text, "until {signal}");
        }
        for signal in &self.deadly {
            let _ = writeln!(text, "deadly {signal}");
        }
        if let Some(time) = self.at_most {
            let _ = writeln!(text, "at-most {}", time.as_nanos());
        }
        for others in &self.others {
            let (_, key) = State::ALL[others.state as usize];
            let program = escape(others.program.as_bytes());
            let _ = writeln!(text, "{key} {} {program}", others.starts);
        }
        let _ = writeln!(text, "linger {}", self.lingers.as_nanos());
    }
}

/// A stand-in's file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Program {
    /// The name by which the sandbox was told of it.
    pub(super) name: String,
    /// The folder of the run.
    pub(super) home: Home,
    starts: Vec<Run>,
    left: Vec<Vec<OsString>>,
}

impl Program {
    /// Reads the text of a stand-in's file, with its first line.
    ///
    /// # Errors
    /// The line that cannot be understood, or what is missing.
    pub(in crate::sandbox) fn parse(text: &str) -> Result<Self, String> {
        use std::os::unix::ffi::OsStringExt;
        let (mut name, mut home) = (None, None);
        let mut starts: Vec<Run> = Vec::new();
        let mut left: Vec<Vec<OsString>> = Vec::new();
        for line in text.lines().skip(1) {
            let wrong = || format!("cannot understand `{line}`");
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            match (key, starts.last_mut()) {
                ("name", None) => {
                    let bytes = unescape(value).ok_or_else(wrong)?;
                    name = Some(String::from_utf8(bytes).map_err(|_| wrong())?);
                }
                ("home", None) => {
                    let bytes = unescape(value).ok_or_else(wrong)?;
                    let folder = PathBuf::from(OsString::from_vec(bytes));
                    home = Some(Home { folder });
                }
                ("left", None) => {
                    let words = value.split('\t').map(unescape);
                    let words = words.map(|word| word.map(OsString::from_vec));
                    left.push(words.collect::<Option<_>>().ok_or_else(wrong)?);
                }
                ("start", _) => starts.push(Run::default()),
                (_, Some(run)) => run.read(key, value).ok_or_else(wrong)?,
                (_, None) => return Err(wrong()),
            }
        }
        match (name, home, starts.is_empty()) {
            (Some(name), Some(home), false) => Ok(Self {
                name,
                home,
                starts,
                left,
            }),
            _ => Err("no name, no home or no start".to_owned()),
        }
    }

    /// Whether the machine's program is meant by `arguments`.
    pub(super) fn is_left(&self, arguments: &[OsString]) -> bool {
        self.left.iter().any(|words| words == arguments)
    }

    /// What to do when there were `earlier` starts; the last one repeats.
    pub(super) fn start(&self, earlier: usize) -> Option<&Run> {
        self.starts.get(earlier).or(self.starts.last())
    }
}

impl Run {
    /// Takes one line; nothing if it is not understood.
    fn read(&mut self, key: &str, value: &str) -> Option<()> {
        let nanoseconds = || value.parse().ok().map(Duration::from_nanos);
        match key {
            "stdout" => self.acts.push(Act::Stdout(unescape(value)?)),
            "stderr" => self.acts.push(Act::Stderr(unescape(value)?)),
            "read-stdin" => self.acts.push(Act::ReadStdin),
            "orphans" => self.acts.push(Act::Orphans(value.parse().ok()?)),
            "leave" => self.acts.push(Act::Leave),
            "stop" => self.acts.push(Act::Stop),
            "listen" => self.acts.push(Act::Listen(value.parse().ok()?)),
            "until" => self.wait.signals.push(value.parse().ok()?),
            "deadly" => self.wait.deadly.push(value.parse().ok()?),
            "at-most" => self.wait.at_most = Some(nanoseconds()?),
            "started" | "running" | "over" => {
                let (starts, program) = value.split_once(' ')?;
                self.wait.others.push(Others {
                    program: String::from_utf8(unescape(program)?).ok()?,
                    starts: starts.parse().ok()?,
                    state: State::ALL.into_iter().find(|(_, name)| *name == key)?.0,
                });
            }
            "linger" => self.wait.lingers = nanoseconds()?,
            "exit" => self.end = End::Exit(value.parse().ok()?),
            "die" => self.end = End::Die(value.parse().ok()?),
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use nix::sys::signal::Signal;

    use super::{Behaviour, Program};

    #[test]
    fn a_behaviour_survives_its_file() {
        let behaviour = Behaviour::exits(3)
            .prints(b"one\ntwo \xff")
            .complains("")
            .reads_stdin()
            .makes_orphans(2)
            .daemonizes()
            .stops_itself()
            .listens(80)
            .next(
                Behaviour::runs_until(Signal::SIGTERM)
                    .or_until(Signal::SIGINT)
                    .lingers(Duration::from_micros(1500))
                    .with_code(7),
            )
            .next(Behaviour::dies_by(Signal::SIGSEGV))
            .next(Behaviour::ignores_signals())
            .next(Behaviour::runs_until_start_of("a b", 3).or_dies_of(Signal::SIGTERM))
            .next(Behaviour::pauses_after("a b", 1))
            .next(Behaviour::runs_until_running("a b", 2).or(Behaviour::pauses_after("c", 1)))
            .next(Behaviour::runs_for(Duration::from_millis(2)))
            .leaves_to_machine(vec!["-f".to_owned(), "a\tb ".to_owned()]);
        let text = format!(
            "#!first line\n{}",
            behaviour.to_text("./php", Path::new("/t/a b"))
        );
        let program = Program::parse(&text).expect("it was written by `to_text`");
        assert_eq!(program.name, "./php");
        assert_eq!(program.home.folder, Path::new("/t/a b"));
        assert_eq!(program.starts, behaviour.starts);
        assert!(program.is_left(&["-f".into(), "a\tb ".into()]));
        assert!(!program.is_left(&["-f".into()]));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let texts = [
            "#!",
            "#!\nname a\nhome /t",
            "#!\nhome /t\nstart",
            "#!\nexit 0",
            "#!\nname a\nhome /t\nstart\nexit 256",
            "#!\nname a\nstart",
        ];
        for text in texts {
            assert!(Program::parse(text).is_err(), "{text}");
        }
    }
}
