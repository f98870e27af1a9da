//! Any bytes give an error or a model that classifies, also once their checksums are right.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::{Document, Model};

/// The file's layout, as the documentation of `model::format` has it.
const N_SECTIONS: usize = 12;
const TABLE: usize = 32;
const ENTRY: usize = 20;
const TABLE_END: usize = TABLE + N_SECTIONS * ENTRY;

const TEXT: &str =
    "The Senate voted to raise taxes on farm prices. Hagel’s 2013 budget, he said, is not a farm tax bill.";

fuzz_target!(|bytes: &[u8]| {
    assert_usable(bytes.to_vec());
    if bytes.len() >= TABLE_END + 4 {
        assert_usable(mended(bytes.to_vec()));
    }
});

/// If the bytes are a model, it gives every class a probability, and evidence from the text.
fn assert_usable(bytes: Vec<u8>) {
    let Ok(model) = Model::from_bytes(bytes) else { return };
    let n_classes = model.labels().len();
    for document in [Document::new("1", TEXT), Document::new("2", "")] {
        let prediction = model.classify(&document);
        assert_eq!(prediction.ranked.len(), n_classes);
        assert!(prediction.ranked.iter().all(|ranked| ranked.class < n_classes));
        for span in model.evidence(&document, prediction.class, 5).iter().filter_map(|evidence| evidence.span)
        {
            assert!(!span.of(&document.text).is_empty());
        }
    }
    model.vectorizer().vocabulary().terms();
    drop(model.cleaner(false));
    assert!(Model::from_bytes(model.to_bytes().to_vec()).is_ok());
}

/// The same file with lengths that add up and right checksums, so that what is in the sections gets read.
fn mended(mut file: Vec<u8>) -> Vec<u8> {
    let mut at = TABLE_END + 4;
    for section in 0..N_SECTIONS {
        let entry = TABLE + section * ENTRY;
        let stated = u64::from_le_bytes(file[entry + 8..entry + 16].try_into().expect("eight bytes"));
        let rest = file.len() - at;
        let is_last = section + 1 == N_SECTIONS;
        let length = if is_last { rest } else { rest.min(usize::try_from(stated).unwrap_or(rest)) };
        let checksum = crc32fast::hash(&file[at..at + length]);
        file[entry + 4..entry + 8].copy_from_slice(&checksum.to_le_bytes());
        file[entry + 8..entry + 16].copy_from_slice(&(length as u64).to_le_bytes());
        at += length;
    }
    let checksum = crc32fast::hash(&file[..TABLE_END]);
    file[TABLE_END..TABLE_END + 4].copy_from_slice(&checksum.to_le_bytes());
    file
}
