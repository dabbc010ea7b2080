//! The one list of keys that a table may hold.
//!
//! A key is a variant of its section's enum and a line of that section's
//! list. The parser matches over the enum, so that a key without a parser does
//! not compile; the unknown-key check, the wrong-type messages and the
//! reference are made from the list.

/// What stands in place of a default where the key must be there.
pub(super) const REQUIRED: &str = "required";

/// One key of a section.
#[derive(Debug)]
pub(super) struct Entry<K: 'static> {
    /// What the parser matches on.
    pub(super) key: K,
    /// The key as it is written.
    pub(super) name: &'static str,
    /// The kind of value, with its article.
    pub(super) kind: &'static str,
    /// What holds without the key, or [`REQUIRED`].
    pub(super) default: &'static str,
    /// What it says, in one line.
    pub(super) about: &'static str,
    /// A value; the examples of all sections together are a valid table.
    pub(super) example: &'static str,
}

/// The keys that may stand in one kind of TOML table.
pub(super) trait Section: Copy + 'static {
    /// The section's place, as a table header shows it.
    const TITLE: &'static str;
    /// Every key, in the order of the reference.
    const ENTRIES: &'static [Entry<Self>];

    /// The entry of the key that is written `name`.
    fn find(name: &str) -> Option<&'static Entry<Self>> {
        Self::ENTRIES.iter().find(|entry| entry.name == name)
    }

    /// All names, as candidates for a misspelt one.
    fn names() -> impl Iterator<Item = &'static str> {
        Self::ENTRIES.iter().map(|entry| entry.name)
    }
}

/// The section in which a key `name` exists, for one that stands elsewhere.
pub(super) fn home(name: &str) -> Option<&'static str> {
    /// The title of `K`, if it has the key.
    fn title<K: Section>(name: &str) -> Option<&'static str> {
        K::find(name).map(|_| K::TITLE)
    }
    title::<EntrypointKey>(name)
        .or_else(|| title::<ModeKey>(name))
        .or_else(|| title::<VariableKey>(name))
        .or_else(|| title::<RestartKey>(name))
        .or_else(|| title::<StopKey>(name))
        .or_else(|| title::<LimitKey>(name))
        .or_else(|| title::<HealthKey>(name))
        .or_else(|| title::<HealthFileKey>(name))
        .or_else(|| title::<StepKey>(name))
}

/// Declares a section: its enum of keys and the list of their entries.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident, $title:literal, [
        $($key:ident $written:literal: $kind:literal, $default:expr, $example:literal, $about:literal;)*
    ]) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $name {
            $(#[doc = $about] $key,)*
        }

        impl Section for $name {
            const TITLE: &'static str = $title;
            const ENTRIES: &'static [Entry<Self>] = &[$(Entry {
                key: Self::$key,
                name: $written,
                kind: $kind,
                default: $default,
                about: $about,
                example: $example,
            },)*];
        }
    };
}

section!(
    /// The sections of the file.
    RootKey, "the table", [
    Entrypoint "entrypoint": "a table", "", "", "What holds for the script as a whole";
    Modes "modes": "a table", REQUIRED, "", "What the container can be, one table each";
    Env "env": "a table", "", "", "The variables of the environment, one table each";
    Steps "steps": "an array of tables, `[[steps]]`", "", "", "Commands that run before the program, one table each, in their order";
]);

section!(
    /// The keys of `[entrypoint]`.
    EntrypointKey, "[entrypoint]", [
    App "app": "a string", "entrypoint", r#""Lychee""#,
        "The name that messages use";
    Path "path": "a string", "`entrypoint.sh` beside the table", r#""docker/entrypoint.sh""#,
        "Where the script is written, relative to the table";
    Select "select": "a string or an array of strings", "the table's only mode", r#"["arg", "env:APP_MODE"]"#,
        "Who says which mode runs: `arg` (the first word) or `env:NAME`; the first that names a mode decides";
    Default "default": "a string", "an error", r#""web""#,
        "The mode when no source says anything";
    Unknown "unknown": "a string", "error", r#""exec""#,
        "A first word that names no mode: `error`, `exec` (run the words as a command), or the mode that takes them";
    Options "options": "a string", "an error", r#""worker""#,
        "The mode that takes a command line whose first word begins with `-`";
    Log "log": "a string", "errors, warnings and restarts only", r#""plain""#,
        "Say what the script does, in this form: `plain` (`App: text`), `logfmt` or `json`";
    State "state": "a string", "the first of `/run`, `/dev/shm` and `/tmp` that can be written", r#""/run/app""#,
        "The folder in which the state of a mode with `health` is kept";
    Umask "umask": "a string", "as inherited", r#""0027""#,
        "The file mode creation mask, three or four octal digits";
    Nofile "nofile": "an integer", "as inherited", "65536",
        "How many files a program may have open, 64 to 1000000000 (the soft limit)";
    Exit "exit": "a table", "the documented codes", "{ mode = 1 }",
        "Exit codes of the script itself";
]);

section!(
    /// The keys of `entrypoint.exit`.
    ExitKey, "[entrypoint.exit]", [
    Mode "mode": "an integer", "64", "1",
        "A variable names no mode; 1 to 255";
    Usage "usage": "an integer", "64", "2",
        "The words of the command line are wrong; 1 to 255";
    Environment "environment": "an integer", "78", "3",
        "A variable is missing or has a wrong value; 1 to 255";
    Step "step": "an integer", "70", "5",
        "A step failed; 1 to 255";
    Loop "loop": "an integer", "70", "4",
        "A program ended more often than `restart.limit` allows; 1 to 255";
]);

section!(
    /// The keys of `[modes.NAME]`.
    ModeKey, "[modes.NAME]", [
    About "about": "a string", "", r#""Processes queued jobs""#,
        "What the mode is for, in one line";
    Aliases "aliases": "an array of strings", "", r#"["queue"]"#,
        "Other words that mean this mode";
    Match "match": "an array of strings", "", r#"["worker*"]"#,
        "First words that mean this mode and stay in the command line (patterns of `case`)";
    Run "run": "a string or an array of strings", "the words of the command line", r#"["php", "artisan", "queue:work", "$@"]"#,
        "The program and its arguments; `$@` as an element says where the words go";
    Cd "cd": "a string", "as inherited", r#""/app""#,
        "The program's working directory";
    Setup "setup": "a boolean", "true", "true",
        "`false`: no checks of the environment and no steps for this mode";
    Supervise "supervise": "a boolean", "false; true with `restart`, `stop.before` and `stop.after`", "true",
        "Stay as the program's parent, forward signals and wait";
    Stop "stop": "a table", "", r#"{ signal = "TERM" }"#,
        "How the program is stopped";
    Restart "restart": "a table", "the script ends with the program", r#"{ on = "always" }"#,
        "Start the program again when it ends";
    Health "health": "a table", "", "{ alive = true }",
        "What `entrypoint.sh :health` asks: one of `alive`, `run`, `tcp` and `file`";
    Forward "forward": "an array of strings", "", r#"["HUP", "USR1=USR2"]"#,
        "Signals that a supervised program gets when the container does: `HUP`, `QUIT`, `USR1`, `USR2` or `WINCH`, or as another one: `USR1=USR2`";
]);

section!(
    /// The keys of `modes.NAME.stop`.
    StopKey, "[modes.NAME.stop]", [
    Signal "signal": "a string", "TERM", r#""TERM""#,
        "What ends the program gracefully: `HUP`, `INT`, `QUIT`, `TERM`, `USR1`, `USR2` or `WINCH`";
    Grace "grace": "a string", "as long as it takes", r#""60s""#,
        "How long a supervised program has to end after the container is told to stop, then it gets KILL: `90s`, `5m`, `1h`";
    Accepts "accepts": "an array of strings", "TERM, INT and `signal`", r#"["QUIT"]"#,
        "More signals that stop a supervised program, such as the image's `STOPSIGNAL`";
    Before "before": "a string or an array of strings", "", r#"["/drain"]"#,
        "A command that is run before the program is told to stop; the time of `grace` runs";
    After "after": "a string or an array of strings", "", r#"["/deregister"]"#,
        "A command that is run when the program has ended for good; the exit code stays the program's";
]);

section!(
    /// The keys of `modes.NAME.restart`.
    RestartKey, "[modes.NAME.restart]", [
    On "on": "a string", "always", r#""failure""#,
        "After which exits: `always`, `failure` (a code other than 0) or `never`";
    Delay "delay": "a string", "1s", r#""5s""#,
        "The pause before it, in whole seconds: `90s`, `5m`, `1h`, from 1s to 24h";
    Factor "factor": "an integer", "1", "2",
        "How many times as long each pause is as the one before it, 1 to 100";
    MaxDelay "max-delay": "a string", "5m", r#""60s""#,
        "The longest pause that `factor` leads to";
    StableAfter "stable-after": "a string", "nothing", r#""10m""#,
        "A run of this length makes the next pause as short as the first one";
    Recycle "recycle": "an array of integers", "", "[0]",
        "Exit codes of a planned end: started again in any case, after `delay`, and not counted by `limit`";
    Jitter "jitter": "a string", "", r#""3s""#,
        "The most that chance adds to each pause, so that replicas do not start in step";
    Limit "limit": "a table", "no limit", r#"{ exits = 10, within = "5m" }"#,
        "How often the program may end";
]);

section!(
    /// The keys of `modes.NAME.restart.limit`.
    LimitKey, "[modes.NAME.restart.limit]", [
    Exits "exits": "an integer", REQUIRED, "10",
        "The exits that are let pass; the next one is too many";
    Within "within": "a string", REQUIRED, r#""5m""#,
        "The time in which they are counted";
    Then "then": "a string", "exit", r#""unhealthy""#,
        "What comes of more: `exit` (the container ends with `exit.loop`) or `unhealthy` (started again, and `health` says so)";
]);

section!(
    /// The keys of `modes.NAME.health`.
    HealthKey, "[modes.NAME.health]", [
    Alive "alive": "a boolean", "", "true",
        "The program is running; the other kinds ask this too";
    Run "run": "a string or an array of strings", "", r#"["curl", "-fsS", "http://127.0.0.1:8080/up"]"#,
        "A command that says it by its exit code";
    Tcp "tcp": "a string", "", r#""8080""#,
        "Somebody listens on this TCP port";
    File "file": "a table", "", r#"{ path = "/run/beat", fresh-for = "60s" }"#,
        "A file was changed a short time ago";
]);

section!(
    /// The keys of `modes.NAME.health.file`.
    HealthFileKey, "[modes.NAME.health.file]", [
    Path "path": "a string", REQUIRED, r#""/run/beat""#,
        "The file";
    FreshFor "fresh-for": "a string", REQUIRED, r#""60s""#,
        "How long after a change it is fresh";
]);

section!(
    /// The keys of `[env.NAME]`.
    VariableKey, "[env.NAME]", [
    Default "default": "a string or an array of tables", "", r#""4""#,
        "The value when the variable is unset or empty; or cases `{ value, when }`, the first that holds counts";
    Export "export": "a boolean", "true", "true",
        "`false`: the default is for the table only, the program does not see it";
    Empty "empty": "a string", "default", r#""default""#,
        "An empty value: `default` (the same as unset) or `keep` (a value like any other)";
    Required "required": "a boolean or a condition", "false", r#""env:QUEUE=redis""#,
        "When there must be a value";
    Type "type": "a string", "string", r#""int""#,
        "What a value looks like: `string`, `int`, `port` or `bool`";
    OneOf "one-of": "an array of strings", "", r#"["2", "4", "8"]"#,
        "The only values allowed";
    Min "min": "an integer", "", "1",
        "The smallest value of an `int` or `port`";
    Max "max": "an integer", "", "64",
        "The largest value of an `int` or `port`";
    Pattern "pattern": "a string", "", r#""[0-9]*""#,
        "The form of a value (a pattern of `case`)";
    Aliases "aliases": "an array of strings", "", r#"["WORKERS"]"#,
        "Other names of the variable; the first that is set wins";
    Log "log": "a boolean", "false", "true",
        "Say the value at the start";
    Warn "warn": "a table or an array of tables", "", r#"{ when = "root", say = "as root" }"#,
        "A warning under a condition; of several, all that apply are said";
    Modes "modes": "an array of strings", "all modes", r#"["worker"]"#,
        "The modes that the variable belongs to";
]);

section!(
    /// The keys of a case of `env.NAME.default`.
    CaseKey, "[[env.NAME.default]]", [
    Value "value": "a string", REQUIRED, r#""4""#,
        "The value";
    When "when": "a condition", "always (in the last case)", r#""cmd:nproc""#,
        "When it applies";
]);

section!(
    /// The keys of `env.NAME.warn`.
    WarnKey, "[env.NAME.warn]", [
    When "when": "a condition", REQUIRED, r#""env:WORKERS=1""#,
        "When to say it";
    Say "say": "a string", REQUIRED, r#""one worker is slow""#,
        "What to say, in one line";
]);

section!(
    /// The keys of an element of `[[steps]]`.
    StepKey, "[[steps]]", [
    Name "name": "a string", REQUIRED, r#""migrate""#,
        "What messages call the step, in one line";
    Run "run": "a string or an array of strings", REQUIRED, r#"["php", "artisan", "migrate", "--force"]"#,
        "The command and its arguments";
    Modes "modes": "an array of strings", "all modes", r#"["worker"]"#,
        "The modes that the step belongs to";
    When "when": "a condition", "always", r#""env:DATABASE_URL""#,
        "When it is run";
    Fail "fail": "a string", "stop", r#""warn""#,
        "What a failure leads to: `stop` (the script leaves) or `warn` (it says so and goes on)";
    Timeout "timeout": "a string", "as long as it takes", r#""5m""#,
        "How long it may take, then it gets TERM, and KILL 10 s later: `90s`, `5m`, `1h`";
]);

section!(
    /// The key of a condition that is a table.
    AnyKey, "a condition", [
    Any "any": "an array of conditions", REQUIRED, r#"["root", "cmd:su-exec"]"#,
        "At least one of them holds";
]);
