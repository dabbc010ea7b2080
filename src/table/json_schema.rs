//! The JSON schema of the table, made from the list of keys.
//!
//! It is draft 7, which is what language servers for TOML read. A schema sees one
//! value at a time: rules that span keys are for `parse` alone.

use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use super::condition;
use super::kind::Kind;
use super::parse::number;
use super::schema::{Absent, AnyKey, Entry, RootKey, Section, Shape};

/// Where the one recursive language is defined.
const CONDITION: &str = "#/definitions/condition";

/// The JSON schema of the table, with a newline at the end.
///
/// It accepts every table that `parse` does, and refuses unknown and missing keys,
/// values of a wrong kind or form, and numbers out of range.
#[must_use]
pub fn json_schema() -> String {
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    schema.append(&mut table(RootKey::SHAPE));
    schema.insert("title".to_owned(), json!("lychgate.toml"));
    schema.insert(
        "description".to_owned(),
        json!("The mode table of a container: what it does when it starts"),
    );
    schema.insert(
        "definitions".to_owned(),
        json!({ "condition": conditions() }),
    );
    format!("{:#}\n", Value::Object(schema))
}

/// A table with these keys and no others.
fn table(shape: &Shape) -> Map<String, Value> {
    let properties: Map<String, Value> = shape
        .entries
        .iter()
        .map(|entry| (entry.name.to_owned(), Value::Object(property(entry))))
        .collect();
    let required: Vec<&str> = shape
        .entries
        .iter()
        .filter(|entry| entry.absent == Absent::Required)
        .map(|entry| entry.name)
        .collect();
    let mut schema = object(json!({
        "title": shape.title,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    }));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

/// The value of one key, with what an editor shows of it.
fn property(entry: &Entry) -> Map<String, Value> {
    let mut schema = value(entry.kind);
    schema.insert("description".to_owned(), json!(description(entry)));
    if let Absent::Value(text) = entry.absent {
        schema.insert("default".to_owned(), literal(entry.kind, text));
    }
    if let Some(example) = example(entry) {
        schema.insert("examples".to_owned(), json!([example]));
    }
    schema
}

/// What the key says, and what holds without it where no value says that.
fn description(entry: &Entry) -> String {
    match entry.absent {
        Absent::Means(text) => format!("{}. Without it: {text}", entry.about),
        Absent::Required | Absent::Value(_) | Absent::Nothing => entry.about.to_owned(),
    }
}

/// Values of this kind.
fn value(kind: Kind) -> Map<String, Value> {
    let schema = match kind {
        Kind::Text("") => json!({ "type": "string" }),
        Kind::Text(pattern) => json!({ "type": "string", "pattern": pattern }),
        Kind::Scalar => json!({ "type": ["string", "integer", "boolean"] }),
        Kind::OneOf(words) => json!({ "type": "string", "enum": words }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::True => json!({ "type": "boolean", "const": true }),
        Kind::Integer(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        // Beside a `$ref`, draft 7 reads no description.
        Kind::Condition => json!({ "allOf": [{ "$ref": CONDITION }] }),
        Kind::Table(shape) => return table(shape),
        Kind::Map(pattern, element) => json!({
            "type": "object",
            "patternProperties": { pattern: value(*element) },
            "additionalProperties": false,
        }),
        Kind::Tables(shape) => {
            json!({ "type": "array", "minItems": 1, "items": table(shape) })
        }
        Kind::List(element) => {
            json!({ "type": "array", "minItems": 1, "items": value(*element) })
        }
        Kind::Either(kinds) => {
            let kinds: Vec<_> = kinds.iter().copied().map(value).collect();
            json!({ "anyOf": kinds })
        }
    };
    object(schema)
}

/// Conditions, which can stand in each other.
fn conditions() -> Value {
    let tests: Vec<&str> = condition::PREFIXES.to_vec();
    let pattern = format!("^!?({}$|{})", condition::ROOT, tests.join("|"));
    json!({
        "anyOf": [
            { "type": "string", "pattern": pattern },
            { "type": "array", "minItems": 1, "items": { "$ref": CONDITION } },
            table(AnyKey::SHAPE),
        ],
    })
}

/// A default as a value of its kind.
fn literal(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Boolean => json!(text == "true"),
        Kind::Integer(..) => text.parse::<i64>().map_or(Value::Null, Value::from),
        Kind::Either(kinds) => kinds
            .first()
            .map_or(Value::Null, |first| literal(*first, text)),
        _ => json!(text),
    }
}

/// The key's example as a value.
fn example(entry: &Entry) -> Option<Value> {
    let source = format!("example = {}", entry.example);
    let document = DeTable::parse(&source).ok()?;
    document
        .get_ref()
        .get("example")
        .map(|value| from_toml(value.get_ref()))
}

/// A value of TOML as one of JSON. No key takes a float or a date.
fn from_toml(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(integer) => json!(number(integer)),
        DeValue::Boolean(boolean) => json!(boolean),
        DeValue::Array(elements) => elements
            .iter()
            .map(|element| from_toml(element.get_ref()))
            .collect(),
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), from_toml(value.get_ref())))
            .collect(),
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Null,
    }
}

/// The members of an object; nothing of any other value.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
