//! Summaries with their references, from JSON lines.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, ErrorKind, Place, Result};

/// A summary and what it is compared with.
#[derive(Debug, PartialEq)]
pub(super) struct Pair {
    /// The id; none where the line has none.
    pub(super) id: Option<String>,
    /// The summary.
    pub(super) summary: String,
    /// The references: one or more.
    pub(super) references: Vec<String>,
    /// The line it stands on, from 1.
    line: u64,
}

/// A line as it stands; other fields are passed over.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: Value,
    summary: Option<String>,
    reference: Option<References>,
}

/// One reference or several.
#[derive(Deserialize)]
#[serde(untagged, expecting = "found a \"reference\" that is neither a string nor a list of strings")]
enum References {
    One(String),
    Several(Vec<String>),
}

/// The pairs of a file, or of standard input for `-`. Blank lines are passed over.
///
/// # Errors
/// E0213 if it cannot be read, E0207 if it is not UTF-8, E0210 and E0201 for a line that is no pair, E0302 if there is
/// none.
pub(super) fn read(path: &Path) -> Result<Vec<Pair>> {
    let bytes = bytes(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64;
        let message = format!("found the byte 0x{:02X}, which is not valid UTF-8", bytes[at]);
        unusable("E0207", Place::file(path).with_line(line).with_byte(at as u64), message)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let pairs = lines
        .map(|(number, line)| pair(line, number, &Place::file(path).with_line(number)))
        .collect::<Result<Vec<_>>>()?;
    if pairs.is_empty() {
        return Err(ErrorKind::Training {
            code: "E0302",
            place: Place::file(path),
            message: "no records to score".to_owned(),
            help: Some("write one object a line: {\"id\", \"summary\", \"reference\"}".to_owned()),
        }
        .into());
    }
    Ok(pairs)
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(unusable("E0213", Place::file(path), format!("cannot read the file: {error}"))),
    }
}

fn pair(line: &str, number: u64, place: &Place) -> Result<Pair> {
    let not_a_pair = |message: String| unusable("E0210", place.clone(), message);
    let fields: Fields = serde_json::from_str(line).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.rfind(" at line ").map_or(reason.as_str(), |end| &reason[..end]);
        not_a_pair(format!("not a pair: {reason} at column {}", error.column()))
    })?;
    let missing = |name: &str| unusable("E0201", place.clone(), format!("no field named {name:?}"));
    let id = match fields.id {
        Value::Null => None,
        Value::String(id) => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => return Err(not_a_pair("found an \"id\" that is neither a string nor a number".to_owned())),
    };
    let references = match fields.reference.ok_or_else(|| missing("reference"))? {
        References::One(reference) => vec![reference],
        References::Several(references) if references.is_empty() => {
            return Err(not_a_pair("found an empty list in the field \"reference\"".to_owned()));
        }
        References::Several(references) => references,
    };
    let summary = fields.summary.ok_or_else(|| missing("summary"))?;
    Ok(Pair { id, summary, references, line: number })
}

/// The pairs of `other` in the order of `pairs`, matched by their ids.
///
/// # Errors
/// E0216 if an id is missing, stands twice, is in one of them only, or has other references there.
pub(super) fn matched(pairs: &[Pair], path: &Path, other: Vec<Pair>, other_path: &Path) -> Result<Vec<Pair>> {
    let at = |path: &Path, pair: &Pair| Place::file(path).with_line(pair.line);
    let mut by_id = by_id(other, other_path)?;
    let mut out = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let id = id_of(pair, path)?;
        let Some(found) = by_id.remove(id) else {
            let message = format!("the id {id:?} stands twice, or is not in {}", other_path.display());
            return Err(mismatch(at(path, pair), message));
        };
        if found.references != pair.references {
            let message = format!("the id {id:?} has another reference than in {}", path.display());
            return Err(mismatch(at(other_path, &found), message));
        }
        out.push(found);
    }
    match by_id.into_values().min_by_key(|pair| pair.line) {
        Some(left) => {
            let id = left.id.as_deref().unwrap_or_default();
            let message = format!("the id {id:?} is not in {}", path.display());
            Err(mismatch(at(other_path, &left), message))
        }
        None => Ok(out),
    }
}

fn by_id(pairs: Vec<Pair>, path: &Path) -> Result<BTreeMap<String, Pair>> {
    let mut by_id = BTreeMap::new();
    for pair in pairs {
        let place = Place::file(path).with_line(pair.line);
        let id = id_of(&pair, path)?.to_owned();
        if by_id.contains_key(&id) {
            return Err(mismatch(place, format!("the id {id:?} stands twice")));
        }
        by_id.insert(id, pair);
    }
    Ok(by_id)
}

fn id_of<'p>(pair: &'p Pair, path: &Path) -> Result<&'p str> {
    let place = || Place::file(path).with_line(pair.line);
    pair.id.as_deref().ok_or_else(|| mismatch(place(), "no id: --compare matches pairs by it".to_owned()))
}

fn unusable(code: &'static str, place: Place, message: String) -> Error {
    ErrorKind::Input { code, place, message, help: None }.into()
}

fn mismatch(place: Place, message: String) -> Error {
    let help = Some("give both files the same ids, each once, with the same references".to_owned());
    ErrorKind::Input { code: "E0216", place, message, help }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<Pair>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pairs.jsonl");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    /// The message without the directory.
    fn message(text: &str) -> String {
        let error = read_text(text).unwrap_err();
        let message = error.to_string();
        message[message.find("pairs.jsonl").unwrap()..].to_owned()
    }

    #[test]
    fn a_reference_is_a_string_or_a_list() {
        let pairs = read_text(
            "\u{feff}{\"id\": 7, \"summary\": \"a\", \"reference\": \"b\", \"x\": 1}\n\n\
             {\"summary\": \"\", \"reference\": [\"b\", \"c\"]}\n",
        );
        let pairs = pairs.unwrap();
        assert_eq!((pairs[0].id.as_deref(), &*pairs[0].references), (Some("7"), &["b".to_owned()][..]));
        assert_eq!((pairs[1].id.as_deref(), pairs[1].references.len(), pairs[1].line), (None, 2, 3));
    }

    #[test]
    fn a_bad_line_is_named_by_its_number() {
        let good = "{\"summary\": \"a\", \"reference\": \"b\"}\n";
        for (line, expected) in [
            ("{\"summary\": \"a\"}", "pairs.jsonl: line 2: no field named \"reference\""),
            ("{\"reference\": \"a\"}", "pairs.jsonl: line 2: no field named \"summary\""),
            (
                "{\"summary\": \"a\", \"reference\": []}",
                "pairs.jsonl: line 2: found an empty list in the field \"reference\"",
            ),
            (
                "{\"id\": [], \"summary\": \"\", \"reference\": \"\"}",
                "pairs.jsonl: line 2: found an \"id\" that is neither a string nor a number",
            ),
            ("{\"summary\"", "pairs.jsonl: line 2: not a pair: EOF while parsing an object at column 10"),
        ] {
            assert_eq!(message(&format!("{good}{line}")), expected);
        }
        let error = message(&format!("{good}{{\"summary\": \"\", \"reference\": 3}}"));
        assert!(error.contains("neither a string nor a list of strings"), "{error}");
        assert_eq!(message(" \n"), "pairs.jsonl: no records to score");
    }

    #[test]
    fn pairs_are_matched_by_id_in_the_order_of_the_first_file() {
        let line = |id: &str, reference: &str| {
            format!("{{\"id\": \"{id}\", \"summary\": \"of {id}\", \"reference\": \"{reference}\"}}\n")
        };
        let matches = |first: &[(&str, &str)], second: &[(&str, &str)]| {
            let pairs = |lines: &[(&str, &str)]| {
                let text: String = lines.iter().map(|(id, reference)| line(id, reference)).collect();
                read_text(&text).unwrap()
            };
            matched(&pairs(first), Path::new("a"), pairs(second), Path::new("b"))
        };
        let found = matches(&[("x", "r"), ("y", "r")], &[("y", "r"), ("x", "r")]).unwrap();
        assert_eq!(found[0].summary, "of x");
        for (first, second, expected) in [
            (&[("x", "r")][..], &[("y", "r")][..], "a: line 1: the id \"x\" stands twice, or is not in b"),
            (&[("x", "r")], &[("x", "r"), ("z", "r"), ("y", "r")], "b: line 2: the id \"z\" is not in a"),
            (&[("x", "r")], &[("x", "s")], "b: line 1: the id \"x\" has another reference than in a"),
            (&[("x", "r")], &[("x", "r"), ("x", "r")], "b: line 2: the id \"x\" stands twice"),
        ] {
            assert_eq!(matches(first, second).unwrap_err().to_string(), expected);
        }
    }
}
