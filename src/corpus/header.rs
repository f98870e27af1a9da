//! The first row of a table: the names of its columns, and what is wrong if it is no header.

use super::columns::{Columns, Role};
use super::decode::FieldDecoder;
use super::fault::{input, quoted};
use super::params::ReadParams;
use super::rows::Row;
use crate::error::{Error, Place, Result};

/// The names of a table's columns and the columns that are read.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    names: Vec<String>,
    columns: Columns,
}

impl Header {
    /// Takes the first row for the header, or with `no_header` numbers its fields.
    pub(crate) fn read(
        row: &Row<'_>,
        delimiter: u8,
        decoder: &mut FieldDecoder,
        params: &ReadParams,
        place: &Place,
    ) -> Result<Self> {
        let mut first = Vec::with_capacity(row.fields.len());
        for field in row.fields {
            let value = field.value(row.bytes);
            let text = decoder
                .decode(value.clone())
                .unwrap_or_else(|_| String::from_utf8_lossy(&value).into_owned().into());
            first.push(text.trim().to_owned());
        }
        if params.no_header {
            return Self::numbered(first.len(), params, place);
        }
        match Columns::find(&first, params, place) {
            Ok(columns) => Ok(Self { names: first, columns }),
            Err(error) if error.code() == "E0201" => {
                let place = place.clone().with_line(row.line);
                Err(wrong_delimiter(&first, delimiter, &place)
                    .or_else(|| no_header(&first, params, &place))
                    .unwrap_or(error))
            }
            Err(error) => Err(error),
        }
    }

    /// The header of a table whose columns have these names for certain.
    #[cfg(feature = "parquet")]
    pub(crate) fn of(names: Vec<String>, params: &ReadParams, place: &Place) -> Result<Self> {
        let columns = Columns::find(&names, params, place)?;
        Ok(Self { names, columns })
    }

    /// The names of all columns, in order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns that are read.
    pub(crate) fn columns(&self) -> &Columns {
        &self.columns
    }

    fn numbered(n_columns: usize, params: &ReadParams, place: &Place) -> Result<Self> {
        if params.text_column.is_none() {
            let message = "found no text column, expected its number, as the table has no header".to_owned();
            return Err(input("E0203", place.clone(), message, Some("pass --text-column N".to_owned())));
        }
        let names: Vec<String> = (1..=n_columns).map(|n| n.to_string()).collect();
        let columns = Columns::find(&names, params, place)?;
        Ok(Self { names, columns })
    }
}

/// E0204: one column, in whose name another delimiter stands.
fn wrong_delimiter(first: &[String], delimiter: u8, place: &Place) -> Option<Error> {
    let [only] = first else {
        return None;
    };
    let likely = [',', ';', '\t', '|'].into_iter().find(|&d| d as u8 != delimiter && only.contains(d))?;
    let used = char::from(delimiter);
    let message = format!(
        "found one column, {}, with the delimiter {used:?}; the delimiter looks like {likely:?}",
        quoted([only])
    );
    let help = format!(
        "pass --delimiter {}, or leave it out",
        if likely == '\t' { "'\\t'".into() } else { format!("'{likely}'") }
    );
    Some(input("E0204", place.clone(), message, Some(help)))
}

/// E0203: the first row looks like data. The longest field is proposed as the text.
fn no_header(first: &[String], params: &ReadParams, place: &Place) -> Option<Error> {
    if first.len() < 2 || !first.iter().any(|field| looks_like_data(field)) {
        return None;
    }
    let message = format!(
        "no header: the first row looks like data ({}), expected the names of the columns, such as {}",
        quoted(first),
        quoted(&Role::Text.names()[..2]),
    );
    let longest = (0..first.len()).rev().max_by_key(|&i| first[i].len()).unwrap_or(0);
    let mut help = format!("pass --no-header --text-column {}", longest + 1);
    if params.needs_label {
        let is_label = |&i: &usize| i != longest && !first[i].is_empty() && first[i].parse::<f64>().is_err();
        let label = (0..first.len()).find(is_label).unwrap_or(usize::from(longest == 0));
        help += &format!(" --label-column {}", label + 1);
    }
    Some(input("E0203", place.clone(), message, Some(help)))
}

/// A blank, a number or a sentence is not the name of a column.
fn looks_like_data(field: &str) -> bool {
    field.is_empty()
        || field.parse::<f64>().is_ok()
        || field.len() > 60
        || field.split_whitespace().count() > 4
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fails, read};
    use super::*;

    fn params(needs_label: bool) -> ReadParams {
        ReadParams { needs_label, ..ReadParams::default() }
    }

    #[test]
    fn a_table_without_a_header_is_recognised() {
        let table = "1,\"The Senate passed the farm bill on Monday\",Agriculture\n";
        let error = fails("x.csv", table, &params(true));
        assert_eq!(
            error.to_string(),
            "x.csv: line 1: no header: the first row looks like data (\"1\", \"The Senate passed the farm bill \
             on Monda…\", \"Agriculture\"), expected the names of the columns, such as \"text\", \"body\""
        );
        assert_eq!(error.help(), Some("pass --no-header --text-column 2 --label-column 3"));
        let numbers = ReadParams {
            no_header: true,
            text_column: Some("2".into()),
            label_column: Some("3".into()),
            ..ReadParams::default()
        };
        let records = read("x.csv", table, &numbers);
        let record = records[0].as_ref().unwrap();
        assert_eq!((record.record, record.line, record.document.id.as_str()), (1, 1, "x-1"));
        assert_eq!(record.label.as_deref(), Some("Agriculture"));
        assert_eq!(fails("x.csv", table, &ReadParams { no_header: true, ..params(false) }).code(), "E0203");
    }

    #[test]
    fn a_wrong_delimiter_is_told_with_the_likely_one() {
        let comma = ReadParams { delimiter: Some(b','), ..ReadParams::default() };
        let error = fails("x.csv", "id;text\n1;a\n", &comma);
        assert_eq!(
            error.to_string(),
            "x.csv: line 1: found one column, \"id;text\", with the delimiter ','; the delimiter looks like ';'"
        );
        assert_eq!((error.code(), error.help()), ("E0204", Some("pass --delimiter ';', or leave it out")));
    }
}
