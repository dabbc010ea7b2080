//! The instructions of a Dockerfile that make the script the container's start.

use super::service::duration;
use super::table;
use crate::emit::header::modes;
use crate::emit::health::QUESTION;
use crate::emit::select::chosen;
use crate::emit::sentence::{COLUMNS, all_of, either, filled};
use crate::plan::{Command, Deployment, Mode, Plan, Signal};

/// What the first line begins and ends with; the table is in between.
const START: [&str; 2] = [
    "Generated from ",
    "; edit that and run: lychgate derive dockerfile --write",
];
/// The last line.
const END: &str = "The end of what lychgate generated.";

/// The instructions, for the last stage of a Dockerfile, or nothing if the table has no
/// `[deploy]`.
///
/// They need no `BuildKit`, and the folder of the table as the build context. What the
/// modes do not agree on is a comment, and left to their services.
#[must_use]
pub fn dockerfile(plan: &Plan) -> Option<String> {
    let deployment = plan.deployment.as_ref()?;
    let mut text = String::new();
    let mut add = |comment: &[String], instruction: &str| {
        for line in comment {
            text.push_str(format!("# {line}").trim_end());
            text.push('\n');
        }
        text.push_str(instruction);
    };
    let [start, end] = START;
    add(&[format!("{start}{}{end}", table(plan))], "");
    add(&about(plan), "");
    let guide = deployment.files.docs.as_ref();
    let guide = guide.map(|docs| format!("How it is run is in {docs}."));
    add(&guide.into_iter().collect::<Vec<_>>(), "");
    let copy = format!("COPY {}\n", paths(&deployment.source, &deployment.script));
    let why = "The script has its run bit already, which COPY keeps.";
    add(&[why.to_owned()], &copy);
    let entrypoint = format!("ENTRYPOINT {}\n", array(&[&deployment.script]));
    add(&cmd(plan), &entrypoint);
    let (signal, comment) = stop_signal(plan, deployment);
    let signal = format!("STOPSIGNAL SIG{}\n", signal.name());
    add(&comment, &signal);
    let (comment, instruction) = healthcheck(plan, deployment);
    add(&comment, &instruction);
    add(&[END.to_owned()], "");
    Some(text)
}

/// The Dockerfile `file` with `instructions` in place of those that it has; nothing if
/// it has none, or more than once. Its line ends stay.
#[must_use]
pub fn put_into_dockerfile(file: &str, instructions: &str) -> Option<String> {
    let [start, end] = START;
    let comment = |line: &'_ str| line.trim_end().strip_prefix("# ").map(str::to_owned);
    let is_start = |line: &str| {
        comment(line).is_some_and(|text| text.starts_with(start) && text.ends_with(end))
    };
    let is_end = |line: &str| comment(line).is_some_and(|text| text == END);
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    let one = |is: &dyn Fn(&str) -> bool| {
        let mut places = (0..lines.len()).filter(|&place| is(lines[place]));
        places.next().filter(|_| places.next().is_none())
    };
    let (first, last) = (one(&is_start)?, one(&is_end)?);
    if last < first {
        return None;
    }
    let line_end = if lines[first].ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut block = instructions.replace('\n', line_end);
    if !lines[last].ends_with('\n') {
        block.truncate(block.trim_end().len());
    }
    Some(lines[..first].concat() + &block + &lines[last + 1..].concat())
}

/// What the image can be, and how that is chosen.
fn about(plan: &Plan) -> Vec<String> {
    let Some(selection) = &plan.selection else {
        return sentence(&format!("The start of {}.", plan.app));
    };
    let chooses = "chooses what a container of this image does:";
    let mut lines = sentence(&chosen(selection, chooses));
    lines.extend(modes(plan, selection));
    lines
}

/// What becomes of CMD, where a mode runs it.
fn cmd(plan: &Plan) -> Vec<String> {
    let runs_words = |mode: &&Mode| *mode.run().0 == Command::Words;
    let modes: Vec<&str> = plan.modes.iter().filter(runs_words).map(name).collect();
    if modes.is_empty() {
        return Vec::new();
    }
    let runs = if modes.len() == 1 { "runs" } else { "run" };
    sentence(&format!(
        "ENTRYPOINT drops the CMD of the base image: say it below, since {} {runs} it.",
        all_of(modes)
    ))
}

/// What stops a container. An image has one signal: what another mode wants is said.
fn stop_signal(plan: &Plan, deployment: &Deployment) -> (Signal, Vec<String>) {
    let signals = &deployment.stop_signals;
    if signals.iter().all(|signal| *signal == signals[0]) {
        return (signals[0], Vec::new());
    }
    let others = plan.modes.iter().zip(signals);
    let others = others.filter(|(_, signal)| **signal != Signal::Term);
    let others: Vec<String> = others
        .map(|(mode, signal)| format!("{} needs SIG{}", mode.name, signal.name()))
        .collect();
    let comment = format!(
        "An image has one signal; {}: `stop_signal` of its service, or `docker run \
         --stop-signal`.",
        all_of(others.iter().map(String::as_str))
    );
    (Signal::Term, sentence(&comment))
}

/// The question for health, if every container has an answer.
fn healthcheck(plan: &Plan, deployment: &Deployment) -> (Vec<String>, String) {
    let silent: Vec<&str> = plan
        .modes
        .iter()
        .filter(|mode| mode.health.is_none())
        .map(name)
        .collect();
    if silent.len() == plan.modes.len() {
        return (Vec::new(), String::new());
    }
    if !silent.is_empty() {
        let comment = format!(
            "No HEALTHCHECK: a container of {} has no answer, and would be unhealthy. The \
             services of the other modes have their own.",
            either(silent.iter().map(|name| (*name).to_owned()))
        );
        return (sentence(&comment), String::new());
    }
    let asked = &deployment.healthcheck;
    let instruction = format!(
        "HEALTHCHECK --interval={} --timeout={} --start-period={} --retries={} \\\n  CMD {}\n",
        duration(asked.interval),
        duration(asked.timeout),
        duration(asked.start_period),
        asked.retries,
        array(&[&deployment.script, QUESTION]),
    );
    (Vec::new(), instruction)
}

fn name(mode: &Mode) -> &str {
    &mode.name
}

/// `text` in the lines of a comment.
fn sentence(text: &str) -> Vec<String> {
    filled(text, COLUMNS - "# ".len())
}

/// `from` and `to` as words of `COPY`, which takes `$`, `\` and, in `from`, `*`, `?` and
/// `[` for its own.
fn paths(from: &str, to: &str) -> String {
    let from = escaped(from, r"\$*?[");
    let to = escaped(to, r"\$");
    if from.contains(char::is_whitespace) || to.contains(char::is_whitespace) {
        array(&[&from, &to])
    } else {
        format!("{from} {to}")
    }
}

fn escaped(text: &str, special: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if special.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `words` in exec form.
fn array(words: &[&str]) -> String {
    let words = words.iter().map(|word| serde_json::Value::from(*word));
    let words: Vec<String> = words.map(|word| word.to_string()).collect();
    format!("[{}]", words.join(", "))
}
