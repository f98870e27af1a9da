//! Model files taken apart and put together with checksums that are right, as a forger would.
//!
//! The layout is written out here once more, so that a change of it that nobody meant is seen.

const PREAMBLE: usize = 32;
const TABLE_ENTRY: usize = 20;

/// The kinds of section, in the order in which they stand in the file.
pub(crate) const HEADER: usize = 0;
pub(crate) const IDF: usize = 6;
pub(crate) const SCALES: usize = 8;
pub(crate) const INTERCEPTS: usize = 9;
pub(crate) const CALIBRATION: usize = 10;

/// The sections of a model file.
pub(crate) fn sections(file: &[u8]) -> Vec<Vec<u8>> {
    let n = u32::from_le_bytes(file[28..32].try_into().unwrap()) as usize;
    let mut at = PREAMBLE + n * TABLE_ENTRY + 4;
    let mut sections = Vec::new();
    for section in 0..n {
        let entry = PREAMBLE + section * TABLE_ENTRY;
        let length = u64::from_le_bytes(file[entry + 8..entry + 16].try_into().unwrap()) as usize;
        sections.push(file[at..at + length].to_vec());
        at += length;
    }
    assert_eq!(at, file.len());
    sections
}

/// The file of `preamble`'s version and writer with these sections.
pub(crate) fn file(preamble: &[u8], sections: &[Vec<u8>]) -> Vec<u8> {
    let mut file = preamble[..28].to_vec();
    file.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    for (kind, section) in (0u32..).zip(sections) {
        file.extend_from_slice(&kind.to_le_bytes());
        file.extend_from_slice(&crc32fast::hash(section).to_le_bytes());
        file.extend_from_slice(&(section.len() as u64).to_le_bytes());
        file.extend_from_slice(&[0; 4]);
    }
    seal(&mut file);
    sections.iter().for_each(|section| file.extend_from_slice(section));
    file
}

/// Sets the length that the table gives a section, and the table's checksum.
pub(crate) fn set_length(file: &mut [u8], section: usize, length: u64) {
    let n = u32::from_le_bytes(file[28..32].try_into().unwrap()) as usize;
    let entry = PREAMBLE + section * TABLE_ENTRY;
    file[entry + 8..entry + 16].copy_from_slice(&length.to_le_bytes());
    let end = PREAMBLE + n * TABLE_ENTRY;
    let checksum = crc32fast::hash(&file[..end]);
    file[end..end + 4].copy_from_slice(&checksum.to_le_bytes());
}

fn seal(table: &mut Vec<u8>) {
    let checksum = crc32fast::hash(table);
    table.extend_from_slice(&checksum.to_le_bytes());
}

#[test]
fn a_file_put_together_again_is_the_same() {
    let model = crate::support::sample_model();
    assert!(file(model, &sections(model)) == model);
}
