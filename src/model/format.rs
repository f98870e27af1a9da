//! The model file: byte layout, versions, checksums.
//!
//! All numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | magic `newsdesk` |
//! | 4 | [`FORMAT_VERSION`] |
//! | 16 | the release that wrote it, as text, filled with zeros |
//! | 4 | number of sections |
//! | 20 a section | kind (4), CRC-32 (4), length (8), 4 zeros |
//! | 4 | CRC-32 of everything above |
//! | … | the sections, one after the other in the order of the table, to the end of the file |
//!
//! Format 1 had larger tables, whole terms and an `f32` for each idf (`Layout::Plain`), and its weights were never
//! sparse; it is still read.
//!
//! The magic, the version and the writer stand where they stand in every version. A reader checks magic, version,
//! table and the file's length before it trusts a size, and the checksums before it looks into a section. Sections
//! are used in place.

use std::io::Read;
use std::path::Path;

use crate::error::{Error, ErrorKind, Place, Result};
use crate::features::{Bytes, Layout};

/// The version that this build writes.
pub const FORMAT_VERSION: u32 = 2;
/// The oldest version that this build reads.
pub const OLDEST_READABLE_VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"newsdesk";
const WRITER: std::ops::Range<usize> = 12..28;
const PREAMBLE: usize = 32;
const TABLE_ENTRY: usize = 20;

/// The sections, in the order in which they stand in the file. The number is the section's kind.
pub(super) const SECTIONS: [&str; 12] = [
    "header",
    "term offsets",
    "terms",
    "surface forms",
    "stems",
    "n-grams",
    "idf",
    "weights",
    "weight scales",
    "intercepts",
    "calibration",
    "chrome lines",
];

/// The bytes of a model file with these sections, in the order of [`SECTIONS`].
pub(super) fn encode(sections: &[Bytes; SECTIONS.len()]) -> Vec<u8> {
    let mut file =
        Vec::with_capacity(PREAMBLE + sections.iter().map(|section| section.len() + 32).sum::<usize>());
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    let mut writer = [0; WRITER.end - WRITER.start];
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    writer[..version.len()].copy_from_slice(version);
    file.extend_from_slice(&writer);
    file.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    for (kind, section) in (0u32..).zip(sections) {
        file.extend_from_slice(&kind.to_le_bytes());
        file.extend_from_slice(&crc32fast::hash(section).to_le_bytes());
        file.extend_from_slice(&(section.len() as u64).to_le_bytes());
        file.extend_from_slice(&[0; 4]);
    }
    file.extend_from_slice(&crc32fast::hash(&file).to_le_bytes());
    sections.iter().for_each(|section| file.extend_from_slice(section));
    file
}

/// How the vocabulary lies in a model file, and its sections, in the order of [`SECTIONS`]. `verify` checks the checksums of the sections; the
/// table is checked always.
///
/// # Errors
/// [`ErrorKind::Model`]: not a model (E0401), newer (E0402), too old (E0403), damaged (E0404).
pub(super) fn decode(file: &Bytes, place: &Place, verify: bool) -> Result<(Layout, [Bytes; SECTIONS.len()])> {
    if file.len() < PREAMBLE || &file[..MAGIC.len()] != MAGIC {
        return Err(not_a_model(file, place));
    }
    check_version(file, place)?;
    let table_end = PREAMBLE + SECTIONS.len() * TABLE_ENTRY;
    if number(file, 28) != SECTIONS.len() as u32 || file.len() < table_end + 4 {
        return Err(damaged(place, "section table", PREAMBLE));
    }
    if number(file, table_end) != crc32fast::hash(&file[..table_end]) {
        return Err(damaged(place, "section table", PREAMBLE));
    }
    let mut at = table_end + 4;
    let mut sections = [const { None }; SECTIONS.len()];
    for (kind, slot) in sections.iter_mut().enumerate() {
        let entry = PREAMBLE + kind * TABLE_ENTRY;
        let long = file[entry + 8..entry + 16].try_into().expect("eight bytes were taken");
        let length = usize::try_from(u64::from_le_bytes(long)).unwrap_or(usize::MAX);
        let end =
            at.checked_add(length).filter(|&end| end <= file.len() && number(file, entry) == kind as u32);
        let Some(end) = end else { return Err(damaged(place, SECTIONS[kind], at)) };
        let section = file.slice(at..end);
        if verify && crc32fast::hash(&section) != number(file, entry + 4) {
            return Err(damaged(place, SECTIONS[kind], at));
        }
        at = end;
        *slot = Some(section);
    }
    if at != file.len() {
        return Err(damaged(place, "end of the file", at));
    }
    let layout = if version(file) == 1 { Layout::Plain } else { Layout::Packed };
    Ok((layout, sections.map(|section| section.expect("the loop filled every slot or returned"))))
}

fn number(file: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes were taken"))
}

/// The version of a file that starts with the magic.
pub(super) fn version(file: &[u8]) -> u32 {
    number(file, 8)
}

fn check_version(file: &[u8], place: &Place) -> Result<()> {
    let version = version(file);
    if (OLDEST_READABLE_VERSION..=FORMAT_VERSION).contains(&version) {
        return Ok(());
    }
    let writer = String::from_utf8_lossy(&file[WRITER]).trim_end_matches('\0').escape_debug().to_string();
    let reads = match OLDEST_READABLE_VERSION {
        FORMAT_VERSION => format!("format {FORMAT_VERSION}"),
        oldest => format!("formats {oldest} to {FORMAT_VERSION}"),
    };
    let (code, help) = if version > FORMAT_VERSION {
        ("E0402", format!("its header says newsdesk {writer} wrote it: use that release, or train again"))
    } else {
        ("E0403", format!("its header says newsdesk {writer} wrote it: train again with this release"))
    };
    let message = format!("model format {version}; this build reads {reads}");
    Err(ErrorKind::Model { code, place: place.clone(), message, help: Some(help) }.into())
}

fn not_a_model(file: &[u8], place: &Place) -> Error {
    let found = match file {
        [] => "an empty file".to_owned(),
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG picture".to_owned(),
        [0x80, 0x02..=0x05, ..] => "a Python pickle".to_owned(),
        [0xBA, 0x16, 0x4F, 0x2F, ..] => "a fastText model".to_owned(),
        [b'P', b'K', 3, 4, ..] => "a zip archive".to_owned(),
        file if file.starts_with(MAGIC) => {
            format!("{} bytes, fewer than the first section table has", file.len())
        }
        file => format!("a file that starts with \"{}\"", file[..file.len().min(8)].escape_ascii()),
    };
    ErrorKind::Model {
        code: "E0401",
        place: place.clone(),
        message: format!("not a newsdesk model: found {found}"),
        help: Some("pass a file that `newsdesk train -o FILE.ndm` wrote".to_owned()),
    }
    .into()
}

/// The error that a section cannot be used.
pub(super) fn damaged(place: &Place, section: &str, byte: usize) -> Error {
    ErrorKind::Model {
        code: "E0404",
        place: place.clone().with_byte(byte as u64),
        message: format!("the model file is damaged: its {section} cannot be used"),
        help: Some("copy it again from where it came from, or train again".to_owned()),
    }
    .into()
}

/// Reads a whole file; a missing or unreadable one is a [`ErrorKind::Model`] (E0405).
pub(super) fn read(path: &Path) -> Result<Bytes> {
    let unreadable = |error: std::io::Error| -> Error {
        ErrorKind::Model {
            code: "E0405",
            place: Place::file(path),
            message: format!("cannot read the model: {error}"),
            help: Some("pass an existing file with -m, or leave -m out to use the built-in model".to_owned()),
        }
        .into()
    };
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // The first bytes are checked before the rest is read: a disk image given by mistake is not read into memory.
    Read::by_ref(&mut file).take(PREAMBLE as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    if !bytes.starts_with(MAGIC) {
        return Err(not_a_model(&bytes, &Place::file(path)));
    }
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        encode(&std::array::from_fn(|n| Bytes::from(vec![n as u8; n + 1])))
    }

    fn error(file: Vec<u8>) -> String {
        let place = Place::file("m.ndm");
        let error = decode(&file.into(), &place, true).unwrap_err();
        format!("{}: {error}", error.code())
    }

    #[test]
    fn sections_come_back() {
        let (layout, sections) = decode(&file().into(), &Place::default(), true).unwrap();
        assert_eq!(layout, Layout::Packed);
        assert!(sections.iter().enumerate().all(|(n, section)| **section == vec![n as u8; n + 1]));
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_noticed() {
        let whole = file();
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            assert!(decode(&flipped.into(), &Place::default(), true).is_err(), "byte {at}");
            assert!(decode(&whole[..at].to_vec().into(), &Place::default(), true).is_err(), "cut at {at}");
        }
        assert!(
            decode(&[whole, vec![0]].concat().into(), &Place::default(), true).is_err(),
            "one byte too many"
        );
    }

    #[test]
    fn each_kind_of_wrong_file_has_its_message() {
        assert_eq!(error(vec![]), "E0401: m.ndm: not a newsdesk model: found an empty file");
        assert_eq!(
            error(vec![0xFF, 0xD8, 0xFF, 0xE0]),
            "E0401: m.ndm: not a newsdesk model: found a JPEG picture"
        );
        let mut newer = file();
        newer[8] = 9;
        newer[12..17].copy_from_slice(b"9.8.7");
        let newer = decode(&newer.into(), &Place::file("m.ndm"), true).unwrap_err();
        assert_eq!(newer.to_string(), "m.ndm: model format 9; this build reads formats 1 to 2");
        assert!(newer.help().unwrap().contains("newsdesk 9.8.7 wrote it"));
        let mut old = file();
        old[8] = 0;
        assert_eq!(error(old), "E0403: m.ndm: model format 0; this build reads formats 1 to 2");
        let mut hurt = file();
        *hurt.last_mut().unwrap() ^= 1;
        assert!(error(hurt).contains("the model file is damaged: its chrome lines cannot be used"));
    }

    #[test]
    fn a_length_of_2_to_the_63_is_refused() {
        let mut hostile = file();
        hostile[PREAMBLE + 8..PREAMBLE + 16].copy_from_slice(&(1u64 << 63).to_le_bytes());
        let table_end = PREAMBLE + SECTIONS.len() * TABLE_ENTRY;
        let crc = crc32fast::hash(&hostile[..table_end]);
        hostile[table_end..table_end + 4].copy_from_slice(&crc.to_le_bytes());
        assert!(error(hostile).contains("its header cannot be used"));
    }
}
