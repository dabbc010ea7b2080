//! Lines of a log that has fields, read as strictly as their form allows.

use serde_json::{Value, json};

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) level: String,
    pub(crate) app: String,
    pub(crate) msg: String,
}

/// Reads a JSON object with the three fields in their order and nothing else.
pub(crate) fn json(line: &str) -> Option<Event> {
    let object: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| object.get(name)?.as_str().map(str::to_owned);
    let event = Event {
        level: field("level")?,
        app: field("app")?,
        msg: field("msg")?,
    };
    let [level, app, msg] = [&event.level, &event.app, &event.msg].map(|text| json!(text));
    let written = format!(r#"{{"level":{level},"app":{app},"msg":{msg}}}"#);
    (line == written).then_some(event)
}

/// Reads `level=word app=value msg="value"`.
pub(crate) fn logfmt(line: &str) -> Option<Event> {
    let (level, rest) = bare(line.strip_prefix("level=")?)?;
    let rest = rest.strip_prefix(" app=")?;
    let (app, rest) = bare(rest).or_else(|| quoted(rest))?;
    let (msg, rest) = quoted(rest.strip_prefix(" msg=")?)?;
    rest.is_empty().then_some(Event { level, app, msg })
}

/// A value without quotes, and what stands behind it.
fn bare(text: &str) -> Option<(String, &str)> {
    let end = text.find(' ').unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    let is_bare = !value.is_empty() && !value.contains(['"', '=', '\\']) && value.is_ascii();
    is_bare.then(|| (value.to_owned(), rest))
}

/// A value in quotes, and what stands behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some((value, rest.as_str())),
            '\\' => value.push(rest.next().filter(|c| matches!(c, '"' | '\\'))?),
            c if c.is_control() => return None,
            c => value.push(c),
        }
    }
}
