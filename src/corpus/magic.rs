//! Files that are not text, known by their first bytes or by what all their bytes are.

/// What a Parquet file is called.
pub(crate) const PARQUET: &str = "a Parquet file";
const PARQUET_MAGIC: &[u8] = b"PAR1";

/// First bytes of well-known files that are not text, and what such a file is.
const MAGICS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive, such as .xlsx or .docx"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, such as .xls or .doc"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"BZh", "a bzip2 file"),
    (PARQUET_MAGIC, PARQUET),
    (b"ARROW1\0", "an Arrow file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
];

/// The bytes after which `PK`-like short marks are believed only with a control byte near: text may start so.
const NEAR: usize = 16;

/// What `sample`, the start of a file, is if it is not text. UTF-16 must have been ruled out before.
pub(crate) fn not_text(sample: &[u8]) -> Option<&'static str> {
    for (magic, what) in MAGICS {
        if sample.starts_with(magic) && (magic.len() > 4 || has_control(sample)) {
            return Some(what);
        }
    }
    is_binary(sample).then_some("a binary file")
}

/// Whether `sample` starts with the mark of UTF-32, which would be taken for UTF-16 and zeros.
pub(crate) fn utf_32(sample: &[u8]) -> Option<&'static str> {
    let marks: [&[u8]; 2] = [b"\xff\xfe\0\0", b"\0\0\xfe\xff"];
    marks.into_iter().any(|mark| sample.starts_with(mark)).then_some("UTF-32")
}

/// Whether `sample` is the start of a Parquet file.
pub(crate) fn is_parquet(sample: &[u8]) -> bool {
    sample.starts_with(PARQUET_MAGIC) && has_control(sample)
}

fn has_control(sample: &[u8]) -> bool {
    sample.iter().take(NEAR).any(|&byte| is_control(byte) || byte >= 0x80)
}

/// Control bytes that texts do not have; tab, line ends, form feed, backspace and escape do occur.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=0x07 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

/// Whether too many bytes are control bytes: a third, or one in 25 where the bytes are not UTF-8 either.
///
/// A tenth of random bytes are control bytes. A few NULs in a text leave it a text.
fn is_binary(sample: &[u8]) -> bool {
    let n_control = sample.iter().filter(|&&byte| is_control(byte)).count();
    if n_control == 0 {
        return false;
    }
    let valid = sample.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() <= 1;
    n_control * if valid { 3 } else { 25 } > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_files_are_called_what_they_are() {
        assert_eq!(not_text(b"PK\x03\x04\x14\0\x06\0"), Some("a ZIP archive, such as .xlsx or .docx"));
        assert_eq!(not_text(b"%PDF-1.7\n%\xe2\xe3"), Some("a PDF document"));
    }

    #[test]
    fn words_that_look_like_magic_are_text() {
        assert_eq!(not_text(b"BZhang writes: the bill passed."), None);
        assert_eq!(not_text(b"PAR1 is a name."), None);
    }

    #[test]
    fn random_bytes_are_binary() {
        let mut state = 1u32;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(1000)
        .collect();
        assert_eq!(not_text(&bytes), Some("a binary file"));
    }

    #[test]
    fn a_nul_or_two_leave_a_text_a_text() {
        assert_eq!(not_text(b"id,text\n1,a\0b\n2,c\0\n"), None);
        assert_eq!(not_text(&[0; 100]), Some("a binary file"));
        assert_eq!(not_text(b""), None);
        assert_eq!(utf_32(b"\xff\xfe\0\0T\0\0\0"), Some("UTF-32"));
        assert_eq!(utf_32(b"\xff\xfeT\0"), None);
    }
}
