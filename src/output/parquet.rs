//! Records as a Parquet file.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::Value;

use crate::error::{Error, Result};

/// A row group is written once it has so many rows, or bytes as JSON.
const GROUP_ROWS: usize = 20_000;
const GROUP_BYTES: usize = 16 << 20;

/// What the values of a column are. Lists and objects are text: JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Number,
    Truth,
}

impl Kind {
    /// The kind of the first value that is not null; a column without one is text.
    ///
    /// A field has one type in all records of a verb, so the first value speaks for all.
    fn of<'v>(mut values: impl Iterator<Item = &'v Value>) -> Self {
        match values.find(|value| !value.is_null()) {
            Some(Value::Bool(_)) => Self::Truth,
            Some(Value::Number(number)) if number.is_i64() => Self::Whole,
            Some(Value::Number(_)) => Self::Number,
            _ => Self::Text,
        }
    }

    fn column(self, name: &str) -> parquet::errors::Result<Type> {
        let (physical, logical) = match self {
            Self::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Whole => (Physical::INT64, None),
            Self::Number => (Physical::DOUBLE, None),
            Self::Truth => (Physical::BOOLEAN, None),
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }
}

/// Makes a Parquet file of rows, a row group at a time.
pub(super) struct Rows {
    names: Vec<String>,
    waiting: Vec<Vec<Value>>,
    waiting_bytes: usize,
    file: Option<(Vec<Kind>, SerializedFileWriter<Vec<u8>>)>,
}

impl Rows {
    /// A file with columns of these names.
    pub(super) fn new(names: Vec<String>) -> Self {
        Self { names, waiting: Vec::new(), waiting_bytes: 0, file: None }
    }

    /// Adds a row, a JSON list of the columns' values; the bytes of the file that are complete since the last call.
    pub(super) fn push(&mut self, row: &[u8]) -> Result<Vec<u8>> {
        self.waiting.push(serde_json::from_slice(row).expect("a row was written as a list"));
        self.waiting_bytes += row.len();
        if self.waiting.len() < GROUP_ROWS && self.waiting_bytes < GROUP_BYTES {
            return Ok(Vec::new());
        }
        self.write_group().map_err(failed)?;
        let Some((_, file)) = &mut self.file else { return Ok(Vec::new()) };
        file.flush().map_err(|error| failed(error.into()))?;
        Ok(std::mem::take(file.inner_mut()))
    }

    /// The rest of the file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        self.write_group().map_err(failed)?;
        self.file.map_or(Ok(Vec::new()), |(_, file)| file.into_inner().map_err(failed))
    }

    /// Writes the rows that wait; the first ones decide the columns' types.
    fn write_group(&mut self) -> parquet::errors::Result<()> {
        let (kinds, file) = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(start(&self.names, &self.waiting)?),
        };
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut group = file.next_row_group()?;
        for (at, kind) in kinds.iter().enumerate() {
            let values = self.waiting.iter().map(|row| &row[at]);
            match kind {
                Kind::Text => write::<ByteArrayType>(&mut group, values, |value| match value {
                    Value::String(text) => Some(ByteArray::from(text.as_str())),
                    other => Some(ByteArray::from(other.to_string().as_str())),
                })?,
                Kind::Whole => write::<Int64Type>(&mut group, values, Value::as_i64)?,
                Kind::Number => write::<DoubleType>(&mut group, values, Value::as_f64)?,
                Kind::Truth => write::<BoolType>(&mut group, values, Value::as_bool)?,
            }
        }
        group.close()?;
        self.waiting.clear();
        self.waiting_bytes = 0;
        Ok(())
    }
}

/// A file without rows whose columns fit these.
fn start(
    names: &[String],
    rows: &[Vec<Value>],
) -> parquet::errors::Result<(Vec<Kind>, SerializedFileWriter<Vec<u8>>)> {
    let kinds: Vec<Kind> = (0..names.len()).map(|at| Kind::of(rows.iter().map(|row| &row[at]))).collect();
    let columns = names.iter().zip(&kinds).map(|(name, kind)| kind.column(name).map(Arc::new));
    let columns = columns.collect::<parquet::errors::Result<_>>()?;
    let schema = Type::group_type_builder("newsdesk").with_fields(columns).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
    let file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    Ok((kinds, file))
}

/// Writes the next column of a row group; null stays null.
fn write<'v, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: impl Iterator<Item = &'v Value>,
    convert: impl Fn(&Value) -> Option<T::T>,
) -> parquet::errors::Result<()> {
    let converted: Vec<Option<T::T>> =
        values.map(|value| if value.is_null() { None } else { convert(value) }).collect();
    let present: Vec<i16> = converted.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = converted.into_iter().flatten().collect();
    let mut column = group.next_column()?.expect("the schema has this column");
    column.typed::<T>().write_batch(&values, Some(&present), None)?;
    column.close()
}

fn failed(error: ParquetError) -> Error {
    Error::io("the Parquet output", "write", std::io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    /// The file's rows, and how many row groups they are in.
    fn read(bytes: &[u8]) -> (Vec<String>, usize) {
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&path, bytes).unwrap();
        let reader = SerializedFileReader::new(path.reopen().unwrap()).unwrap();
        let rows = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        (rows, reader.num_row_groups())
    }

    #[test]
    fn values_keep_their_types_and_null_stays_null() {
        let mut rows = Rows::new(["id", "score", "words", "abstain", "labels"].map(str::to_owned).into());
        let mut bytes = rows.push(br#"["a",null,3,true,[{"x":1}]]"#).unwrap();
        bytes.extend(rows.push(br#"["b",0.5,4,false,null]"#).unwrap());
        bytes.extend(rows.finish().unwrap());
        let expected = [
            r#"{id: "a", score: null, words: 3, abstain: true, labels: "[{"x":1}]"}"#,
            r#"{id: "b", score: 0.5, words: 4, abstain: false, labels: null}"#,
        ];
        assert_eq!(read(&bytes), (expected.map(str::to_owned).into(), 1));
    }

    #[test]
    fn many_rows_come_in_groups() {
        let mut rows = Rows::new(vec!["n".to_owned()]);
        let n = GROUP_ROWS * 2 + 1;
        let mut bytes: Vec<u8> =
            (0..n).flat_map(|n| rows.push(format!("[{n}]").as_bytes()).unwrap()).collect();
        assert!(!bytes.is_empty(), "complete groups go out at once");
        bytes.extend(rows.finish().unwrap());
        let (read, groups) = read(&bytes);
        assert_eq!((read.len(), groups, read[n - 1].as_str()), (n, 3, format!("{{n: {}}}", n - 1).as_str()));
    }

    #[test]
    fn a_file_without_rows_has_its_columns() {
        let bytes = Rows::new(vec!["id".to_owned()]).finish().unwrap();
        assert_eq!(read(&bytes), (Vec::new(), 0));
    }
}
