//! What a person sees of a proof.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use insta::assert_snapshot;
use lychgate::diagnostic::text::Colour;
use lychgate::explain::Start;
use lychgate::prove::container::Image;
use lychgate::prove::matrix::{Matrix, Row};
use lychgate::prove::report::{About, Counts, Known, Report, Shells, Style, text};
use lychgate::prove::scenario::{Scenario, Time};
use lychgate::prove::verdict::{Miss, Played, Reason, Verdict};
use lychgate::sandbox::arrivals::Arrivals;
use lychgate::sandbox::outcome::{Outcome, Status, Timeline};
use lychgate::shell::{Installed, Shell};

use super::dash;

/// A report without colour.
const PLAIN: Style = Style {
    colour: Colour::Never,
    width: 80,
};

fn played(verdict: Verdict) -> Played {
    let outcome = Outcome {
        status: Status::Exited(143),
        stdout: b"one\x1b[2J\n".to_vec(),
        stderr: Vec::new(),
        arrivals: Arrivals::default(),
        events: Vec::new(),
        timeline: Timeline::default(),
        pid1: true,
        left: Vec::new(),
    };
    Played {
        outcome: (!matches!(verdict, Verdict::NotRun(_))).then_some(outcome),
        verdict,
        shortened: Vec::new(),
        notes: Vec::new(),
        took: Duration::ZERO,
    }
}

fn proven() -> Played {
    played(Verdict::Proven)
}

/// With a reason at the line 2 of the script.
fn refuted() -> Played {
    let reason = Reason {
        text: "the shell waits for it, and TERM is lost; run it with `exec`".to_owned(),
        line: Some(2),
    };
    let misses = [("`work` must get TERM once, and got no signal", Some(reason))];
    played(Verdict::Refuted(
        misses.map(|(what, reason)| miss(what, reason)).to_vec(),
    ))
}

fn miss(what: &str, reason: Option<Reason>) -> Miss {
    let what = what.to_owned();
    Miss { what, reason }
}

fn not_run() -> Played {
    played(Verdict::NotRun("runs its own `nc`".to_owned()))
}

/// A scenario with a cell for each of two shells.
fn row(id: &str, cells: impl Into<Vec<Played>>) -> Row {
    let scenario = Scenario {
        id: id.to_owned(),
        says: "its program gets TERM once, and its code is that of the container".to_owned(),
        why: "the script stays as the parent of its program".to_owned(),
        start: Start::default(),
        reads: BTreeSet::new(),
        stand_ins: BTreeMap::new(),
        image: Image::default(),
        time: Time::Real,
        acts: Vec::new(),
        expected: Vec::new(),
    };
    let cells = cells.into();
    Row { scenario, cells }
}

/// These rows in two columns; the version of the second shell cannot be told.
struct Made {
    matrix: Matrix,
    about: About,
    shells: Shells,
}

impl Made {
    fn of(dash: &Installed, rows: Vec<Row>) -> Self {
        let known = |version: Option<&str>| Known {
            installed: dash.clone(),
            version: version.map(str::to_owned),
        };
        Self {
            matrix: Matrix {
                shells: vec![dash.clone(), dash.clone()],
                rows,
                took: Duration::from_millis(1234),
            },
            about: About {
                table: "lychgate.toml".to_owned(),
                script: "entrypoint.sh".to_owned(),
                source: "#!/bin/sh\n  work --all\n".to_owned(),
                command: vec!["lychgate".to_owned(), "prove".to_owned()],
            },
            shells: Shells {
                found: vec![known(Some("0.5.12")), known(None)],
                ..Shells::default()
            },
        }
    }

    fn report(&self) -> Report<'_> {
        Report {
            matrix: &self.matrix,
            about: &self.about,
            shells: &self.shells,
        }
    }

    fn text(&self, style: Style) -> String {
        let report = self.report();
        let matrix = text::matrix(&report, style);
        let failures = text::failures(&report, style);
        [matrix, failures, text::rest(&report, style)].concat()
    }

    fn counts(&self) -> Counts {
        Counts::of(&self.report())
    }
}

#[test]
fn what_is_proven_is_a_line_a_scenario() {
    let Some(dash) = dash() else { return };
    let rows = vec![
        row("worker/stop", [proven(), proven()]),
        row("worker/stop-INT", [proven(), proven()]),
    ];
    let made = Made::of(&dash, rows);
    assert_snapshot!("proven", made.text(PLAIN));
    assert!(made.counts().is_well(false));
}

#[test]
fn a_failure_is_told_in_full_once_for_all_shells_that_share_it() {
    let Some(dash) = dash() else { return };
    let other = played(Verdict::Refuted(vec![miss("it left with 1", None)]));
    let rows = vec![
        row("worker/stop", [refuted(), refuted()]),
        row("worker/stop-INT", [refuted(), other]),
    ];
    let made = Made::of(&dash, rows);
    assert_snapshot!("refuted", made.text(PLAIN));
    assert!(!made.counts().is_well(true));
}

#[test]
fn what_is_not_all_of_it_is_named() {
    let Some(dash) = dash() else { return };
    let mut noted = proven();
    noted.notes.push("TERM was sent again".to_owned());
    noted.shortened.push("restart.delay 1 s for 5 s".to_owned());
    let rows = vec![
        row("worker/stop", [noted.clone(), not_run()]),
        row("worker/restart", [noted, not_run()]),
    ];
    let mut made = Made::of(&dash, rows);
    made.shells.missing = vec![Shell::Zsh, Shell::Posh];
    assert_snapshot!("gaps", made.text(PLAIN));
    assert!(made.counts().is_well(false));
}

#[test]
fn a_scenario_that_was_played_nowhere_is_not_well() {
    let Some(dash) = dash() else { return };
    let made = Made::of(&dash, vec![row("worker/stop", [not_run(), not_run()])]);
    assert!(!made.counts().is_well(false));
    assert!(!made.counts().is_well(true));
}

#[test]
fn another_process_than_1_is_said_and_passes_only_where_it_may() {
    let Some(dash) = dash() else { return };
    let mut outside = proven();
    outside.outcome.as_mut().expect("it was played").pid1 = false;
    let rows = vec![
        row("worker/stop", [outside.clone(), outside]),
        row("worker/limit", [not_run(), not_run()]),
    ];
    let made = Made::of(&dash, rows);
    assert_snapshot!("not-process-1", made.text(PLAIN));
    assert!(!made.counts().is_well(false));
    assert!(made.counts().is_well(true));
}

#[test]
fn a_line_fits_the_terminal() {
    let Some(dash) = dash() else { return };
    let made = Made::of(&dash, vec![row("worker/stop", [proven(), refuted()])]);
    for width in [30, 40, 60, 80, 100] {
        let style = Style { width, ..PLAIN };
        for line in text::matrix(&made.report(), style).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn a_cell_that_was_not_played_is_never_green() {
    const GREEN: &str = "\u{1b}[32m";
    let Some(dash) = dash() else { return };
    let style = Style {
        colour: Colour::Always,
        ..PLAIN
    };
    let mut outside = proven();
    outside.outcome.as_mut().expect("it was played").pid1 = false;
    for other in [refuted(), not_run(), outside] {
        let made = Made::of(&dash, vec![row("a/b", [other.clone(), other])]);
        let text = made.text(style);
        assert!(!text.contains(GREEN), "{text}");
    }
    let made = Made::of(&dash, vec![row("a/b", [proven(), proven()])]);
    assert!(made.text(style).contains(GREEN));
}
