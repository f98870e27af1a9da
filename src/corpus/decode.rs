//! Bytes to text: whole streams of UTF-16 and the like up front, everything else field by field.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::detect::{Detected, legacy};
use super::params::EncodingErrors;

/// Whether a stream of this encoding must be turned into UTF-8 before its lines and fields can be found.
///
/// The others keep ASCII's delimiters, quotes and line ends as single bytes.
pub(crate) fn needs_transcoding(encoding: &'static Encoding) -> bool {
    encoding != UTF_8 && !encoding.is_single_byte()
}

/// A stream in any encoding, read as UTF-8. Invalid sequences become U+FFFD.
pub(crate) struct Transcoder<R> {
    reader: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    text: String,
    /// How much of `text` was read.
    at: usize,
    done: bool,
}

impl<R: Read> Transcoder<R> {
    /// A reader of `reader`, which is in `encoding` and past its byte-order mark.
    pub(crate) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { reader, decoder, raw: vec![0; 64 << 10], text: String::new(), at: 0, done: false }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let n = self.reader.read(&mut self.raw)?;
        self.done = n == 0;
        self.at = 0;
        self.text.clear();
        // Enough for all of it, so that the decoder never stops early.
        self.text.reserve(self.decoder.max_utf8_buffer_length(n).unwrap_or(0));
        let _ = self.decoder.decode_to_string(&self.raw[..n], &mut self.text, self.done);
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.done {
            self.decode_more()?;
        }
        let rest = &self.text.as_bytes()[self.at..];
        let n = rest.len().min(out.len());
        out[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

/// The decoder of one file's fields.
///
/// A file that was all ASCII so far is taken for UTF-8; the first field that is neither decides, once. A field that
/// is UTF-8 is read as such also in a file that was guessed to be windows-1252: some files are both.
#[derive(Debug)]
pub(crate) struct FieldDecoder {
    encoding: &'static Encoding,
    certain: bool,
    forced: bool,
    transcoded: bool,
    errors: EncodingErrors,
}

impl FieldDecoder {
    /// A decoder for a file as it was detected; a stream that is transcoded up front arrives as UTF-8.
    pub(crate) fn new(detected: Detected, errors: EncodingErrors) -> Self {
        let Detected { encoding, certain, forced, .. } = detected;
        Self { encoding, certain, forced, transcoded: needs_transcoding(encoding), errors }
    }

    /// The encoding of the file, as far as is known.
    pub(crate) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// The text of `bytes`, or the offset of the first byte that is not valid.
    pub(crate) fn decode<'b>(&mut self, bytes: Cow<'b, [u8]>) -> Result<Cow<'b, str>, usize> {
        if self.encoding == UTF_8 || self.transcoded {
            return self.decode_utf8(bytes);
        }
        let bytes = match utf8(bytes) {
            Ok(text) if text.is_ascii() || self.encoding == WINDOWS_1252 && !self.forced => return Ok(text),
            Ok(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
            Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
            Err((bytes, _)) => bytes,
        };
        decode_single_byte(self.encoding, bytes, self.errors == EncodingErrors::Error)
    }

    fn decode_utf8<'b>(&mut self, bytes: Cow<'b, [u8]>) -> Result<Cow<'b, str>, usize> {
        let (bytes, valid_up_to) = match utf8(bytes) {
            Ok(text) => return self.accept(text),
            Err(invalid) => invalid,
        };
        if !self.certain
            && let Some(encoding) = legacy(&bytes, true).filter(|encoding| encoding.is_single_byte())
        {
            (self.encoding, self.certain) = (encoding, true);
            return self.decode(bytes);
        }
        match self.errors {
            EncodingErrors::Error => Err(valid_up_to),
            EncodingErrors::Replace => Ok(Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())),
        }
    }

    /// Valid UTF-8: it settles the file's encoding. What the transcoder replaced is an error where those count.
    fn accept<'b>(&mut self, text: Cow<'b, str>) -> Result<Cow<'b, str>, usize> {
        self.certain = self.certain || !text.is_ascii();
        if self.transcoded && self.errors == EncodingErrors::Error {
            return text.find('\u{fffd}').map_or(Ok(text), Err);
        }
        Ok(text)
    }
}

/// The bytes as UTF-8, or the bytes again and how many of them are valid.
fn utf8(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, str>, (Cow<'_, [u8]>, usize)> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| (Cow::Borrowed(bytes), error.valid_up_to())),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|error| {
            let valid_up_to = error.utf8_error().valid_up_to();
            (Cow::Owned(error.into_bytes()), valid_up_to)
        }),
    }
}

fn decode_single_byte<'b>(
    encoding: &'static Encoding,
    bytes: Cow<'b, [u8]>,
    strict: bool,
) -> Result<Cow<'b, str>, usize> {
    let (text, malformed) = encoding.decode_without_bom_handling(&bytes);
    if malformed && strict {
        let is_bad = |byte: &u8| encoding.decode_without_bom_handling(&[*byte]).1;
        return Err(bytes.iter().position(is_bad).unwrap_or(0));
    }
    Ok(Cow::Owned(text.into_owned()))
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_16LE;

    use super::super::detect::detect;
    use super::*;

    fn decoder(encoding: &'static Encoding, certain: bool, errors: EncodingErrors) -> FieldDecoder {
        FieldDecoder::new(Detected { encoding, bom: 0, certain, forced: false }, errors)
    }

    fn decode(decoder: &mut FieldDecoder, bytes: &[u8]) -> Result<String, usize> {
        decoder.decode(Cow::Borrowed(bytes)).map(Cow::into_owned)
    }

    #[test]
    fn utf_8_is_not_copied() {
        let mut utf8 = decoder(UTF_8, false, EncodingErrors::Error);
        assert!(matches!(utf8.decode(Cow::Borrowed(b"plain")), Ok(Cow::Borrowed("plain"))));
    }

    #[test]
    fn an_ascii_file_turns_out_to_be_windows_1252_later_on() {
        let mut late = decoder(UTF_8, false, EncodingErrors::Error);
        assert_eq!(decode(&mut late, b"plain"), Ok("plain".into()));
        assert_eq!(decode(&mut late, b"the bill\x92s sponsor"), Ok("the bill’s sponsor".into()));
        assert_eq!(late.encoding(), WINDOWS_1252);
        assert_eq!(decode(&mut late, "a café".as_bytes()), Ok("a café".into()));
    }

    #[test]
    fn a_bad_byte_in_a_utf_8_file_is_named_or_replaced() {
        let mut strict = decoder(UTF_8, false, EncodingErrors::Error);
        decode(&mut strict, "é".as_bytes()).unwrap();
        assert_eq!(decode(&mut strict, b"the bill\x92s"), Err(8));
        let mut lenient = decoder(UTF_8, true, EncodingErrors::Replace);
        assert_eq!(decode(&mut lenient, b"the bill\x92s"), Ok("the bill\u{fffd}s".into()));
    }

    #[test]
    fn utf_16_is_transcoded_in_small_pieces() {
        let bytes: Vec<u8> = "Łódź 💩".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut text = String::new();
        Transcoder::new(bytes.as_slice(), UTF_16LE).read_to_string(&mut text).unwrap();
        assert_eq!(text, "Łódź 💩");
        let mut cut = String::new();
        Transcoder::new(&bytes[..bytes.len() - 2], UTF_16LE).read_to_string(&mut cut).unwrap();
        assert_eq!(cut, "Łódź \u{fffd}");
        assert_eq!(decode(&mut decoder(UTF_16LE, true, EncodingErrors::Error), cut.as_bytes()), Err(8));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_decode_or_name_a_byte(bytes: Vec<u8>) {
            for errors in [EncodingErrors::Error, EncodingErrors::Replace] {
                let detected = detect(&bytes, true, None);
                let mut decoder = FieldDecoder::new(detected, errors);
                match decode(&mut decoder, &bytes[detected.bom..]) {
                    Ok(_) => {}
                    Err(at) => proptest::prop_assert!(errors == EncodingErrors::Error && at < bytes.len()),
                }
                let mut text = Vec::new();
                Transcoder::new(bytes.as_slice(), UTF_16LE).read_to_end(&mut text).unwrap();
                proptest::prop_assert!(String::from_utf8(text).is_ok());
            }
        }
    }
}
