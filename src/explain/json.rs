//! The story for programs, as `docs/reference/explain.md` describes it.

use serde_json::{Value, json};

use crate::explain::answer::{Answer, Finding};
use crate::explain::story::{
    By, Chosen, Entry, Origin, Probe, Refusal, Remark, Resolved, Run, StepStory, Story, Supervised,
};
use crate::plan::{AfterLimit, Forward, Restart, RestartOn, StepFail};

/// `story` as one object of JSON, and a line end.
#[must_use]
pub fn json(story: &Story<'_>) -> String {
    let (run, refusal) = (story.then.as_ref().ok(), story.then.as_ref().err());
    let steps = run.map_or_else(Vec::new, |run| run.steps.iter().map(step).collect());
    let value = json!({
        "mode": story.mode.as_ref().map(|chosen| &chosen.mode.name),
        "chosen-by": story.mode.as_ref().map(chosen_by),
        "umask": story.plan.umask.map(|umask| umask.to_string()),
        "nofile": story.plan.nofile,
        "environment": story.environment.iter().map(entry).collect::<Vec<_>>(),
        "steps": steps,
        "directory": run.and_then(|run| run.directory.as_ref()).map(same),
        "command": run.map(|run| same(&run.command)),
        "life": run.map(life),
        "refused": refusal.map(refused),
    });
    format!("{value:#}\n")
}

/// The branches of `answer`, each with its value as `to` makes it.
fn answered<T>(answer: &Answer<T>, to: impl Fn(&T) -> Value) -> Value
where
    T: PartialEq,
{
    let branches = answer.branches().iter().map(|branch| {
        let mut object = json!({ "if": branch.when.iter().map(condition).collect::<Vec<_>>() });
        object["value"] = to(&branch.value);
        object
    });
    branches.collect()
}

/// The branches of `answer` as they are.
fn same<T>(answer: &Answer<T>) -> Value
where
    T: PartialEq + Clone + Into<Value>,
{
    answered(answer, |value| value.clone().into())
}

/// A finding as a condition of the table has it.
fn condition(finding: &Finding) -> String {
    let not = if finding.holds { "" } else { "!" };
    format!("{not}{}", finding.fact)
}

fn chosen_by(chosen: &Chosen<'_>) -> Value {
    let word = |by, word: &str| json!({ "by": by, "name": null, "value": word });
    match &chosen.by {
        By::Nobody => json!({ "by": "nobody", "name": null, "value": null }),
        By::Default => json!({ "by": "default", "name": null, "value": null }),
        By::Variable { name, value } => json!({ "by": "variable", "name": name, "value": value }),
        By::Word(first) => word("word", first),
        By::Match(first) => word("match", first),
        By::Option(first) => word("options", first),
        By::Unknown(first) => word("unknown", first),
    }
}

fn entry(entry: &Entry<'_>) -> Value {
    json!({
        "name": entry.variable.reference.name,
        "exported": !entry.variable.reference.private,
        "values": answered(&entry.value, resolved),
        "errors": entry.errors.iter().map(remark).collect::<Vec<_>>(),
        "warnings": entry.warnings.iter().map(remark).collect::<Vec<_>>(),
    })
}

fn resolved(resolved: &Resolved) -> Value {
    let (from, alias) = match &resolved.origin {
        Origin::Given => ("given", None),
        Origin::Alias(name) => ("alias", Some(name)),
        Origin::Default => ("default", None),
        Origin::Nothing => ("nothing", None),
    };
    json!({ "text": resolved.value, "from": from, "alias": alias })
}

fn remark(remark: &Remark) -> Value {
    json!({ "message": remark.message, "applies": same(&remark.applies) })
}

fn step(story: &StepStory<'_>) -> Value {
    json!({
        "name": story.step.name,
        "runs": same(&story.applies),
        "command": same(&story.command),
        "timeout": story.step.timeout,
        "fail": match story.step.fail {
            StepFail::Stop => "stop",
            StepFail::Warn => "warn",
        },
    })
}

/// What becomes of the program; `stop` is null for one that nobody looks after.
fn life(run: &Run<'_>) -> Value {
    let supervised = run.supervised.as_ref();
    let rules = supervised.map(|supervised| supervised.supervision);
    let pair = |forward: &Forward| json!({ "from": forward.from.name(), "to": forward.to.name() });
    let forward = rules.map_or(&[][..], |rules| &rules.forward);
    json!({
        "supervised": supervised.is_some(),
        "stop": supervised.map(stop),
        "forward": forward.iter().map(pair).collect::<Vec<_>>(),
        "restart": rules.and_then(|rules| rules.restart.as_ref()).map(restart),
        "health": run.health.as_ref().map(health),
    })
}

fn stop(supervised: &Supervised<'_>) -> Value {
    let rules = supervised.supervision;
    let accepts = rules.accepts.iter().map(|signal| signal.name());
    json!({
        "signal": rules.signal.name(),
        "accepts": accepts.collect::<Vec<_>>(),
        "grace": rules.grace,
        "before": supervised.before.as_ref().map(same),
        "after": supervised.after.as_ref().map(same),
    })
}

fn restart(restart: &Restart) -> Value {
    json!({
        "on": match restart.on {
            RestartOn::Always => "always",
            RestartOn::Failure => "failure",
            RestartOn::Never => "never",
        },
        "recycle": restart.recycle,
        "delay": restart.delay,
        "factor": restart.back_off.map_or(1, |back_off| back_off.factor),
        "max-delay": restart.back_off.map(|back_off| back_off.longest),
        "stable-after": restart.back_off.and_then(|back_off| back_off.stable_after),
        "jitter": restart.jitter,
        "limit": restart.limit.map(|limit| json!({
            "exits": limit.exits,
            "within": limit.within,
            "then": match limit.then {
                AfterLimit::Exit => "exit",
                AfterLimit::Unhealthy => "unhealthy",
            },
        })),
    })
}

fn health(probe: &Probe) -> Value {
    let (asks, of, fresh_for) = match probe {
        Probe::Alive => ("alive", Value::Null, None),
        Probe::Run(command) => ("run", same(command), None),
        Probe::Tcp(port) => ("tcp", same(port), None),
        Probe::File { path, fresh_for } => ("file", same(path), Some(fresh_for)),
    };
    json!({ "asks": asks, "of": of, "fresh-for": fresh_for })
}

fn refused(refusal: &Refusal) -> Value {
    json!({ "code": refusal.code, "messages": refusal.messages })
}
