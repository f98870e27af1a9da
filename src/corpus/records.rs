//! The records of all inputs, one after the other.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use encoding_rs::{Encoding, UTF_8};

use super::fault;
use super::input::{Input, Source, sources};
use super::open::{Reader, open};
use super::params::ReadParams;
use super::record::{Origin, Record};
use crate::error::{Error, Level, Notice, Result};

/// The records of `inputs`, in order.
///
/// The first source is opened and its first 64 KiB are read before this returns, so that a header that cannot be used
/// is known at once. What was decided (columns, encoding, delimiter) and what should be looked at goes to `notify`.
///
/// # Errors
/// If a parameter cannot be used, or the only input is not there or cannot be read at all.
///
/// # Examples
/// ```
/// use newsdesk::corpus::{Input, ReadParams, documents};
///
/// let table = "id;text;label\n1;\"taxes; and more\";Macroeconomics\n";
/// let input = Input::Bytes { name: "laws.csv".into(), bytes: table.as_bytes().into() };
/// let mut records = documents(vec![input], ReadParams::default(), |notice| println!("{notice}"))?;
/// let record = records.next().unwrap()?;
/// assert_eq!(record.document.text, "taxes; and more");
/// assert_eq!(record.label.as_deref(), Some("Macroeconomics"));
/// assert_eq!((record.record, record.line), (1, 2));
/// # Ok::<(), newsdesk::error::Error>(())
/// ```
pub fn documents<'n>(
    inputs: Vec<Input>,
    params: ReadParams,
    mut notify: impl FnMut(Notice) + Send + 'n,
) -> Result<Records<'n>> {
    let forced = encoding_of(&params)?;
    let sources = sources(inputs, &mut notify)?;
    let total_bytes = sources.iter().map(|source| source.bytes).sum();
    let mut records = Records {
        has_one_source: sources.len() == 1,
        params,
        forced,
        sources: sources.into_iter(),
        current: None,
        pending: None,
        headers: None,
        said_columns: String::new(),
        bytes_read: Arc::default(),
        total_bytes,
        notify: Box::new(notify),
    };
    match records.open_next() {
        Some(Err(error)) if !error.is_record() => return Err(error),
        Some(Err(error)) => records.pending = Some(Err(error)),
        _ => {}
    }
    Ok(records)
}

fn encoding_of(params: &ReadParams) -> Result<Option<&'static Encoding>> {
    let Some(label) = params.encoding.as_deref().filter(|label| *label != "auto") else {
        return Ok(None);
    };
    let unknown = || {
        let message = format!("found the encoding {label:?}, expected a label such as utf-8 or windows-1252");
        Error::usage(message, None)
    };
    Encoding::for_label(label.as_bytes()).ok_or_else(unknown).map(Some)
}

/// An iterator over the records of all inputs.
///
/// An `Err` whose [`Error::is_record`] holds stands in the place of one record, and the next ones follow. After any
/// other `Err` there is nothing more. It can move to another thread.
pub struct Records<'n> {
    has_one_source: bool,
    params: ReadParams,
    forced: Option<&'static Encoding>,
    sources: std::vec::IntoIter<Source>,
    current: Option<Current>,
    /// The error of a source that could not be opened, or a record read ahead, to be given out in its place.
    pending: Option<Result<Record>>,
    headers: Option<Vec<String>>,
    said_columns: String,
    bytes_read: Arc<AtomicU64>,
    total_bytes: Option<u64>,
    notify: Box<dyn FnMut(Notice) + Send + 'n>,
}

/// The source that is being read.
struct Current {
    reader: Reader,
    origin: Arc<Origin>,
    alone: bool,
    /// The records given out, lost ones too.
    n_records: u64,
    said_encoding: &'static Encoding,
    /// Whether the fields of JSON lines were told; the first object shows them.
    said_fields: bool,
}

impl Records<'_> {
    /// The names of the columns of the first table that was opened, or the keys of the first JSON object.
    ///
    /// Known from the start if the first input is a table, for JSON lines after the first record.
    pub fn headers(&self) -> Option<&[String]> {
        self.headers.as_deref()
    }

    /// The same, for which the first record is read ahead where they are not known yet; empty if there are none.
    pub fn read_headers(&mut self) -> &[String] {
        if self.headers.is_none() && self.pending.is_none() {
            self.pending = self.next();
        }
        self.headers.as_deref().unwrap_or_default()
    }

    /// The bytes read so far, before decompression; a counter that can be read from another thread.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// The bytes that there are to read, before decompression, if all inputs are files.
    pub fn total_bytes(&self) -> Option<u64> {
        self.total_bytes
    }

    /// Opens the next source; none if there is no other.
    fn open_next(&mut self) -> Option<Result<()>> {
        let source = self.sources.next()?;
        let (origin, alone) = (Arc::clone(&source.origin), source.alone);
        let opened = open(source, &self.params, self.forced, &self.bytes_read).and_then(|reader| {
            self.check_headers(&reader, &origin)?;
            Ok(reader)
        });
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) if alone => return Some(Err(error)),
            Err(error) => return Some(Err(fault::as_record(error, 1))),
        };
        if let Reader::Table(_, Some(delimiter)) = &reader {
            let message = format!("delimiter {:?}", char::from(*delimiter));
            (self.notify)(Notice { level: Level::Detail, place: origin.place(), message });
        }
        if let Some(header) = reader.header() {
            let columns = header.columns().describe(header.names());
            self.say_columns(&origin, "columns", columns);
        }
        self.current =
            Some(Current { reader, origin, alone, n_records: 0, said_encoding: UTF_8, said_fields: false });
        self.say_what_is_new();
        Some(Ok(()))
    }

    /// Takes over the first table's header; with kept columns every other table must have the same.
    fn check_headers(&mut self, reader: &Reader, origin: &Origin) -> Result<()> {
        let Some(header) = reader.header() else {
            return Ok(());
        };
        let names = header.names();
        match &self.headers {
            None => self.headers = Some(names.to_vec()),
            Some(first) if self.params.keep_columns && first != names => {
                let (found, expected) = (fault::quoted(names), fault::quoted(first));
                let message = format!("found the header {found}, expected {expected} as in the first table");
                let help = Some("leave out --keep-columns, or read the tables one by one".to_owned());
                return Err(fault::input("E0215", origin.place(), message, help));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Tells the columns, unless they are those told last.
    fn say_columns(&mut self, origin: &Origin, what: &str, columns: String) {
        if self.said_columns != columns {
            let message = format!("{what}: {columns}");
            (self.notify)(Notice { level: Level::Info, place: origin.place(), message });
            self.said_columns = columns;
        }
    }

    /// Tells what the current source has shown about itself by now: its encoding, its fields.
    fn say_what_is_new(&mut self) {
        let Some(current) = &mut self.current else {
            return;
        };
        let encoding = current.reader.encoding();
        if encoding != current.said_encoding {
            current.said_encoding = encoding;
            let message = format!("read as {}", encoding.name());
            (self.notify)(Notice { level: Level::Info, place: current.origin.place(), message });
        }
        let Reader::JsonLines(lines) = &current.reader else {
            return;
        };
        if !current.said_fields
            && let Some(chosen) = lines.chosen()
        {
            current.said_fields = true;
            let (origin, chosen) = (Arc::clone(&current.origin), chosen.to_owned());
            self.headers.get_or_insert_with(|| lines.keys().to_vec());
            self.say_columns(&origin, "fields", chosen);
        }
    }

    /// The next record of the current source; none at its end.
    fn next_of_current(&mut self) -> Option<Result<Record>> {
        let current = self.current.as_mut()?;
        let (alone, number) = (current.alone, current.n_records + 1);
        let next = current.reader.next_record();
        match &next {
            Some(_) => {
                current.n_records = number;
                self.say_what_is_new();
            }
            // Who needs labels cannot go on without a record, and says so.
            None if number == 1 && !(self.has_one_source && self.params.needs_label) => {
                let message = "no records".to_owned();
                (self.notify)(Notice { level: Level::Warning, place: current.origin.place(), message });
            }
            None => {}
        }
        let fatal = matches!(&next, Some(Err(error)) if !error.is_record());
        if fatal || next.is_none() {
            self.current = None;
        }
        if fatal && alone {
            self.sources = Vec::new().into_iter();
        }
        next.map(|record| record.map_err(|error| if alone { error } else { fault::as_record(error, number) }))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        loop {
            if let Some(record) = self.pending.take() {
                return Some(record);
            }
            if let Some(record) = self.next_of_current() {
                return Some(record);
            }
            if let Err(error) = self.open_next()? {
                if !error.is_record() {
                    self.sources = Vec::new().into_iter();
                }
                return Some(Err(error));
            }
        }
    }
}

impl std::iter::FusedIterator for Records<'_> {}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::PathBuf;

    use super::super::testing::{messages, notices};
    use super::*;

    /// Everything that comes of some files, as `id: text` or the message, without the path of the directory.
    fn read_files(files: &[(&str, &[u8])], inputs: &[&str], params: &ReadParams) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let inputs = inputs.iter().map(|name| Input::Path(root.path().join(name))).collect();
        let records = match documents(inputs, params.clone(), |_| {}) {
            Ok(records) => records,
            Err(error) => return vec![error.to_string().replace(&format!("{}/", root.path().display()), "")],
        };
        let show = |record: Result<Record>| match record {
            Ok(record) => format!("{}: {}", record.document.id, record.document.text),
            Err(error) => error.to_string().replace(&format!("{}/", root.path().display()), ""),
        };
        records.map(show).collect()
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_keys_of_json_lines_can_be_known_before_the_first_record() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jsonl");
        fs::write(&path, "{\"text\":\"a\",\"gist\":\"b\"}\n{\"text\":\"c\"}\n").unwrap();
        let params = ReadParams { keep_columns: true, ..ReadParams::default() };
        let mut records = documents(vec![Input::Path(path)], params, |_| ()).unwrap();
        assert_eq!(records.read_headers(), ["text", "gist"]);
        assert_eq!(records.filter_map(|record| record.unwrap().columns).count(), 2);
    }

    #[test]
    fn several_inputs_come_one_after_the_other() {
        let zst = zstd::encode_all(&b"{\"text\": \"c\"}"[..], 1).unwrap();
        let gz = gzip(b"id,text\n2,b\n");
        let files: [(&str, &[u8]); 4] =
            [("x.csv", b"id;text\n1;a\n"), ("d/a.csv.gz", &gz), ("d/b.jsonl.zst", &zst), ("d/c.txt", b"d")];
        assert_eq!(
            read_files(&files, &["x.csv", "d"], &ReadParams::default()),
            ["1: a", "2: b", "b-1: c", "c: d"]
        );
    }

    #[test]
    fn a_bad_file_ends_the_run_where_it_is_alone_and_costs_only_itself_among_others() {
        let files: [(&str, &[u8]); 3] =
            [("d/a.csv", b"PK\x03\x04\x14\0"), ("d/b.csv", b"id,words\n1,b\n"), ("d/c.txt", b"c")];
        let a = "not text: found a ZIP archive, such as .xlsx or .docx";
        assert_eq!(read_files(&files, &["d/a.csv"], &ReadParams::default()), [format!("d/a.csv: {a}")]);
        assert_eq!(
            read_files(&files, &["d/no.txt", "d/a.csv", "d/c.txt"], &ReadParams::default()),
            [
                "d/no.txt: record 1: no such file or directory".to_owned(),
                format!("d/a.csv: record 1: {a}"),
                "c: c".to_owned()
            ]
        );
        let all = read_files(&files, &["d"], &ReadParams::default());
        assert_eq!((all[0].as_str(), all[2].as_str()), (format!("d/a.csv: record 1: {a}").as_str(), "c: c"));
        assert!(all[1].starts_with("d/b.csv: record 1: no text column"), "{}", all[1]);
    }

    #[test]
    fn a_file_of_a_directory_that_breaks_off_goes_on_with_the_next() {
        let files: [(&str, &[u8]); 2] = [("d/a.csv", b"id,text\n1,a\n2,\"b"), ("d/b.txt", b"b")];
        let read = read_files(&files, &["d"], &ReadParams::default());
        assert_eq!((read[0].as_str(), read[2].as_str()), ("1: a", "b: b"));
        assert!(
            read[1].starts_with("d/a.csv: line 3, record 2: found a quote that is never closed"),
            "{}",
            read[1]
        );
    }

    #[test]
    fn a_truncated_file_gives_its_records_and_then_the_place() {
        let table: String = (0..20_000).map(|n| format!("{n},text {}\n", n * 7919 % 10_007)).collect();
        let whole = gzip(format!("id,text\n{table}").as_bytes());
        let half = &whole[..whole.len() / 2];
        let read = read_files(&[("x.csv.gz", half)], &["x.csv.gz"], &ReadParams::default());
        assert!(read.len() > 5000);
        let place = format!("x.csv.gz: byte {}: found the end of the file inside a gzip stream", half.len());
        assert_eq!(read.last(), Some(&place));
        assert_eq!(read[0], "0: text 0");
    }

    #[test]
    fn kept_columns_must_be_the_same_in_all_tables() {
        let files: [(&str, &[u8]); 2] = [("a.csv", b"id,text\n1,a\n"), ("b.csv", b"text,id\nb,2\n")];
        let keep = ReadParams { keep_columns: true, ..ReadParams::default() };
        let message = "b.csv: record 1: found the header \"text\", \"id\", expected \"id\", \"text\" as in the first table";
        assert_eq!(read_files(&files, &["a.csv", "b.csv"], &keep), ["1: a", message]);
        assert_eq!(read_files(&files, &["a.csv", "b.csv"], &ReadParams::default()), ["1: a", "2: b"]);
    }

    #[test]
    fn what_was_decided_is_said_once() {
        assert_eq!(
            notices("x.csv", b"id;body\n1;it\x92s\n2;it\x92s\n"),
            [
                "Detail x.csv: delimiter ';'",
                "Info x.csv: columns: text = \"body\", id = \"id\"",
                "Info x.csv: read as windows-1252"
            ]
        );
        assert_eq!(
            notices("x.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}"),
            ["Info x.jsonl: fields: text = \"text\""]
        );
        assert_eq!(notices("x.jsonl", "{\n{\"body\": \"a\"}"), ["Info x.jsonl: fields: text = \"body\""]);
        assert_eq!(notices("x.csv", "id,text\n").last().unwrap(), "Warning x.csv: no records");
        assert_eq!(notices("x.csv", "\n\r\n"), ["Warning x.csv: no records"]);
        assert_eq!(notices("-", ""), ["Warning -: no records"]);
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for table in ["id;text\n1;Łódź \u{10348}\n", "\u{feff}id;text\n1;Łódź \u{10348}\n"] {
            assert_eq!(messages("x.csv", utf16(table), &ReadParams::default()), ["1: Łódź \u{10348}"]);
        }
    }

    #[test]
    fn an_encoding_can_be_forced_but_must_exist() {
        let forced = |label: &str| ReadParams { encoding: Some(label.into()), ..ReadParams::default() };
        assert_eq!(messages("x.txt", b"\xc3\xa9", &forced("windows-1252")), ["x: Ã©"]);
        let error = documents(Vec::new(), forced("cp-what"), |_| {}).err().unwrap();
        assert_eq!(
            error.to_string(),
            "found the encoding \"cp-what\", expected a label such as utf-8 or windows-1252"
        );
    }

    #[test]
    fn records_can_be_read_on_another_thread() {
        fn is_send<T: Send>(_: &T) {}
        let records = documents(
            vec![Input::Bytes { name: PathBuf::from("a.txt"), bytes: (*b"a").into() }],
            ReadParams::default(),
            |_| {},
        )
        .unwrap();
        is_send(&records);
        assert_eq!((records.headers(), records.total_bytes()), (None, Some(1)));
    }
}
