//! What encoding a file is in, from its first bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Fewer bytes above ASCII than this tell nothing about an alphabet.
const FEW_BYTES: usize = 4;

/// What the first bytes of a file say about its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detected {
    /// The encoding to read with.
    pub(crate) encoding: &'static Encoding,
    /// The length of the byte-order mark in bytes.
    pub(crate) bom: usize,
    /// Whether the bytes prove it; a sample of ASCII alone leaves room for a change of mind later on.
    pub(crate) certain: bool,
    /// Whether the user chose it.
    pub(crate) forced: bool,
}

/// The encoding of a file that starts with `sample`. `forced` is the user's choice, `whole` says that no byte follows.
pub(crate) fn detect(sample: &[u8], whole: bool, forced: Option<&'static Encoding>) -> Detected {
    match (Encoding::for_bom(sample), forced) {
        (Some((encoding, bom)), None) => Detected { encoding, bom, certain: true, forced: false },
        // The label `utf-16` stands for both byte orders; the mark says which.
        (Some((mark, bom)), Some(forced)) if mark == forced || is_utf16(mark) && is_utf16(forced) => {
            Detected { encoding: mark, bom, certain: true, forced: true }
        }
        (_, Some(encoding)) => Detected { encoding, bom: 0, certain: true, forced: true },
        (None, None) => {
            let (encoding, certain) = match utf16_without_mark(sample) {
                Some(encoding) => (encoding, true),
                None => by_evidence(sample, whole),
            };
            Detected { encoding, bom: 0, certain, forced: false }
        }
    }
}

/// Whether it is UTF-16 in either byte order.
pub(crate) fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// UTF-16 of mostly Latin text: every second byte is zero, and hardly any other.
fn utf16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let n_pairs = sample.len() / 2;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = |n: usize| n_pairs >= 2 && n * 10 >= n_pairs * 4;
    let few = |n: usize| n * 10 <= n_pairs;
    match () {
        () if most(odd) && few(even) => Some(UTF_16LE),
        () if most(even) && few(odd) => Some(UTF_16BE),
        () => None,
    }
}

fn by_evidence(sample: &[u8], whole: bool) -> (&'static Encoding, bool) {
    if sample.is_ascii() {
        return (UTF_8, false);
    }
    match legacy(sample, whole) {
        Some(encoding) => (encoding, true),
        None => (UTF_8, Evidence::of(sample, whole).multibyte > 0),
    }
}

/// The older encoding that `sample` is in, if it is text and not UTF-8, not even UTF-8 with some damage.
pub(crate) fn legacy(sample: &[u8], whole: bool) -> Option<&'static Encoding> {
    let evidence = Evidence::of(sample, whole);
    let Evidence { multibyte, plausible, implausible } = evidence;
    if plausible <= implausible || multibyte >= plausible + implausible {
        return None;
    }
    // Few bytes tell a statistical guess little, and Western text is mostly ASCII.
    let n_high = sample.iter().filter(|&&byte| byte >= 0x80).count();
    if implausible == 0 && (n_high < FEW_BYTES || n_high * 20 <= sample.len()) {
        return Some(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// What the bytes above ASCII look like.
#[derive(Default)]
struct Evidence {
    /// Valid UTF-8 sequences.
    multibyte: usize,
    /// Invalid bytes that would make sense in windows-1252.
    plausible: usize,
    /// Invalid bytes that would not.
    implausible: usize,
}

impl Evidence {
    fn of(sample: &[u8], whole: bool) -> Self {
        let mut evidence = Self::default();
        let mut at = 0;
        for chunk in sample.utf8_chunks() {
            evidence.multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            at += chunk.valid().len();
            let end = at + chunk.invalid().len();
            // The last sequence may only be cut off by the end of the sample.
            let cut = !whole && end == sample.len() && chunk.invalid().len() < 4;
            for i in at..if cut { at } else { end } {
                let before = i.checked_sub(1).map(|i| sample[i]);
                match is_plausible(before, sample[i], sample.get(i + 1).copied()) {
                    true => evidence.plausible += 1,
                    false => evidence.implausible += 1,
                }
            }
            at = end;
        }
        evidence
    }
}

/// Whether `byte` between its neighbours makes sense as windows-1252: a sign, or a letter of a word.
fn is_plausible(before: Option<u8>, byte: u8, after: Option<u8>) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphabetic() || b >= 0xc0;
    let digit = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_digit());
    match byte {
        // Never given out, or hardly ever met, but frequent in damaged UTF-8.
        0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0x9f | 0xfe | 0xff => false,
        0x80 => digit(before) || digit(after),
        0x8a | 0x8c | 0x8e | 0x9a | 0x9c | 0x9e | 0xc0.. => {
            before.is_some_and(is_letter) || after.is_some_and(is_letter)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sample: &[u8]) -> &'static str {
        detect(sample, true, None).encoding.name()
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn curly_quotes_of_windows_are_windows_1252() {
        assert_eq!(name(b"id,text\n1,\x93The bill\x94 \x96 it\x92s law\n"), "windows-1252");
        assert_eq!(name(b"1,caf\xe9 society"), "windows-1252");
        assert_eq!(name(b"\x93Yes\x94"), "windows-1252");
    }

    #[test]
    fn a_stray_byte_does_not_make_a_file_windows_1252() {
        for damaged in
            [&b"1,good\n2,bad \xff byte\n"[..], b"a \xc3\x28 b", b"cut \xf0\x9f here", b"\xe2\x28\xa1 "]
        {
            assert_eq!(name(damaged), "UTF-8", "{damaged:?}");
        }
        assert_eq!(name("one é and two ü but \u{2019}".as_bytes()), "UTF-8");
        assert_eq!(name(b"\xe2\x80\x99s and \xc3\xa9 and na\xefve"), "UTF-8");
    }

    #[test]
    fn utf_16_needs_no_mark() {
        assert_eq!(name(&utf16("id,text\n1,Łódź\n", u16::to_le_bytes)), "UTF-16LE");
        assert_eq!(name(&utf16("id,text\n1,Łódź\n", u16::to_be_bytes)), "UTF-16BE");
        assert_eq!(name(b"a\0b"), "UTF-8");
    }

    #[test]
    fn marks_are_measured() {
        assert_eq!(
            detect(b"\xef\xbb\xbfid", true, None),
            Detected { encoding: UTF_8, bom: 3, certain: true, forced: false }
        );
        let be = b"\xfe\xff\0i";
        let detected = Detected { encoding: UTF_16BE, bom: 2, certain: true, forced: false };
        assert_eq!(detect(be, true, None), detected);
        let forced = Detected { forced: true, ..detected };
        assert_eq!(detect(be, true, Encoding::for_label(b"utf-16")), forced);
        assert_eq!(detect(be, true, Some(WINDOWS_1252)).encoding, WINDOWS_1252);
    }

    #[test]
    fn other_alphabets_are_guessed() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Правительство внесло законопроект о бюджете");
        assert_eq!(name(&bytes), "windows-1251");
    }

    #[test]
    fn ascii_leaves_the_question_open() {
        assert!(!detect(b"plain", true, None).certain);
        assert_eq!(detect("cut é".as_bytes()[..5].into(), false, None).encoding, UTF_8);
    }
}
