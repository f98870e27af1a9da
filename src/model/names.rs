//! Names of labels that are codes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, ErrorKind, Place, Result};

/// The names of labels that are codes, such as 16 for Defense. Labels stay codes; names are shown beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelNames(BTreeMap<String, String>);

impl LabelNames {
    /// Reads a table of codes and names; see [`parse`](Self::parse).
    ///
    /// # Errors
    /// [`Io`](ErrorKind::Io) where the file cannot be read, else as [`parse`](Self::parse).
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes =
            std::fs::read(path).map_err(|error| Error::io(path, "read the names of the labels", error))?;
        let place = Place::file(path);
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let place = place.clone().with_byte(error.valid_up_to() as u64);
            unusable(place, "not UTF-8".to_owned(), "save it as UTF-8")
        })?;
        Self::parse(text, &place)
    }

    /// The names in a table with commas, semicolons or tabs: columns `code` and `name` among any others, or two columns
    /// without a header. Spaces around values do not count; a code may stand there twice with the same name.
    ///
    /// # Errors
    /// [`Input`](ErrorKind::Input) E0217, with the line, for a table without these columns, an empty code or name, and a
    /// code with two names.
    pub fn parse(text: &str, place: &Place) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut names = BTreeMap::new();
        let mut columns = None;
        for row in reader.records() {
            let row = row.map_err(|error| unusable(place.clone(), error.to_string(), HELP))?;
            let at = place.clone().with_line(row.position().map_or(0, csv::Position::line));
            let columns = match columns {
                Some(columns) => columns,
                None => {
                    let (found, is_header) = find_columns(&row, &at)?;
                    columns = Some(found);
                    if is_header {
                        continue;
                    }
                    found
                }
            };
            let (code, name) = columns.values(&row, &at)?;
            if let Some(other) = names.insert(code.to_owned(), name.to_owned()).filter(|other| other != name)
            {
                let message = format!("found the code {code:?} with two names, {other:?} and {name:?}");
                return Err(unusable(at, message, "leave one name for each code"));
            }
        }
        match names.is_empty() {
            true => Err(unusable(place.clone(), "no codes".to_owned(), HELP)),
            false => Ok(Self(names)),
        }
    }

    /// The name of a code.
    pub fn get(&self, code: &str) -> Option<&str> {
        self.0.get(code).map(String::as_str)
    }

    /// The codes with their names, sorted by code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(code, name)| (code.as_str(), name.as_str()))
    }
}

impl<C: Into<String>, N: Into<String>> FromIterator<(C, N)> for LabelNames {
    fn from_iter<I: IntoIterator<Item = (C, N)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(code, name)| (code.into(), name.into())).collect())
    }
}

/// A label for a person: with its name, where it has one. `16 Defense`.
pub(crate) fn with_name<'a>(label: &'a str, name: Option<&str>) -> Cow<'a, str> {
    name.map_or(label.into(), |name| format!("{label} {name}").into())
}

const HELP: &str = "give a table with the columns code and name, for example `16,Defense`";

/// Where code and name stand in a row.
#[derive(Clone, Copy)]
struct Columns {
    code: usize,
    name: usize,
    /// Whether a header says so; without one there must be two columns.
    named: bool,
}

impl Columns {
    fn values<'r>(&self, row: &'r csv::StringRecord, at: &Place) -> Result<(&'r str, &'r str)> {
        if !self.named && row.len() != 2 {
            let message = format!("found {} columns, expected 2: code and name", row.len());
            return Err(unusable(at.clone(), message, "quote a name that holds the delimiter"));
        }
        let value = |column: usize, what: &str| {
            let value = row.get(column).filter(|value| !value.is_empty());
            value.ok_or_else(|| unusable(at.clone(), format!("no {what}"), HELP))
        };
        Ok((value(self.code, "code")?, value(self.name, "name")?))
    }
}

/// The columns that the first row names, and whether it does.
fn find_columns(row: &csv::StringRecord, at: &Place) -> Result<(Columns, bool)> {
    let find = |name: &str| row.iter().position(|value| value.eq_ignore_ascii_case(name));
    match (find("code"), find("name")) {
        (Some(code), Some(name)) => Ok((Columns { code, name, named: true }, true)),
        (None, None) => Ok((Columns { code: 0, name: 1, named: false }, false)),
        (code, _) => {
            let missing = if code.is_some() { "name" } else { "code" };
            let header: Vec<String> = row.iter().map(|name| format!("{name:?}")).collect();
            let message = format!("no column named {missing:?}; the header has {}", header.join(", "));
            Err(unusable(at.clone(), message, HELP))
        }
    }
}

/// The delimiter of the first line: a tab, or the semicolon where there is no comma.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match first {
        _ if first.contains('\t') => b'\t',
        _ if first.contains(';') && !first.contains(',') => b';',
        _ => b',',
    }
}

fn unusable(place: Place, message: String, help: &str) -> Error {
    ErrorKind::Input { code: "E0217", place, message, help: Some(help.to_owned()) }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String)> {
        let names = LabelNames::parse(text, &Place::file("n.csv")).unwrap();
        names.iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
    }

    fn error(text: &str) -> String {
        LabelNames::parse(text, &Place::file("n.csv")).unwrap_err().to_string()
    }

    #[test]
    fn every_form_of_the_table_is_read() {
        let expected =
            [("12", "Law and Crime"), ("16", "Defense")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        for text in [
            "16,Defense\n12,Law and Crime\n",
            "\u{feff}Code,Name\r\n16, Defense\r\n12 ,Law and Crime\r\n16,Defense",
            "name\tsince\tcode\nDefense\t1947\t16\nLaw and Crime\t\t12\n",
            "16;\"Defense\"\n\n12;Law and Crime",
        ] {
            assert_eq!(names(text), expected, "{text:?}");
        }
        assert_eq!(names("12,\"Law, Crime\"")[0].1, "Law, Crime");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, message) in [
            ("", "n.csv: no codes"),
            ("code,name\n", "n.csv: no codes"),
            (
                "code,title\n16,Defense\n",
                "n.csv: line 1: no column named \"name\"; the header has \"code\", \"title\"",
            ),
            ("id,name\n", "n.csv: line 1: no column named \"code\"; the header has \"id\", \"name\""),
            (
                "16,Defense\n16,War\n",
                "n.csv: line 2: found the code \"16\" with two names, \"Defense\" and \"War\"",
            ),
            ("16,Defense\n12,Law, Crime\n", "n.csv: line 2: found 3 columns, expected 2: code and name"),
            ("Defense\n", "n.csv: line 1: found 1 columns, expected 2: code and name"),
            ("code,name\n16,\n", "n.csv: line 2: no name"),
            ("code,name\n 16\n", "n.csv: line 2: no name"),
            (",Defense\n", "n.csv: line 1: no code"),
        ] {
            assert_eq!(error(text), message, "{text:?}");
        }
    }
}
