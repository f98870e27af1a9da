//! A text or HTML file as one record.

use std::borrow::Cow;
use std::io::Read;

use super::decode::FieldDecoder;
use super::fault;
use super::record::{Origin, Record, Values};
use super::window::Window;
use crate::error::Result;
use crate::text::Markup;

/// How far into a page its declared encoding is looked for, as browsers do.
const PRESCAN_BYTES: usize = 1024;

/// Reads all of one file.
pub(crate) fn read<R: Read>(
    mut window: Window<R>,
    origin: &Origin,
    markup: Markup,
    decoder: &mut FieldDecoder,
    max_record: usize,
) -> Result<Record> {
    window.fill_to(max_record.saturating_add(1));
    if let Some(error) = window.take_error() {
        return Err(fault::read(&origin.path, error));
    }
    let place = origin.place().with_record(1);
    let bytes = window.bytes();
    if bytes.len() > max_record {
        return Err(fault::too_large(place, max_record));
    }
    let offset = window.offset();
    let text = decoder.decode(Cow::Borrowed(bytes)).map_err(|at| {
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64;
        let place = place.with_line(line).with_byte(offset + at as u64);
        let id = Some(origin.stem.clone());
        fault::invalid_bytes(id, place, bytes.get(at).copied(), decoder.encoding().name())
    })?;
    let values = Values { id: Some(origin.stem.clone()), text: Some(text.into_owned()), ..Values::default() };
    Ok(Record::new(origin, 1, 1, markup, values))
}

/// The encoding that a page declares in a `meta` element.
pub(crate) fn declared_encoding(sample: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = sample[..sample.len().min(PRESCAN_BYTES)].to_ascii_lowercase();
    let after = memchr::memmem::find(&head, b"charset=")? + "charset=".len();
    let value = head[after..].trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let is_end = |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'>' | b'/') || byte.is_ascii_whitespace();
    let end = value.iter().position(is_end).unwrap_or(value.len());
    let encoding = encoding_rs::Encoding::for_label(&value[..end])?;
    // A page whose declaration can be read as ASCII is not UTF-16.
    encoding.is_ascii_compatible().then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::super::params::{EncodingErrors, ReadParams};
    use super::super::testing::{messages, read};
    use super::*;

    #[test]
    fn a_file_is_one_document_named_after_it() {
        let record = read::<&str>("d/a.b.txt", "one\ntwo\0", &ReadParams::default()).remove(0).unwrap();
        assert_eq!((record.document.id.as_str(), record.document.text.as_str()), ("a.b", "one\ntwo "));
        assert_eq!(record.document.markup, Markup::Plain);
        let page = read("a.htm", "<p>one", &ReadParams::default()).remove(0).unwrap();
        assert_eq!(page.document.markup, Markup::Html);
        assert_eq!(messages("a.txt", "", &ReadParams::default()), ["a: "]);
    }

    #[test]
    fn a_declared_encoding_is_used_unless_the_page_is_utf_8() {
        let meta = b"<meta charset=\"windows-1251\"><p>";
        let russian = [&meta[..], b"\xcf\xf0\xe8"].concat();
        assert!(messages("a.html", russian, &ReadParams::default())[0].ends_with("При"));
        let utf8 = [&meta[..], "При".as_bytes()].concat();
        assert!(messages("a.html", utf8, &ReadParams::default())[0].ends_with("При"));
    }

    #[test]
    fn a_bad_byte_is_named_or_replaced() {
        let text = b"na\xc3\xafve\nbad \xff byte";
        assert_eq!(
            messages("a.txt", text, &ReadParams::default()),
            ["a.txt: line 2, record 1, byte 11: found the byte 0xFF, which is not valid UTF-8"]
        );
        let replace = ReadParams { encoding_errors: EncodingErrors::Replace, ..ReadParams::default() };
        assert_eq!(messages("a.txt", text, &replace), ["a: naïve\nbad \u{fffd} byte"]);
    }

    #[test]
    fn a_file_over_the_limit_is_lost() {
        let small = ReadParams { max_record: 10, ..ReadParams::default() };
        assert_eq!(
            messages("a.txt", "eleven byte", &small),
            ["a.txt: record 1: record larger than 10 bytes (--max-record)"]
        );
    }
}
