//! From a source to a reader of its records: decompress, look, decode.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Encoding, UTF_8};

use super::decode::{FieldDecoder, Transcoder, needs_transcoding};
use super::detect::{Detected, detect, is_utf16};
use super::header::Header;
use super::inflate::{Stream, inflated};
use super::input::{Content, Source, unusable};
use super::jsonl::JsonLines;
use super::lines::Lines;
use super::params::{InputFormat, ReadParams};
#[cfg(feature = "parquet")]
use super::parquet::ParquetFile;
use super::record::{Origin, Record, is_compressed};
use super::rows::Rows;
use super::sniff::{self, SAMPLE_BYTES};
use super::table::Table;
use super::window::Window;
use super::{fault, magic, page};
use crate::error::{Error, Result};
use crate::text::Markup;

/// A reader of one source's records.
pub(crate) enum Reader {
    /// Nothing is there.
    Empty,
    /// A table.
    Table(Box<Table<Stream>>, Option<u8>),
    /// JSON lines.
    JsonLines(Box<JsonLines<Stream>>),
    /// A Parquet file.
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetFile>),
    /// One document, until it is read.
    Page(Option<Box<Page>>, &'static Encoding),
}

/// One document that was not read yet.
pub(crate) struct Page {
    window: Window<Stream>,
    markup: Markup,
    decoder: FieldDecoder,
    origin: Arc<Origin>,
    max_record: usize,
}

impl Reader {
    /// The next record, or the error in its place.
    pub(crate) fn next_record(&mut self) -> Option<Result<Record>> {
        match self {
            Self::Empty => None,
            Self::Table(table, _) => table.next_record(),
            Self::JsonLines(lines) => lines.next_record(),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.next_record(),
            Self::Page(page, encoding) => {
                let Page { window, markup, mut decoder, origin, max_record } = *page.take()?;
                let record = page::read(window, &origin, markup, &mut decoder, max_record);
                *encoding = decoder.encoding();
                Some(record)
            }
        }
    }

    /// The header, of a table.
    pub(crate) fn header(&self) -> Option<&Header> {
        match self {
            Self::Table(table, _) => Some(table.header()),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => Some(file.header()),
            _ => None,
        }
    }

    /// The encoding, as far as is known.
    pub(crate) fn encoding(&self) -> &'static Encoding {
        match self {
            Self::Empty => UTF_8,
            #[cfg(feature = "parquet")]
            Self::Parquet(_) => UTF_8,
            Self::Table(table, _) => table.decoder().encoding(),
            Self::JsonLines(lines) => lines.decoder().encoding(),
            Self::Page(_, encoding) => encoding,
        }
    }
}

/// Opens a source and looks at its first bytes.
///
/// # Errors
/// If it cannot be opened, is not text, or is a table whose header cannot be used.
pub(crate) fn open(
    source: Source,
    params: &ReadParams,
    forced: Option<&'static Encoding>,
    counter: &Arc<AtomicU64>,
) -> Result<Reader> {
    let origin = source.origin;
    let is_file = matches!(source.content, Content::File);
    let inner: Stream = match source.content {
        Content::Stdin => Box::new(io::stdin()),
        Content::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        Content::File => Box::new(File::open(&origin.path).map_err(|error| unusable(&origin.path, &error))?),
        Content::Lost(error) => return Err(error),
    };
    let raw = Box::new(Counted { inner, counter: Arc::clone(counter) });
    let mut window = inflated(raw, params.max_inflate).map_err(|error| fault::read(&origin.path, error))?;
    let by_name = params.format.or_else(|| format_by_name(&origin.path));
    let whole = fill_sample(&mut window);
    if by_name == Some(InputFormat::Parquet) || magic::is_parquet(sample(&window)) {
        // It is read, and counted, from its start once more.
        counter.fetch_sub(window.bytes().len() as u64, Ordering::Relaxed);
        return parquet_file(is_file, origin, params, counter);
    }
    if let Some(what) = magic::utf_32(sample(&window)) {
        return Err(not_text(&origin, what));
    }
    let mut detected = detect(sample(&window), whole, forced);
    if by_name == Some(InputFormat::Html) && forced.is_none() && detected.bom == 0 {
        detected = declared(sample(&window), detected);
    }
    // Only UTF-16 has bytes that look like control bytes; a binary file may well look like some other encoding.
    if !is_utf16(detected.encoding)
        && let Some(what) = magic::not_text(sample(&window))
    {
        return Err(not_text(&origin, what));
    }
    window.consume(detected.bom);
    if needs_transcoding(detected.encoding) {
        window = Window::new(Box::new(Transcoder::new(window.into_reader(), detected.encoding)));
        fill_sample(&mut window);
    }
    if by_name.is_none() && window.bytes().is_empty() && window.is_clean_end() {
        return Ok(Reader::Empty);
    }
    let format = by_name.unwrap_or_else(|| sniff::format(sample(&window), params));
    reader(format, window, origin, FieldDecoder::new(detected, params.encoding_errors), params)
}

fn reader(
    format: InputFormat,
    window: Window<Stream>,
    origin: Arc<Origin>,
    decoder: FieldDecoder,
    params: &ReadParams,
) -> Result<Reader> {
    let markup = match format {
        InputFormat::Csv | InputFormat::Tsv => {
            let sniffs = params.delimiter.is_none() && format == InputFormat::Csv;
            let sniffed = if sniffs { sniff::delimiter(sample(&window), params) } else { None };
            let usual = if format == InputFormat::Tsv { b'\t' } else { b',' };
            let delimiter = params.delimiter.or(sniffed).unwrap_or(usual);
            let rows = Rows::new(window, delimiter, params.max_record);
            let table = Table::open(rows, delimiter, origin, decoder, params)?;
            return Ok(table.map_or(Reader::Empty, |table| Reader::Table(Box::new(table), sniffed)));
        }
        InputFormat::Jsonl => {
            let lines = Lines::new(window, params.max_record);
            return Ok(Reader::JsonLines(Box::new(JsonLines::new(lines, origin, decoder, params))));
        }
        InputFormat::Text => Markup::Plain,
        InputFormat::Html => Markup::Html,
        InputFormat::Parquet => return Err(not_text(&origin, magic::PARQUET)),
    };
    let encoding = decoder.encoding();
    let page = Page { window, markup, decoder, origin, max_record: params.max_record };
    Ok(Reader::Page(Some(Box::new(page)), encoding))
}

/// A Parquet file is read from its end, so it is opened once more.
#[cfg(feature = "parquet")]
fn parquet_file(
    is_file: bool,
    origin: Arc<Origin>,
    params: &ReadParams,
    counter: &Arc<AtomicU64>,
) -> Result<Reader> {
    if !is_file || is_compressed(&origin.path) {
        let message = "found Parquet in a stream, expected a file: it is read from its end".to_owned();
        let help = "save it, decompressed, and pass the file's name".to_owned();
        return Err(fault::input("E0209", origin.place(), message, Some(help)));
    }
    let file = File::open(&origin.path).map_err(|error| unusable(&origin.path, &error))?;
    Ok(Reader::Parquet(Box::new(ParquetFile::open(file, origin, params, counter)?)))
}

#[cfg(not(feature = "parquet"))]
fn parquet_file(_: bool, origin: Arc<Origin>, _: &ReadParams, _: &Arc<AtomicU64>) -> Result<Reader> {
    let help = "save it as CSV or JSON lines, or build newsdesk with --features parquet".to_owned();
    let message = format!("not text: found {}", magic::PARQUET);
    Err(fault::input("E0209", origin.place(), message, Some(help)))
}

/// Reads as much as is looked at; whether that is all there is.
fn fill_sample(window: &mut Window<Stream>) -> bool {
    window.fill_to(SAMPLE_BYTES + 1);
    window.bytes().len() <= SAMPLE_BYTES
}

/// What is looked at: never more, so that the sizes of reads decide nothing.
fn sample(window: &Window<Stream>) -> &[u8] {
    let bytes = window.bytes();
    &bytes[..bytes.len().min(SAMPLE_BYTES)]
}

fn format_by_name(path: &Path) -> Option<InputFormat> {
    let name = if is_compressed(path) { Path::new(path.file_stem()?) } else { path };
    InputFormat::from_extension(name.extension()?.to_str()?)
}

/// The encoding that a page declares, if its bytes do not show that they are UTF-8 or UTF-16.
fn declared(sample: &[u8], detected: Detected) -> Detected {
    let is_open =
        !detected.certain || detected.encoding.is_single_byte() || detected.encoding.is_ascii_compatible();
    match page::declared_encoding(sample) {
        Some(encoding) if is_open && !(detected.encoding == UTF_8 && detected.certain) => {
            Detected { encoding, certain: encoding != UTF_8, ..detected }
        }
        _ => detected,
    }
}

fn not_text(origin: &Origin, what: &str) -> Error {
    let help = "save it as text: CSV, JSON lines, plain text or HTML".to_owned();
    fault::input("E0209", origin.place(), format!("not text: found {what}"), Some(help))
}

/// A stream that adds what is read to a counter.
struct Counted {
    inner: Stream,
    counter: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.counter.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::fails;
    use super::*;

    #[test]
    fn random_bytes_are_never_taken_for_text() {
        for seed in 0..200u32 {
            let mut state = seed;
            let bytes: Vec<u8> = std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .take(2000)
            .collect();
            let error = fails("photo.csv", &bytes, &ReadParams::default());
            assert_eq!(error.to_string(), "photo.csv: not text: found a binary file", "seed {seed}");
        }
    }

    #[test]
    fn the_format_follows_from_the_name_without_its_compression() {
        assert_eq!(format_by_name(Path::new("d.x/a.CSV.gz")), Some(InputFormat::Csv));
        assert_eq!(format_by_name(Path::new("a.ndjson")), Some(InputFormat::Jsonl));
        assert_eq!(format_by_name(Path::new("a.json")), Some(InputFormat::Jsonl));
        assert_eq!(format_by_name(Path::new("csv")), None);
    }
}
