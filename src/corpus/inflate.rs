//! gzip and Zstandard streams, known by their first bytes, decompressed within a limit.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::window::Window;

/// The first bytes of a gzip member.
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
/// The first bytes of a Zstandard frame.
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The default limit of one input's decompressed size.
const MAX_BYTES: u64 = 4 << 30;
/// The default limit of decompressed bytes a compressed byte; deflate itself ends at about 1,030.
const MAX_RATIO: u64 = 200;
/// Up to here the ratio does not count: small files of repeated text compress well.
const RATIO_FREE_BYTES: u64 = 64 << 20;

/// A stream of bytes that can move between threads.
pub(crate) type Stream = Box<dyn Read + Send>;

/// The stream as it stands, or decompressed where it starts as gzip or Zstandard.
///
/// All members of a gzip file and all frames of a Zstandard file are read. A failed read carries a [`Damage`].
pub(crate) fn inflated(raw: Stream, max_inflate: Option<u64>) -> io::Result<Window<Stream>> {
    let mut window = Window::new(raw);
    window.fill_to(ZSTD_MAGIC.len());
    let gzip = window.bytes().starts_with(GZIP_MAGIC);
    if !gzip && !window.bytes().starts_with(ZSTD_MAGIC) {
        return Ok(window);
    }
    let counted = Counted { inner: BufReader::new(Box::new(window.into_reader()) as Stream), bytes: 0 };
    let codec = if gzip {
        Codec::Gzip(Box::new(MultiGzDecoder::new(counted)))
    } else {
        Codec::Zstd(Box::new(ZstdDecoder::with_buffer(counted)?))
    };
    Ok(Window::new(Box::new(Inflate { codec, bytes: 0, max_inflate })))
}

/// The most bytes that so many compressed bytes may become, where the user sets no limit.
pub(crate) fn limit(compressed: u64, max_inflate: Option<u64>) -> u64 {
    let by_ratio = compressed.saturating_mul(MAX_RATIO).max(RATIO_FREE_BYTES);
    max_inflate.unwrap_or(by_ratio.min(MAX_BYTES))
}

/// Why a compressed stream cannot be read on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// What is wrong: found X, expected Y.
    pub(crate) message: String,
    /// The compressed bytes that were read before it.
    pub(crate) compressed_bytes: u64,
    /// Whether only the limit of decompressed bytes was met.
    pub(crate) limit: bool,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Damage {}

/// A buffered stream that knows how much of it was used.
struct Counted {
    inner: BufReader<Stream>,
    bytes: u64,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.bytes += n as u64;
        Ok(n)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.bytes += n as u64;
        self.inner.consume(n);
    }
}

enum Codec {
    Gzip(Box<MultiGzDecoder<Counted>>),
    Zstd(Box<ZstdDecoder<'static, Counted>>),
}

impl Codec {
    fn name(&self) -> &'static str {
        match self {
            Self::Gzip(_) => "gzip",
            Self::Zstd(_) => "zstd",
        }
    }

    fn compressed(&self) -> &Counted {
        match self {
            Self::Gzip(decoder) => decoder.get_ref(),
            Self::Zstd(decoder) => decoder.get_ref(),
        }
    }
}

/// A decompressing reader with a limit.
struct Inflate {
    codec: Codec,
    bytes: u64,
    max_inflate: Option<u64>,
}

impl Inflate {
    fn limit(&self) -> u64 {
        limit(self.codec.compressed().bytes, self.max_inflate)
    }

    fn damage(&self, message: String, limit: bool) -> io::Error {
        let compressed_bytes = self.codec.compressed().bytes;
        io::Error::other(Damage { message, compressed_bytes, limit })
    }

    /// The decoder's error in our words; an error of the file beneath it stays what it is.
    fn explain(&self, error: io::Error) -> io::Error {
        let name = self.codec.name();
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return self.damage(format!("found the end of the file inside a {name} stream"), false);
        }
        if error.raw_os_error().is_some() {
            return error;
        }
        self.damage(format!("found bytes that are not a valid {name} stream ({error})"), false)
    }
}

impl Read for Inflate {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.codec {
            Codec::Gzip(decoder) => decoder.read(out),
            Codec::Zstd(decoder) => decoder.read(out),
        };
        let n = read.map_err(|error| self.explain(error))?;
        self.bytes += n as u64;
        let limit = self.limit();
        if self.bytes > limit {
            let compressed = self.codec.compressed().bytes;
            let found = format!("found more than {limit} bytes in {compressed} compressed bytes");
            return Err(self.damage(format!("{found}, over the limit for decompressed input"), true));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What can be read, and the error at its end.
    fn read_all(compressed: Vec<u8>, max_inflate: Option<u64>) -> (Vec<u8>, Option<Damage>) {
        let mut window = inflated(Box::new(io::Cursor::new(compressed)), max_inflate).unwrap();
        let mut text = Vec::new();
        loop {
            text.extend_from_slice(window.bytes());
            window.consume(window.bytes().len());
            if !window.fill() {
                let error = window.take_error();
                return (text, error.map(|e| e.downcast::<Damage>().unwrap()));
            }
        }
    }

    #[test]
    fn all_members_and_all_frames_are_read() {
        let (text, damage) = read_all([gzip(b"one "), gzip(b"two")].concat(), None);
        assert_eq!((text.as_slice(), damage), (&b"one two"[..], None));
        let frames = [zstd::encode_all(&b"one "[..], 1).unwrap(), zstd::encode_all(&b"two"[..], 1).unwrap()];
        let (text, damage) = read_all(frames.concat(), None);
        assert_eq!((text.as_slice(), damage), (&b"one two"[..], None));
    }

    #[test]
    fn what_is_not_compressed_passes_through() {
        assert_eq!(read_all(b"id,text\n".to_vec(), None), (b"id,text\n".to_vec(), None));
        assert_eq!(read_all(Vec::new(), None), (Vec::new(), None));
    }

    #[test]
    fn a_truncated_stream_gives_what_there_is_and_then_the_place() {
        let text: Vec<u8> =
            (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for whole in [gzip(&text), zstd::encode_all(text.as_slice(), 1).unwrap()] {
            let half = whole.len() / 2;
            let (read, damage) = read_all(whole[..half].to_vec(), None);
            assert!(read.len() > 100_000 && text.starts_with(&read));
            let damage = damage.unwrap();
            assert!(damage.message.starts_with("found the end of the file inside a "), "{damage}");
            assert_eq!(damage.compressed_bytes, half as u64);
        }
    }

    #[test]
    fn trailing_garbage_comes_after_the_text() {
        let member = gzip(b"good");
        let at = member.len() as u64;
        let (text, damage) = read_all([member, b"garbage at the end".to_vec()].concat(), None);
        assert_eq!(text, b"good");
        let damage = damage.unwrap();
        assert!(damage.message.starts_with("found bytes that are not a valid gzip stream"), "{damage}");
        assert!((at..at + 18).contains(&damage.compressed_bytes), "{}", damage.compressed_bytes);
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 80 << 20]);
        let (text, damage) = read_all(bomb.clone(), None);
        assert!(text.len() as u64 <= RATIO_FREE_BYTES);
        assert!(damage.unwrap().limit);
        let (text, damage) = read_all(bomb, Some(1 << 30));
        assert_eq!((text.len(), damage), (80 << 20, None));
    }
}
