//! A proof for programs, as `docs/reference/prove.md` describes it.

use std::time::Duration;

use serde_json::{Value, json};

use super::failure::again;
use super::{Counts, Report, Shells};
use crate::prove::matrix::Row;
use crate::prove::verdict::{Miss, Played, Verdict};
use crate::sandbox::outcome::Outcome;

/// How many bytes of an output are in the document.
const KEPT: usize = 16 * 1024;

/// `report` as one object of JSON, and a line end.
#[must_use]
pub fn json(report: &Report<'_>) -> String {
    let counts = Counts::of(report);
    let mut value = json!({
        "table": report.about.table,
        "script": report.about.script,
        "counts": {
            "proven": counts.proven,
            "refuted": counts.refuted,
            "not-run": counts.not_run,
            "not-pid1": counts.no_pid1,
        },
        "took-ms": milliseconds(report.matrix.took),
    });
    shells(report.shells, &mut value);
    let rows = report.matrix.rows.iter().map(|row| scenario(row, report));
    value["scenarios"] = rows.collect();
    format!("{value:#}\n")
}

/// Puts the shells into `value`.
pub(super) fn shells(shells: &Shells, value: &mut Value) {
    let found = shells.found.iter().map(|shell| {
        json!({
            "name": shell.name(),
            "version": shell.version,
            "path": shell.installed.path().display().to_string(),
        })
    });
    value["shells"] = found.collect();
    let missing = shells.missing.iter().map(|shell| shell.name());
    value["missing"] = missing.collect();
}

fn scenario(row: &Row, report: &Report<'_>) -> Value {
    let scenario = &row.scenario;
    let cells = row.cells.iter().zip(&report.shells.found);
    let cells = cells.map(|(played, shell)| {
        let again = again(report.about, shell.name(), &scenario.id);
        cell(played, shell.name(), &again)
    });
    json!({
        "id": scenario.id,
        "says": scenario.says,
        "why": scenario.why,
        "cells": cells.collect::<Vec<_>>(),
    })
}

fn cell(played: &Played, shell: &str, again: &str) -> Value {
    let (verdict, misses, reason) = match &played.verdict {
        Verdict::Proven => ("proven", &[][..], None),
        Verdict::Refuted(misses) => ("refuted", misses.as_slice(), None),
        Verdict::NotRun(reason) => ("not-run", &[][..], Some(reason)),
    };
    json!({
        "shell": shell,
        "verdict": verdict,
        "not-run": reason,
        "misses": misses.iter().map(miss).collect::<Vec<_>>(),
        "seen": played.outcome.as_ref().map(seen),
        "shortened": played.shortened,
        "notes": played.notes,
        "took-ms": milliseconds(played.took),
        "again": again,
    })
}

fn miss(miss: &Miss) -> Value {
    let reason = miss.reason.as_ref();
    json!({
        "what": miss.what,
        "reason": reason.map(|reason| &reason.text),
        "line": reason.and_then(|reason| reason.line),
    })
}

fn seen(outcome: &Outcome) -> Value {
    let timeline = outcome.timeline.iter().map(
        |(time, happening)| json!({ "ms": milliseconds(time), "what": happening.to_string() }),
    );
    json!({
        "pid1": outcome.pid1,
        "end": outcome.status.to_string(),
        "timeline": timeline.collect::<Vec<_>>(),
        "left": outcome.left,
        "stdout": written(&outcome.stdout),
        "stderr": written(&outcome.stderr),
    })
}

/// The begin of an output, and whether there was more.
fn written(bytes: &[u8]) -> Value {
    let kept = &bytes[..bytes.len().min(KEPT)];
    json!({
        "text": String::from_utf8_lossy(kept),
        "cut": bytes.len() > KEPT,
    })
}

/// With three digits behind the point.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
