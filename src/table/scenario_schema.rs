//! The keys of `[[scenarios]]`, a part of the list in `schema.rs`.

use super::choice::{self, words};
use super::kind::{
    Kind, LINE, MODE_NAME, PROGRAMS, SCENARIO_ID, SIGNAL, TEXT, TIME, VARIABLE_NAMES, WORD,
};
use super::schema::Absent::{Means, Nothing, Required, Value};
use super::schema::{Entry, Section, Shape, section};

/// A text or several.
const TEXTS: Kind = Kind::Either(&[WORD, Kind::List(&WORD)]);
/// How often a program is started.
const STARTS: Kind = Kind::Integer(0, 10_000);
/// One start of a stand-in or several.
const STAND_IN: Kind = Kind::Either(&[
    Kind::Table(StandInKey::SHAPE),
    Kind::List(&Kind::Table(StandInKey::SHAPE)),
]);

section!(
    /// The keys of an element of `[[scenarios]]`.
    ScenarioKey, "[[scenarios]]", [
    Id "id": SCENARIO_ID, Required, r#""S-002-05""#,
        "What it is called: letters, digits and `. _ -`";
    Says "says": LINE, Required, r#""TERM lets the job in hand finish""#,
        "What it proves, in one line";
    Mode "mode": MODE_NAME, Means("what `env` and `args` choose"), r#""worker""#,
        "The mode that the start is to choose: its variable or word is put in";
    Env "env": Kind::Map(VARIABLE_NAMES, &TEXT), Nothing, r#"{ QUEUE_NAMES = "high" }"#,
        "The container's variables";
    Args "args": Kind::List(&TEXT), Nothing, r#"["--verbose"]"#,
        "The words of its command line, without the one that chooses `mode`";
    StandIn "stand-in": Kind::Map(PROGRAMS, &STAND_IN), Means("the mode's program runs until its stop signal, others end at once with 0"), r#"{ php = { until = "TERM", exit = 4 } }"#,
        "What programs do at a start, by their names; of several starts the last one repeats";
    Signal "signal": Kind::Either(&[SIGNAL, Kind::Table(SentKey::SHAPE)]), Nothing, r#""TERM""#,
        "What the container is sent; a name alone is sent while the program runs";
    Later "later": TIME, Nothing, r#""5m""#,
        "By how much the script's clock is put forward once the program runs for the last time";
    Expect "expect": Kind::Table(ExpectKey::SHAPE), Required, "{ exit = 4 }",
        "What is to be seen, at least one thing";
]);

section!(
    /// The keys of a start of a stand-in.
    StandInKey, "[scenarios.stand-in.PROGRAM]", [
    Until "until": SIGNAL, Nothing, r#""TERM""#,
        "The signal that ends it; without it and `runs` it ends at once";
    Runs "runs": TIME, Nothing, r#""2s""#,
        "After so long it ends by itself: `300ms`, `5s`, `5m`, `1h`";
    Lingers "lingers": TIME, Nothing, r#""300ms""#,
        "How long it goes on after the signal of `until`";
    Exit "exit": Kind::Integer(0, 255), Value("0"), "4",
        "The code with which it ends";
    Dies "dies": Kind::OneOf(&words(&choice::DEATHS)), Nothing, r#""KILL""#,
        "In place of `exit`: the signal by which it dies";
    Prints "prints": TEXT, Nothing, r#""ready\n""#,
        "What it writes to standard output when it has started, as it is";
    Complains "complains": TEXT, Nothing, r#""no config\n""#,
        "What it writes to standard error when it has started, as it is";
    Times "times": Kind::Integer(1, 1000), Value("1"), "11",
        "How many starts in a row are like this";
]);

section!(
    /// The keys of `scenarios.signal`.
    SentKey, "[scenarios.signal]", [
    Send "send": SIGNAL, Required, r#""TERM""#,
        "The signal";
    At "at": Kind::OneOf(&words(&choice::MOMENTS)), Value("running"), r#""pause""#,
        "When: the program runs, it is about to start again, a step runs, or it has got its stop signal already";
]);

section!(
    /// The keys of `scenarios.expect`.
    ExpectKey, "[scenarios.expect]", [
    Exit "exit": Kind::Integer(0, 255), Nothing, "4",
        "The container's exit code";
    Output "output": TEXTS, Nothing, r#""leaving with code 4""#,
        "Texts that are somewhere in standard output or standard error";
    Absent "absent": TEXTS, Nothing, r#"["password"]"#,
        "Texts that are in neither";
    Order "order": Kind::List(&WORD), Nothing, r#"["mode worker", "starting"]"#,
        "Texts that are there one behind the other";
    Within "within": TIME, Nothing, r#""2s""#,
        "The most time from the signal, or without one from the start, to the container's end";
    Starts "starts": Kind::Map(PROGRAMS, &STARTS), Nothing, "{ php = 1 }",
        "How often programs are started";
    Command "command": Kind::List(&TEXT), Nothing, r#"["php", "artisan", "queue:work"]"#,
        "The words of the mode's program at its last start";
    Health "health": Kind::OneOf(&words(&choice::VERDICTS)), Nothing, r#""unhealthy""#,
        "What `:health` says when all else has been seen";
]);
