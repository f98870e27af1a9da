//! A Parquet file as records: its columns are those of a table.

mod pages;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::{Type, TypePtr};

use self::pages::{Pages, TooLarge};
use super::columns::Role;
use super::header::Header;
use super::params::ReadParams;
use super::record::{Origin, Record, Values};
use super::{fault, inflate};
use crate::error::{Error, Result};
use crate::text::Markup;

/// Reads the records of one Parquet file: the pages of a row group at a time, of the columns that are needed.
pub(crate) struct ParquetFile {
    rows: RowIter<'static>,
    reading: Reading,
    progress: Progress,
}

/// What is needed to make a record of a row.
struct Reading {
    origin: Arc<Origin>,
    header: Header,
    /// The columns that are read, rising.
    read: Vec<usize>,
    /// Of each of these whether it holds nanoseconds, which the reader gives as numbers.
    in_nanoseconds: Vec<bool>,
    max_record: usize,
    keep_columns: bool,
    record: u64,
}

/// Tells how far a file is read, as if all rows had one size.
struct Progress {
    counter: Arc<AtomicU64>,
    bytes: u64,
    rows: u64,
}

impl Progress {
    /// Counts the bytes of the row of this number, from 1.
    fn count(&self, row: u64) {
        let upto =
            |row: u64| (u128::from(self.bytes) * u128::from(row) / u128::from(self.rows.max(1))) as u64;
        self.counter.fetch_add(upto(row) - upto(row - 1), Ordering::Relaxed);
    }
}

impl ParquetFile {
    /// Reads the schema.
    ///
    /// # Errors
    /// E0211 if the file is damaged, and if a column that is needed is not there.
    pub(crate) fn open(
        file: File,
        origin: Arc<Origin>,
        params: &ReadParams,
        counter: &Arc<AtomicU64>,
    ) -> Result<Self> {
        let bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let limit = inflate::limit(bytes, params.max_inflate);
        let pages = Pages::new(file, bytes, limit);
        let reader = SerializedFileReader::new(pages).map_err(|error| damaged(&origin, &error))?;
        let metadata = reader.metadata().file_metadata();
        let schema = metadata.schema_descr().root_schema().clone();
        let rows = u64::try_from(metadata.num_rows()).unwrap_or(0);
        let names = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
        let header = Header::of(names, params, &origin.place())?;
        let is_read = |at: &usize| {
            params.keep_columns || Role::ALL.iter().any(|&role| header.columns().get(role) == Some(*at))
        };
        let read: Vec<usize> = (0..header.names().len()).filter(is_read).collect();
        let fields: Vec<TypePtr> = read.iter().map(|&at| Arc::clone(&schema.get_fields()[at])).collect();
        fields.iter().try_for_each(|field| check_type(field, &origin))?;
        check_size(reader.metadata().row_groups(), limit, &origin)?;
        let in_nanoseconds = fields.iter().map(|field| is_in_nanoseconds(field)).collect();
        let projection = Type::group_type_builder(schema.name()).with_fields(fields).build();
        let rows_read = projection
            .and_then(|projection| RowIter::from_file_into(Box::new(reader)).project(Some(projection)))
            .map_err(|error| damaged(&origin, &error))?;
        let (max_record, keep_columns) = (params.max_record, params.keep_columns);
        Ok(Self {
            rows: rows_read,
            reading: Reading { origin, header, read, in_nanoseconds, max_record, keep_columns, record: 0 },
            progress: Progress { counter: Arc::clone(counter), bytes, rows },
        })
    }

    /// The names of the columns and the columns chosen.
    pub(crate) fn header(&self) -> &Header {
        &self.reading.header
    }

    /// The next record, or the error in its place.
    pub(crate) fn next_record(&mut self) -> Option<Result<Record>> {
        // The crate panics at some files whose parts contradict each other.
        let Ok(row) = catch_unwind(AssertUnwindSafe(|| self.rows.next())) else {
            let error = ParquetError::General("its parts contradict each other".to_owned());
            return Some(Err(damaged(&self.reading.origin, &error)));
        };
        let row = row?;
        self.reading.record += 1;
        self.progress.count(self.reading.record);
        Some(match row {
            Ok(row) => self.reading.record_of(&row),
            Err(error) => Err(damaged(&self.reading.origin, &error)),
        })
    }
}

/// Refuses a column whose values are no single ones.
fn check_type(column: &Type, origin: &Origin) -> Result<()> {
    let info = column.get_basic_info();
    let is_list = info.has_repetition() && info.repetition() == Repetition::REPEATED;
    if column.is_primitive() && !is_list && info.converted_type() != ConvertedType::INTERVAL {
        return Ok(());
    }
    let name = fault::short(column.name());
    let message = format!("found lists, objects or intervals in the column {name}, expected strings");
    let help = "choose another column, or leave out --keep-columns".to_owned();
    Err(fault::input("E0210", origin.place(), message, Some(help)))
}

/// Refuses a file that says it becomes larger than a compressed one may.
fn check_size(groups: &[RowGroupMetaData], limit: u64, origin: &Origin) -> Result<()> {
    let inflated =
        groups.iter().fold(0, |sum: u64, group| sum.saturating_add(group.total_byte_size().max(0) as u64));
    if inflated <= limit {
        return Ok(());
    }
    Err(fault::inflates_too_far(origin.place(), TooLarge { inflated, limit }.to_string()))
}

fn is_in_nanoseconds(column: &Type) -> bool {
    let logical = column.get_basic_info().logical_type_ref();
    matches!(logical, Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS)
}

/// Whether a day or time can be written as one: in the years from 1 to 9999, and within a day.
fn is_in_range(field: &Field) -> bool {
    const DAYS: std::ops::Range<i64> = -719_162..2_932_897;
    const DAY_IN_MS: i64 = 86_400_000;
    match *field {
        Field::Date(days) => DAYS.contains(&i64::from(days)),
        Field::TimeMillis(ms) => (0..DAY_IN_MS).contains(&i64::from(ms)),
        Field::TimeMicros(us) => (0..DAY_IN_MS * 1000).contains(&us),
        Field::TimestampMillis(ms) => DAYS.contains(&ms.div_euclid(DAY_IN_MS)),
        Field::TimestampMicros(us) => DAYS.contains(&us.div_euclid(DAY_IN_MS * 1000)),
        _ => true,
    }
}

/// The file cannot be read, or not on.
fn damaged(origin: &Origin, error: &ParquetError) -> Error {
    if let ParquetError::External(cause) = error
        && cause.is::<TooLarge>()
    {
        return fault::inflates_too_far(origin.place(), cause.to_string());
    }
    let help = "get the file again, or write it again with another program".to_owned();
    fault::input("E0211", origin.place(), format!("a damaged Parquet file: {error}"), Some(help))
}

impl Reading {
    fn record_of(&self, row: &Row) -> Result<Record> {
        let row: Vec<(&String, &Field)> = row.get_column_iter().collect();
        let id = self.value(&row, Role::Id)?;
        let text = self.value(&row, Role::Text)?;
        if text.as_ref().is_some_and(|text| text.len() > self.max_record) {
            let place = self.origin.place().with_record(self.record);
            return Err(fault::too_large(place, self.max_record));
        }
        let columns = || (0..row.len()).map(|at| self.cell(&row, at)).collect::<Result<Vec<String>>>();
        let values = Values {
            id,
            text,
            label: self.value(&row, Role::Label)?,
            group: self.value(&row, Role::Group)?,
            columns: self.keep_columns.then(columns).transpose()?,
            title: self.value(&row, Role::Title)?,
            date: self.value(&row, Role::Date)?,
        };
        Ok(Record::new(&self.origin, self.record, self.record, Markup::Plain, values))
    }

    /// The value in the column of `role`.
    fn value(&self, row: &[(&String, &Field)], role: Role) -> Result<Option<String>> {
        let column = self.header.columns().get(role);
        let at = column.and_then(|column| self.read.binary_search(&column).ok());
        at.map(|at| self.cell(row, at)).transpose()
    }

    /// The value of one of the columns that are read, as text; blank for null.
    fn cell(&self, row: &[(&String, &Field)], at: usize) -> Result<String> {
        let (name, field) = row[at];
        let wrong = |what: &str| {
            let message = format!("found {what} in the column {}, expected a string", fault::short(name));
            let place = self.origin.place().with_record(self.record);
            Err(fault::record("E0210", place, message, None))
        };
        match field {
            Field::Null => Ok(String::new()),
            Field::Str(text) => Ok(text.clone()),
            Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
                Ok(text) => Ok(text.to_owned()),
                Err(_) => wrong("bytes that are not UTF-8"),
            },
            // The reader's own text of numbers with a point has an exponent.
            Field::Double(number) => Ok(number.to_string()),
            Field::Float(number) => Ok(number.to_string()),
            Field::Long(time) if self.in_nanoseconds[at] => {
                Ok(Field::TimestampMicros(time.div_euclid(1000)).to_string())
            }
            field if !is_in_range(field) => wrong("a day or time out of range"),
            field => Ok(field.to_string()),
        }
    }
}
