//! JSON lines as records.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use super::columns::{Role, missing};
use super::decode::FieldDecoder;
use super::fault;
use super::lines::{Line, LineError, Lines};
use super::object::{FieldNames, Object, Value, entries};
use super::params::ReadParams;
use super::record::{Origin, Record, Values};
use crate::error::{Error, Place, Result};
use crate::text::Markup;

/// Reads the records of one file of JSON lines.
pub(crate) struct JsonLines<R> {
    lines: Lines<R>,
    reading: Reading,
}

/// What is needed to make a record of a line.
#[derive(Debug)]
struct Reading {
    origin: Arc<Origin>,
    names: FieldNames,
    decoder: FieldDecoder,
    params: ReadParams,
    record: u64,
    /// The fields chosen, from the first object on.
    chosen: Option<String>,
    /// The keys of the first object.
    keys: Vec<String>,
}

impl<R: Read> JsonLines<R> {
    /// A reader of `lines`.
    pub(crate) fn new(
        lines: Lines<R>,
        origin: Arc<Origin>,
        decoder: FieldDecoder,
        params: &ReadParams,
    ) -> Self {
        let names = FieldNames::new(params);
        let reading = Reading {
            origin,
            names,
            decoder,
            params: params.clone(),
            record: 0,
            chosen: None,
            keys: Vec::new(),
        };
        Self { lines, reading }
    }

    /// What was chosen, for the user, once an object was read: `text = "body"`.
    pub(crate) fn chosen(&self) -> Option<&str> {
        self.reading.chosen.as_deref()
    }

    /// The keys of the first object, once it was read.
    pub(crate) fn keys(&self) -> &[String] {
        &self.reading.keys
    }

    /// The decoder, which knows the encoding.
    pub(crate) fn decoder(&self) -> &FieldDecoder {
        &self.reading.decoder
    }

    /// The next record, or the error in its place.
    pub(crate) fn next_record(&mut self) -> Option<Result<Record>> {
        let reading = &mut self.reading;
        let line = match self.lines.next_line() {
            Ok(line) => line?,
            Err(LineError::TooLarge(number)) => {
                reading.record += 1;
                let place = reading.origin.record_place(reading.record, number);
                return Some(Err(fault::too_large(place, reading.params.max_record)));
            }
            Err(LineError::Read(error)) => return Some(Err(fault::read(&reading.origin.path, error))),
        };
        reading.record += 1;
        Some(reading.record_of(&line))
    }
}

impl Reading {
    fn record_of(&mut self, line: &Line<'_>) -> Result<Record> {
        let place = self.origin.record_place(self.record, line.number);
        let json = self.decoder.decode(Cow::Borrowed(line.bytes)).map_err(|at| {
            let place = place.clone().with_byte(line.offset + at as u64);
            fault::invalid_bytes(None, place, line.bytes.get(at).copied(), self.decoder.encoding().name())
        })?;
        let object = Object::read(&json, &self.names).map_err(|error| broken(&error, &json, &place))?;
        self.check(&object, &json, &place)?;
        let id = string(&object, Role::Id, None, &place)?.filter(|id| !id.is_empty());
        let text = string(&object, Role::Text, id.as_deref(), &place)?;
        let label = self.label(&object, id.as_deref(), &place)?;
        let group = string(&object, Role::Group, id.as_deref(), &place)?;
        // A title or a date that is no string costs nothing but itself.
        let optional = |role| string(&object, role, None, &place).ok().flatten();
        let (title, date) = (optional(Role::Title), optional(Role::Date));
        let columns = self.params.keep_columns.then(|| self.values(&json));
        let values = Values { id, text, title, date, label, group, columns };
        Ok(Record::new(&self.origin, self.record, line.number, Markup::Plain, values))
    }

    /// The label; of several in a list, these with the separator between them.
    fn label(&self, object: &Object<'_>, id: Option<&str>, place: &Place) -> Result<Option<String>> {
        let (Some(separator), Ok(Some(labels))) = (&self.params.label_separator, object.list(Role::Label))
        else {
            return string(object, Role::Label, id, place);
        };
        let wrong = |found: String| {
            let key = fault::short(object.key(Role::Label).unwrap_or(Role::Label.name()));
            let message = format!("found {found} in the list of the field {key}, expected labels");
            fault::record_of(id.map(str::to_owned), "E0210", place.clone(), message, None)
        };
        let label = |value| match value {
            Value::Text(label) if label.contains(separator.as_str()) => {
                Err(wrong(format!("{label:?}, which holds the separator {separator:?}")))
            }
            Value::Text(label) => Ok(label),
            Value::Null => Err(wrong("null".to_owned())),
            Value::Other(what) => Err(wrong(what.to_owned())),
        };
        let labels: Vec<Cow<'_, str>> = labels.into_iter().map(label).collect::<Result<_>>()?;
        Ok(Some(labels.join(separator)))
    }

    /// The first object must have all fields that are needed, every other one the text.
    fn check(&mut self, object: &Object<'_>, json: &str, place: &Place) -> Result<()> {
        let is_first = self.chosen.is_none();
        let is_needed = |role: &Role| match is_first {
            true => role.is_needed(&self.params),
            false => *role == Role::Text,
        };
        if let Some(role) = Role::ALL.into_iter().find(|role| is_needed(role) && object.key(*role).is_none())
        {
            let keys: Vec<String> = entries(json).into_iter().map(|(key, _)| key).collect();
            let error = missing(role, "object", &keys, &self.params, place);
            return Err(if is_first { error } else { fault::as_record(error, self.record) });
        }
        if is_first {
            let found = Role::ALL.iter().filter_map(|&role| Some((role, object.key(role)?)));
            let found: Vec<_> =
                found.map(|(role, key)| format!("{} = {}", role.name(), fault::short(key))).collect();
            self.chosen = Some(found.join(", "));
            self.keys = entries(json).into_iter().map(|(key, _)| key).collect();
        }
        Ok(())
    }

    /// The values of the first object's keys in this object; blank where it has none.
    fn values(&self, json: &str) -> Vec<String> {
        let entries = entries(json);
        let value = |key: &String| entries.iter().find(|(name, _)| name == key).map(|(_, raw)| plain(raw));
        self.keys.iter().map(|key| value(key).unwrap_or_default()).collect()
    }
}

/// A value as a cell of a table: a string without quotes, `null` blank, everything else as written.
fn plain(raw: &str) -> String {
    match raw {
        "null" => String::new(),
        _ => serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned()),
    }
}

/// The field as a string; an error with the record's id where it is a list or an object.
fn string(object: &Object<'_>, role: Role, id: Option<&str>, place: &Place) -> Result<Option<String>> {
    let message = match object.value(role) {
        Ok(Value::Text(text)) => return Ok(Some(text.into_owned())),
        Ok(Value::Null) => return Ok(None),
        Ok(Value::Other(what)) => format!("found {what}"),
        Err(error) => format!("found a string that is not valid JSON ({})", reason(&error)),
    };
    let key = fault::short(object.key(role).unwrap_or(role.name()));
    let message = format!("{message} in the field {key}, expected a string");
    Err(fault::record_of(id.map(str::to_owned), "E0210", place.clone(), message, None))
}

/// The line is not one JSON object.
fn broken(error: &serde_json::Error, json: &str, place: &Place) -> Error {
    if json.trim_start().starts_with('[') {
        let help = "write one object a line, for example with jq -c '.[]'".to_owned();
        let message = "found a JSON list, expected one object a line".to_owned();
        return fault::record("E0210", place.clone(), message, Some(help));
    }
    let message = format!("not a JSON object: {} at column {}", reason(error), error.column());
    fault::record("E0210", place.clone(), message, None)
}

/// The parser's message without its own place.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.as_str(), |end| &text[..end]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fails, messages, read};
    use super::*;

    const DEFAULT: fn() -> ReadParams = ReadParams::default;

    #[test]
    fn a_list_of_labels_is_read_where_there_may_be_several() {
        let several = ReadParams { label_separator: Some(";".into()), ..DEFAULT() };
        let label = |label: &str| format!("{{\"text\": \"a\", \"topic\": {label}}}");
        let of = |value: &str| read("x.jsonl", label(value).as_bytes(), &several).remove(0).unwrap().label;
        assert_eq!(of(r#"["Law", 16]"#).as_deref(), Some("Law;16"));
        assert_eq!((of("[]"), of("null"), of(r#""Law; Tax""#).as_deref()), (None, None, Some("Law; Tax")));
        let error = |value: &str, params: &ReadParams| fails("x.jsonl", label(value), params).to_string();
        assert_eq!(
            error(r#"["a;b"]"#, &several),
            "x.jsonl: line 1, record 1: found \"a;b\", which holds the separator \";\" in the list of the field \"topic\", expected labels"
        );
        assert!(error("[null]", &several).contains("found null in the list"));
        assert!(error(r#"["a"]"#, &DEFAULT()).contains("found a list in the field \"topic\""));
    }

    #[test]
    fn fields_are_read_by_the_names_of_columns() {
        let line = r#"{"id": 7, "headline": "T", "body": "a\u0000b\n", "topic": 16, "date": {"$date": 1}, "x": [1, {}]}"#;
        let record = read("x.jsonl", line, &DEFAULT()).remove(0).unwrap();
        assert_eq!((record.document.id.as_str(), record.document.text.as_str()), ("7", "a b\n"));
        assert_eq!((record.document.title.as_deref(), record.label.as_deref()), (Some("T"), Some("16")));
        assert_eq!((record.document.date, record.record, record.line), (None, 1, 1));
    }

    #[test]
    fn a_broken_line_is_one_lost_record() {
        let lines = "{\"text\": \"a\"}\n\n{\"text\": \"b\"\n[1]\n{\"text\": [1]}\n{\"x\": 1}\n{\"text\": \"\\ud800\"}\n{\"text\": \"c\"}";
        assert_eq!(
            messages("x.jsonl", lines, &DEFAULT()),
            [
                "x-1: a",
                "x.jsonl: line 3, record 2: not a JSON object: EOF while parsing an object at column 12",
                "x.jsonl: line 4, record 3: found a JSON list, expected one object a line",
                "x.jsonl: line 5, record 4: found a list in the field \"text\", expected a string",
                "x.jsonl: line 6, record 5: no text field: expected \"text\", \"body\", \"content\" or \"article\"; \
                 the object has \"x\"",
                "x.jsonl: line 7, record 6: found a string that is not valid JSON (unexpected end of hex escape) in \
                 the field \"text\", expected a string",
                "x-7: c",
            ]
        );
    }

    #[test]
    fn the_first_object_must_have_the_fields() {
        let topic = ReadParams { label_column: Some("topic".into()), ..DEFAULT() };
        let error = fails("x.jsonl", r#"{"text": "a", "label": "b"}"#, &topic);
        assert_eq!(
            error.to_string(),
            r#"x.jsonl: line 1, record 1: no field named "topic"; the object has "text", "label""#
        );
        assert_eq!(error.help(), Some("pass --label-column label"));
    }

    #[test]
    fn kept_columns_are_those_of_the_first_object() {
        let keep = ReadParams { keep_columns: true, ..DEFAULT() };
        let lines = "{\"text\": \"a\", \"n\": 1}\n{\"n\": [2], \"text\": \"b\", \"y\": 1}\n{\"text\": null}";
        let columns: Vec<_> =
            read("x.jsonl", lines, &keep).into_iter().map(|r| r.unwrap().columns.unwrap()).collect();
        assert_eq!(columns, [["a", "1"], ["b", "[2]"], ["", ""]]);
    }
}
