//! The one list of keys that a table may hold.
//!
//! A key is a variant of its section's enum and a line of that section's
//! list. The parser matches over the enum, so that a key without a parser does
//! not compile; the unknown-key check, the wrong-type messages, the reference
//! and the JSON schema are made from the list.

use std::sync::LazyLock;

use super::choice::{self, words};
use super::kind::{
    COMMAND, DURATION, EXIT_CODE, FORWARD, Kind, LIMIT, LINE, LINES, MODE_NAME, MODE_NAMES, MODES,
    OPTION, SERVICE_NAME, SERVICE_NAMES, SIGNAL, SOURCE, TEXT, VARIABLE_NAME, VARIABLE_NAMES, WORD,
};
use super::scenario_schema::ScenarioKey;
use Absent::{Means, Nothing, Required, Value};

/// One key of a section.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The key as it is written.
    pub(super) name: &'static str,
    /// The kind of value.
    pub(super) kind: Kind,
    /// What holds without the key.
    pub(super) absent: Absent,
    /// A value; the examples of all sections together are a valid table.
    pub(super) example: &'static str,
    /// What it says, in one line.
    pub(super) about: &'static str,
}

/// What holds without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// The table is wrong.
    Required,
    /// The same as with this value; a string without its quotes.
    Value(&'static str),
    /// What no value of the key says.
    Means(&'static str),
    /// Nothing is done.
    Nothing,
}

/// The keys that may stand in one kind of TOML table, without their types.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The section's place, as a table header shows it.
    pub(super) title: &'static str,
    /// Every key, in the order of the reference.
    pub(super) entries: &'static [Entry],
}

/// The keys that may stand in one kind of TOML table.
pub(super) trait Section: Copy + 'static {
    /// What the list says of them.
    const SHAPE: &'static Shape;
    /// What the parser matches on, in the same order.
    const KEYS: &'static [Self];

    /// The key that is written `name`, and its entry.
    fn find(name: &str) -> Option<(Self, &'static Entry)> {
        let mut keys = Self::KEYS.iter().copied().zip(Self::SHAPE.entries);
        keys.find(|(_, entry)| entry.name == name)
    }
}

impl Shape {
    /// All names, as candidates for a misspelt one.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.entries.iter().map(|entry| entry.name)
    }

    /// Adds this shape and those inside it, in the order of the reference; one that
    /// stands in several places is listed once.
    fn list(&'static self, all: &mut Vec<&'static Self>) {
        if all.contains(&self) {
            return;
        }
        all.push(self);
        for inner in self.entries.iter().flat_map(|entry| entry.kind.shapes()) {
            inner.list(all);
        }
    }
}

/// Every section, from the table as a whole to the smallest, in the order of the
/// reference.
pub(super) static SECTIONS: LazyLock<Vec<&'static Shape>> = LazyLock::new(|| {
    let mut sections = Vec::new();
    RootKey::SHAPE.list(&mut sections);
    sections.push(AnyKey::SHAPE);
    // A key that takes one table or several of them names the same shape twice.
    sections.dedup();
    sections
});

/// The section in which a key `name` exists, for one that stands elsewhere.
pub(super) fn home(name: &str) -> Option<&'static str> {
    let mut sections = SECTIONS.iter();
    let home = sections.find(|shape| shape.names().any(|known| known == name));
    home.map(|shape| shape.title)
}

/// Declares a section: its enum of keys and the list of their entries.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident, $title:literal, [
        $($key:ident $written:literal: $kind:expr, $absent:expr, $example:literal, $about:literal;)*
    ]) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $name {
            $(#[doc = $about] $key,)*
        }

        impl Section for $name {
            const SHAPE: &'static Shape = &Shape {
                title: $title,
                entries: &[$(Entry {
                    name: $written,
                    kind: $kind,
                    absent: $absent,
                    example: $example,
                    about: $about,
                },)*],
            };
            const KEYS: &'static [Self] = &[$(Self::$key,)*];
        }
    };
}

pub(super) use section;

section!(
    /// The sections of the file.
    RootKey, "the table", [
    Entrypoint "entrypoint": Kind::Table(EntrypointKey::SHAPE), Nothing, "", "What holds for the script as a whole";
    Modes "modes": Kind::Map(MODE_NAMES, &Kind::Table(ModeKey::SHAPE)), Required, "", "What the container can be, one table each";
    Env "env": Kind::Map(VARIABLE_NAMES, &Kind::Table(VariableKey::SHAPE)), Nothing, "", "The variables of the environment, one table each";
    Steps "steps": Kind::Tables(StepKey::SHAPE), Nothing, "", "Commands that run before the program, one table each, in their order";
    Deploy "deploy": Kind::Table(DeployKey::SHAPE), Nothing, "", "How containers of the image are run, for `lychgate derive`";
    Scenarios "scenarios": Kind::Tables(ScenarioKey::SHAPE), Nothing, "", "What `lychgate prove` plays besides what follows from the table, one table each";
]);

section!(
    /// The keys of `[entrypoint]`.
    EntrypointKey, "[entrypoint]", [
    App "app": LINE, Value("entrypoint"), r#""Lychee""#,
        "The name that messages use";
    Path "path": LINE, Means("`entrypoint.sh` beside the table"), r#""docker/entrypoint.sh""#,
        "Where the script is written, relative to the table";
    Select "select": Kind::Either(&[SOURCE, Kind::List(&SOURCE)]), Means("the table's only mode"), r#"["arg", "env:APP_MODE"]"#,
        "Who says which mode runs: `arg` (the first word) or `env:NAME`; the first that names a mode decides";
    Default "default": MODE_NAME, Means("an error"), r#""web""#,
        "The mode when no source says anything";
    Unknown "unknown": MODE_NAME, Value("error"), r#""exec""#,
        "A first word that names no mode: `error`, `exec` (run the words as a command), or the mode that takes them";
    Options "options": MODE_NAME, Means("an error"), r#""worker""#,
        "The mode that takes a command line whose first word begins with `-`";
    Log "log": Kind::OneOf(&words(&choice::LOG)), Means("errors, warnings and restarts only"), r#""plain""#,
        "Say what the script does, in this form; `plain` is `App: text`";
    State "state": Kind::Text("^/[A-Za-z0-9/_.-]*$"), Means("the first of `/run`, `/dev/shm` and `/tmp` that can be written"), r#""/run/app""#,
        "The folder in which the state of a mode with `health` is kept";
    Verbs "verbs": Kind::List(&Kind::OneOf(&words(&choice::VERBS))), Nothing, r#"["help", "run"]"#,
        "What the script can be asked besides: `help` (its modes and variables) and `run` (a command in the program's environment)";
    Umask "umask": Kind::Text("^[0-7]{3,4}$"), Means("as inherited"), r#""0027""#,
        "The file mode creation mask, three or four octal digits";
    Nofile "nofile": Kind::Integer(64, 1_000_000_000), Means("as inherited"), "65536",
        "How many files a program may have open (the soft limit)";
    Exit "exit": Kind::Table(ExitKey::SHAPE), Means("the documented codes"), "{ mode = 1 }",
        "Exit codes of the script itself";
]);

section!(
    /// The keys of `entrypoint.exit`.
    ExitKey, "[entrypoint.exit]", [
    Mode "mode": EXIT_CODE, Value("64"), "1",
        "A variable names no mode";
    Usage "usage": EXIT_CODE, Value("64"), "2",
        "The words of the command line are wrong";
    Environment "environment": EXIT_CODE, Value("78"), "3",
        "A variable is missing or has a wrong value";
    Step "step": EXIT_CODE, Value("70"), "5",
        "A step failed";
    Loop "loop": EXIT_CODE, Value("70"), "4",
        "A program ended more often than `restart.limit` allows";
]);

section!(
    /// The keys of `[modes.NAME]`.
    ModeKey, "[modes.NAME]", [
    About "about": LINE, Nothing, r#""Processes queued jobs""#,
        "What the mode is for, in one line";
    Aliases "aliases": MODES, Nothing, r#"["queue"]"#,
        "Other words that mean this mode";
    Match "match": Kind::List(&WORD), Nothing, r#"["worker*"]"#,
        "First words that mean this mode and stay in the command line (patterns of `case`)";
    Run "run": COMMAND, Means("the words of the command line"), r#"["php", "artisan", "queue:work", "$@"]"#,
        "The program and its arguments; `$@` as an element says where the words go";
    Arg "arg": Kind::Tables(ArgKey::SHAPE), Nothing, r#"[{ split = "EXTRA_FLAGS" }]"#,
        "Words that join those of the command line, one table each, in their order";
    Cd "cd": WORD, Means("as inherited"), r#""/app""#,
        "The program's working directory";
    Setup "setup": Kind::Boolean, Value("true"), "true",
        "`false`: no checks of the environment and no steps for this mode";
    Supervise "supervise": Kind::Boolean, Means("false; true with `restart`, `stop.before` and `stop.after`"), "true",
        "Stay as the program's parent, forward signals and wait";
    Stop "stop": Kind::Table(StopKey::SHAPE), Nothing, r#"{ signal = "TERM" }"#,
        "How the program is stopped";
    Restart "restart": Kind::Table(RestartKey::SHAPE), Means("the script ends with the program"), r#"{ on = "always" }"#,
        "Start the program again when it ends";
    Health "health": Kind::Table(HealthKey::SHAPE), Nothing, "{ alive = true }",
        "What `entrypoint.sh :health` asks: one of `alive`, `run`, `tcp` and `file`";
    Deploy "deploy": Kind::Table(ServiceKey::SHAPE), Nothing, r#"{ grace = "1h" }"#,
        "What this mode's service has besides what all share, or in its place";
    Forward "forward": Kind::List(&FORWARD), Nothing, r#"["HUP", "USR1=USR2"]"#,
        "Signals that a supervised program gets when the container does: `HUP`, `QUIT`, `USR1`, `USR2` or `WINCH`, or as another one: `USR1=USR2`";
]);

section!(
    /// The keys of an element of `[[modes.NAME.arg]]`.
    ArgKey, "[[modes.NAME.arg]]", [
    Add "add": COMMAND, Nothing, r#"["--workers", "${WORKERS}"]"#,
        "The words";
    Split "split": VARIABLE_NAME, Nothing, r#""EXTRA_FLAGS""#,
        "In place of `add`: a variable whose value is cut into words at blanks, tabs and newlines";
    When "when": Kind::Condition, Means("always"), r#""env:WORKERS""#,
        "When they are added";
    UnlessGiven "unless-given": Kind::List(&OPTION), Nothing, r#"["--workers", "-w"]"#,
        "Not where the words have one of these options already";
]);

section!(
    /// The keys of `modes.NAME.stop`.
    StopKey, "[modes.NAME.stop]", [
    Signal "signal": SIGNAL, Value("TERM"), r#""TERM""#,
        "What ends the program gracefully";
    Grace "grace": DURATION, Means("as long as it takes"), r#""60s""#,
        "How long a supervised program has to end after the container is told to stop, then it gets KILL: `90s`, `5m`, `1h`";
    Accepts "accepts": Kind::List(&SIGNAL), Means("TERM, INT and `signal`"), r#"["QUIT"]"#,
        "More signals that stop a supervised program, such as the image's `STOPSIGNAL`";
    Before "before": COMMAND, Nothing, r#"["/drain"]"#,
        "A command that is run before the program is told to stop; the time of `grace` runs";
    After "after": COMMAND, Nothing, r#"["/deregister"]"#,
        "A command that is run when the program has ended for good; the exit code stays the program's";
]);

section!(
    /// The keys of `modes.NAME.restart`.
    RestartKey, "[modes.NAME.restart]", [
    On "on": Kind::OneOf(&words(&choice::RESTART_ON)), Value("always"), r#""failure""#,
        "After which exits: `always`, `failure` (a code other than 0) or `never`";
    Delay "delay": DURATION, Value("1s"), r#""5s""#,
        "The pause before it, in whole seconds: `90s`, `5m`, `1h`, from 1s to 24h";
    Factor "factor": Kind::Integer(1, 100), Value("1"), "2",
        "How many times as long each pause is as the one before it";
    MaxDelay "max-delay": DURATION, Value("5m"), r#""60s""#,
        "The longest pause that `factor` leads to";
    StableAfter "stable-after": DURATION, Nothing, r#""10m""#,
        "A run of this length makes the next pause as short as the first one";
    Recycle "recycle": Kind::List(&Kind::Integer(0, 255)), Nothing, "[0]",
        "Exit codes of a planned end: started again in any case, after `delay`, and not counted by `limit`";
    Jitter "jitter": DURATION, Nothing, r#""3s""#,
        "The most that chance adds to each pause, so that replicas do not start in step";
    Limit "limit": Kind::Table(LimitKey::SHAPE), Means("no limit"), r#"{ exits = 10, within = "5m" }"#,
        "How often the program may end";
]);

section!(
    /// The keys of `modes.NAME.restart.limit`.
    LimitKey, "[modes.NAME.restart.limit]", [
    Exits "exits": Kind::Integer(1, 1000), Required, "10",
        "The exits that are let pass; the next one is too many";
    Within "within": DURATION, Required, r#""5m""#,
        "The time in which they are counted";
    Then "then": Kind::OneOf(&words(&choice::AFTER_LIMIT)), Value("exit"), r#""unhealthy""#,
        "What comes of more: `exit` (the container ends with `exit.loop`) or `unhealthy` (started again, and `health` says so)";
]);

section!(
    /// The keys of `modes.NAME.health`.
    HealthKey, "[modes.NAME.health]", [
    Alive "alive": Kind::True, Nothing, "true",
        "The program is running; the other kinds ask this too";
    Run "run": COMMAND, Nothing, r#"["curl", "-fsS", "http://127.0.0.1:8080/up"]"#,
        "A command that says it by its exit code";
    Tcp "tcp": WORD, Nothing, r#""8080""#,
        "Somebody listens on this TCP port";
    File "file": Kind::Table(HealthFileKey::SHAPE), Nothing, r#"{ path = "/run/beat", fresh-for = "60s" }"#,
        "A file was changed a short time ago";
]);

section!(
    /// The keys of `modes.NAME.health.file`.
    HealthFileKey, "[modes.NAME.health.file]", [
    Path "path": WORD, Required, r#""/run/beat""#,
        "The file";
    FreshFor "fresh-for": DURATION, Required, r#""60s""#,
        "How long after a change it is fresh";
]);

section!(
    /// The keys of `[env.NAME]`.
    VariableKey, "[env.NAME]", [
    Default "default": Kind::Either(&[Kind::Scalar, Kind::List(&Kind::Table(CaseKey::SHAPE))]), Nothing, r#""4""#,
        "The value when the variable is unset or empty; or cases `{ value, when }`, the first that holds counts";
    Export "export": Kind::Boolean, Value("true"), "true",
        "`false`: the default is for the table only, the program does not see it";
    Empty "empty": Kind::OneOf(&words(&choice::EMPTY)), Value("default"), r#""default""#,
        "An empty value: `default` (the same as unset) or `keep` (a value like any other)";
    Required "required": Kind::Either(&[Kind::Boolean, Kind::Condition]), Value("false"), r#""env:QUEUE=redis""#,
        "When there must be a value";
    Type "type": Kind::OneOf(&words(&choice::TYPE)), Value("string"), r#""int""#,
        "What a value looks like";
    OneOf "one-of": Kind::List(&TEXT), Nothing, r#"["2", "4", "8"]"#,
        "The only values allowed";
    Min "min": LIMIT, Nothing, "1",
        "The smallest value of an `int` or `port`";
    Max "max": LIMIT, Nothing, "64",
        "The largest value of an `int` or `port`";
    Pattern "pattern": WORD, Nothing, r#""[0-9]*""#,
        "The form of a value (a pattern of `case`)";
    Aliases "aliases": Kind::List(&VARIABLE_NAME), Nothing, r#"["WORKERS"]"#,
        "Other names of the variable; the first that is set wins";
    Log "log": Kind::Boolean, Value("false"), "true",
        "Say the value at the start";
    Warn "warn": Kind::Either(&[Kind::Table(WarnKey::SHAPE), Kind::List(&Kind::Table(WarnKey::SHAPE))]), Nothing, r#"{ when = "root", say = "as root" }"#,
        "A warning under a condition; of several, all that apply are said";
    Modes "modes": MODES, Means("all modes"), r#"["worker"]"#,
        "The modes that the variable belongs to";
]);

section!(
    /// The keys of a case of `env.NAME.default`.
    CaseKey, "[[env.NAME.default]]", [
    Value "value": Kind::Scalar, Required, r#""4""#,
        "The value";
    When "when": Kind::Condition, Means("always (in the last case)"), r#""cmd:nproc""#,
        "When it applies";
]);

section!(
    /// The keys of `env.NAME.warn`.
    WarnKey, "[env.NAME.warn]", [
    When "when": Kind::Condition, Required, r#""env:WORKERS=1""#,
        "When to say it";
    Say "say": LINE, Required, r#""one worker is slow""#,
        "What to say, in one line";
]);

section!(
    /// The keys of an element of `[[steps]]`.
    StepKey, "[[steps]]", [
    Name "name": LINE, Required, r#""migrate""#,
        "What messages call the step, in one line";
    Run "run": COMMAND, Required, r#"["php", "artisan", "migrate", "--force"]"#,
        "The command and its arguments";
    Modes "modes": MODES, Means("all modes"), r#"["worker"]"#,
        "The modes that the step belongs to";
    When "when": Kind::Condition, Means("always"), r#""env:DATABASE_URL""#,
        "When it is run";
    Fail "fail": Kind::OneOf(&words(&choice::STEP_FAIL)), Value("stop"), r#""warn""#,
        "What a failure leads to: `stop` (the script leaves) or `warn` (it says so and goes on)";
    Timeout "timeout": DURATION, Means("as long as it takes"), r#""5m""#,
        "How long it may take, then it gets TERM, and KILL 10 s later: `90s`, `5m`, `1h`";
]);

section!(
    /// The keys of `[deploy]`.
    DeployKey, "[deploy]", [
    Script "script": Kind::Text("^/"), Value("/usr/local/bin/entrypoint.sh"), r#""/app/entrypoint.sh""#,
        "Where the image has the script";
    Services "services": Kind::Map(MODE_NAMES, &SERVICE_NAME), Means("all modes, by their own names"), r#"{ worker = "app_worker" }"#,
        "The modes that have a service, each with the service's name";
    Compose "compose": LINE, Nothing, r#""docker-compose.yaml""#,
        "The Compose file that holds what `derive compose` gives, relative to the table";
    Dockerfile "dockerfile": LINE, Nothing, r#""Dockerfile""#,
        "The Dockerfile that holds what `derive dockerfile` prints, relative to the table";
    Docs "docs": LINE, Nothing, r#""docs/running.md""#,
        "The page that `derive docs` prints, relative to the table";
    Service "service": Kind::Table(ServiceKey::SHAPE), Nothing, r#"{ image = "app:latest" }"#,
        "What all services share";
]);

section!(
    /// The keys of `[deploy.service]` and of `[modes.NAME.deploy]`.
    ServiceKey, "[deploy.service]", [
    Image "image": LINE, Means("the Dockerfile beside the Compose file is built"), r#""app:latest""#,
        "The image";
    EnvFile "env-file": LINES, Nothing, r#"[".env"]"#,
        "Files of variables";
    Environment "environment": Kind::Map(VARIABLE_NAMES, &TEXT), Nothing, r#"{ APP_ENV = "${APP_ENV:-production}" }"#,
        "Variables, besides the one that chooses the mode; Compose fills in `${NAME}`";
    Volumes "volumes": LINES, Nothing, r#"["./storage:/app/storage"]"#,
        "Volumes and folders, as Compose writes them";
    Networks "networks": LINES, Nothing, r#"["back"]"#,
        "Networks";
    Ports "ports": LINES, Nothing, r#"["8000-8009:8000"]"#,
        "Published ports, as Compose writes them";
    SecurityOpt "security-opt": LINES, Nothing, r#"["no-new-privileges:true"]"#,
        "Options of the kernel's security modules";
    CapDrop "cap-drop": LINES, Nothing, r#"["ALL"]"#,
        "Capabilities that are taken away";
    CapAdd "cap-add": LINES, Nothing, r#"["CHOWN"]"#,
        "Capabilities that are given";
    ReadOnly "read-only": Kind::Boolean, Value("false"), "true",
        "The root file system cannot be written";
    Tmpfs "tmpfs": LINES, Nothing, r#"["/tmp"]"#,
        "Folders in memory";
    User "user": LINE, Means("the image's"), r#""1000:1000""#,
        "The user, by name or number, with a group behind `:`";
    DependsOn "depends-on": Kind::Map(SERVICE_NAMES, &Kind::OneOf(&words(&choice::DEPENDS_ON))), Nothing, r#"{ db = "healthy" }"#,
        "Services that are `started`, `healthy` or `completed` before";
    Limits "limits": Kind::Table(ResourcesKey::SHAPE), Nothing, r#"{ cpus = "2", memory = "2G" }"#,
        "The most that a container may use";
    Reservations "reservations": Kind::Table(ResourcesKey::SHAPE), Nothing, r#"{ memory = "512M" }"#,
        "What a container surely has";
    Replicas "replicas": Kind::Integer(0, 1000), Means("one"), "3",
        "How many containers";
    Restart "restart": Kind::OneOf(&words(&choice::RESTART_POLICY)), Value("unless-stopped"), r#""no""#,
        "When the engine starts a container again: `no`, `always`, `on-failure` or `unless-stopped`";
    Grace "grace": DURATION, Means("10 s more than `stop.grace`"), r#""1h""#,
        "How long the engine lets a container stop, then it kills it";
    Healthcheck "healthcheck": Kind::Table(HealthcheckKey::SHAPE), Nothing, r#"{ interval = "10s" }"#,
        "How often a mode with `health` is asked";
]);

section!(
    /// The keys of `limits` and `reservations`.
    ResourcesKey, "[deploy.service.limits]", [
    Cpus "cpus": Kind::Text(r"^[0-9]+(\.[0-9]+)?$"), Nothing, r#""0.5""#,
        "Processors";
    Memory "memory": Kind::Text("^[0-9]+[bkmgBKMG]?$"), Nothing, r#""512M""#,
        "Bytes, or with `k`, `m`, `g` behind it";
]);

section!(
    /// The keys of `healthcheck`.
    HealthcheckKey, "[deploy.service.healthcheck]", [
    Interval "interval": DURATION, Value("30s"), r#""10s""#,
        "The time between two questions";
    Timeout "timeout": DURATION, Value("10s"), r#""5s""#,
        "How long an answer may take";
    Retries "retries": Kind::Integer(1, 1000), Value("3"), "5",
        "After how many bad answers a container is unhealthy";
    StartPeriod "start-period": DURATION, Value("60s"), r#""30s""#,
        "The time after the start in which a bad answer does not count";
]);

section!(
    /// The key of a condition that is a table.
    AnyKey, "a condition", [
    Any "any": Kind::List(&Kind::Condition), Required, r#"["root", "cmd:su-exec"]"#,
        "At least one of them holds";
]);
