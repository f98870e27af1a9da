//! One line of JSON: the fields that are read out of an object, the others passed over.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::columns::Role;
use super::params::ReadParams;

/// The names looked for, a list a role, in any case of letters; of two that are there the earlier wins.
#[derive(Debug)]
pub(crate) struct FieldNames([Vec<String>; 6]);

impl FieldNames {
    /// The user's choices, and for the other roles the usual names.
    pub(crate) fn new(params: &ReadParams) -> Self {
        Self(Role::ALL.map(|role| match role.chosen(params) {
            Some(name) => vec![name.to_owned()],
            None => role.names().iter().map(|&name| name.to_owned()).collect(),
        }))
    }

    /// The rank of a key among the names of each role; 0 is the best, and exact letters come before others.
    fn ranks(&self, key: &str) -> [Option<usize>; 6] {
        Role::ALL.map(|role| {
            let names = &self.0[role as usize];
            let position = names.iter().position(|name| name.eq_ignore_ascii_case(key))?;
            Some(2 * position + usize::from(names[position] != key))
        })
    }
}

/// What was found of a field.
#[derive(Debug)]
struct Found<'j> {
    rank: usize,
    key: Cow<'j, str>,
    value: &'j RawValue,
}

/// The fields of one object that have a role.
#[derive(Debug, Default)]
pub(crate) struct Object<'j> {
    found: [Option<Found<'j>>; 6],
}

/// A field's value as text.
#[derive(Debug, PartialEq)]
pub(crate) enum Value<'j> {
    /// A string, or a number or truth value as it is written.
    Text(Cow<'j, str>),
    /// `null`.
    Null,
    /// Something else, by its name.
    Other(&'static str),
}

impl<'j> Object<'j> {
    /// Reads one object.
    pub(crate) fn read(line: &'j str, names: &FieldNames) -> serde_json::Result<Self> {
        let mut object = Self::default();
        let mut deserializer = serde_json::Deserializer::from_str(line);
        Fields { names, object: &mut object }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(object)
    }

    /// The field's key, as written, if the object has the field.
    pub(crate) fn key(&self, role: Role) -> Option<&str> {
        self.found[role as usize].as_ref().map(|found| found.key.as_ref())
    }

    /// The field's value; `null` if there is none.
    pub(crate) fn value(&self, role: Role) -> serde_json::Result<Value<'j>> {
        let Some(found) = &self.found[role as usize] else {
            return Ok(Value::Null);
        };
        value_of(found.value.get())
    }

    /// The values of the field's list; `None` where it holds something else.
    pub(crate) fn list(&self, role: Role) -> serde_json::Result<Option<Vec<Value<'j>>>> {
        let raw = self.found[role as usize].as_ref().map(|found| found.value.get());
        let Some(raw) = raw.filter(|raw| raw.starts_with('[')) else { return Ok(None) };
        let values: Vec<&RawValue> = serde_json::from_str(raw)?;
        values.into_iter().map(|value| value_of(value.get())).collect::<serde_json::Result<_>>().map(Some)
    }
}

fn value_of(raw: &str) -> serde_json::Result<Value<'_>> {
    Ok(match raw.as_bytes().first() {
        Some(b'"') => match unescaped(&raw[1..raw.len() - 1]) {
            Some(text) => Value::Text(text),
            None => Value::Text(serde_json::from_str::<Text<'_>>(raw)?.0),
        },
        Some(b'[') => Value::Other("a list"),
        Some(b'{') => Value::Other("an object"),
        Some(b'n') | None => Value::Null,
        Some(_) => Value::Text(Cow::Borrowed(raw)),
    })
}

/// The text of a JSON string without its quotes, in one allocation; none for what only the parser can tell: pairs of
/// surrogates, and halves of them.
fn unescaped(inner: &str) -> Option<Cow<'_, str>> {
    let mut rest = inner;
    let mut out = String::new();
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        if out.is_empty() {
            out.reserve_exact(inner.len());
        }
        out.push_str(&rest[..at]);
        let (escape, after) = rest[at + 1..].split_at_checked(1)?;
        rest = after;
        out.push(match escape {
            "n" => '\n',
            "t" => '\t',
            "r" => '\r',
            "b" => '\u{8}',
            "f" => '\u{c}',
            "u" => {
                let (digits, after) = rest.split_at_checked(4)?;
                rest = after;
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            _ => escape.chars().next()?,
        });
    }
    if out.is_empty() {
        return Some(Cow::Borrowed(inner));
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

/// A string, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Text<'j>(#[serde(borrow)] Cow<'j, str>);

struct Fields<'n, 'o, 'j> {
    names: &'n FieldNames,
    object: &'o mut Object<'j>,
}

impl<'j> DeserializeSeed<'j> for Fields<'_, '_, 'j> {
    type Value = ();

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'j> Visitor<'j> for Fields<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Text(key)) = map.next_key()? {
            let ranks = self.names.ranks(&key);
            if ranks.iter().all(Option::is_none) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value()?;
            for (slot, rank) in self.object.found.iter_mut().zip(ranks) {
                if let Some(rank) = rank
                    && slot.as_ref().is_none_or(|found| rank <= found.rank)
                {
                    *slot = Some(Found { rank, key: key.clone(), value });
                }
            }
        }
        Ok(())
    }
}

/// All keys of an object with their values as they are written, in order.
pub(crate) fn entries(line: &str) -> Vec<(String, &str)> {
    serde_json::from_str::<Entries<'_>>(line).map(|entries| entries.0).unwrap_or_default()
}

struct Entries<'j>(Vec<(String, &'j str)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AllFields)
    }
}

struct AllFields;

impl<'j> Visitor<'j> for AllFields {
    type Value = Entries<'j>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Entries<'j>, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            entries.push((key, value.get()));
        }
        Ok(Entries(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str, role: Role) -> Value<'_> {
        Object::read(line, &FieldNames::new(&ReadParams::default())).unwrap().value(role).unwrap()
    }

    fn text(value: &'static str) -> Value<'static> {
        Value::Text(Cow::Borrowed(value))
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(value(r#"{"id": 12345678901234567890123}"#, Role::Id), text("12345678901234567890123"));
        assert_eq!(value(r#"{"major": 16.0}"#, Role::Label), text("16.0"));
        assert_eq!(value(r#"{"label": true}"#, Role::Label), text("true"));
    }

    #[test]
    fn escapes_are_read_as_the_parser_reads_them() {
        for json in
            [r#""""#, r#""no \/ \"escape\" \\ \b\f\n\r\t""#, r#""\u00e9\u2019 \ud83d\ude00é""#, r#""\u0000""#]
        {
            let expected: String = serde_json::from_str(json).unwrap();
            assert_eq!(value_of(json).unwrap(), Value::Text(Cow::Owned(expected)), "{json}");
        }
        assert!(value_of(r#""\ud83d""#).is_err());
    }

    #[test]
    fn the_earlier_name_wins_wherever_it_stands() {
        assert_eq!(value(r#"{"text": "a", "body": "b"}"#, Role::Text), text("a"));
        assert_eq!(value(r#"{"Body": "b", "x": [{"text": 1}], "TEXT": "a"}"#, Role::Text), text("a"));
    }

    #[test]
    fn one_field_can_have_two_roles() {
        let params = ReadParams { group_column: Some("ID".into()), ..ReadParams::default() };
        let object = Object::read(r#"{"id": "a"}"#, &FieldNames::new(&params)).unwrap();
        assert_eq!(object.value(Role::Group).unwrap(), text("a"));
        assert_eq!(object.value(Role::Id).unwrap(), text("a"));
    }

    #[test]
    fn other_values_are_named() {
        assert_eq!(value(r#"{"text": null}"#, Role::Text), Value::Null);
        assert_eq!(value(r#"{"x": 1}"#, Role::Text), Value::Null);
        assert_eq!(value(r#"{"text": ["a"]}"#, Role::Text), Value::Other("a list"));
    }

    #[test]
    fn deep_nesting_beside_the_fields_is_passed_over() {
        let line = format!(r#"{{"x": {}{}, "text": "a\n"}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(value(&line, Role::Text), Value::Text("a\n".into()));
    }
}
