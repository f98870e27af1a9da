//! Model files.

use insta::assert_snapshot;
use newsdesk::Model;
use serde_json::{Value, json};

use crate::model_file::{self, CALIBRATION, HEADER, IDF, INTERCEPTS, SCALES};
use crate::support::{Case, Ran, sample_model};

fn inspect(bytes: impl AsRef<[u8]>) -> Ran {
    Case::new().file("m.ndm", bytes).run("inspect m.ndm")
}

#[test]
fn what_is_no_model_is_named() {
    assert_snapshot!(inspect(b"\xff\xd8\xff\xe0\0\x10JFIF"), @r#"
exit: 4
--- stderr
newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a JPEG picture
help: pass a file that `newsdesk train -o FILE.ndm` wrote
"#);
    assert_snapshot!(inspect(b"\x80\x04\x95\x10\0\0\0"), @r#"
exit: 4
--- stderr
newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a Python pickle
help: pass a file that `newsdesk train -o FILE.ndm` wrote
"#);
    assert_snapshot!(inspect([0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0]), @r#"
exit: 4
--- stderr
newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a fastText model
help: pass a file that `newsdesk train -o FILE.ndm` wrote
"#);
    assert_snapshot!(inspect(b"PK\x03\x04"), @r#"
exit: 4
--- stderr
newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a zip archive
help: pass a file that `newsdesk train -o FILE.ndm` wrote
"#);
    assert_snapshot!(inspect(b"id,text\n1,a\n"), @r#"
exit: 4
--- stderr
newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a file that starts with "id,text\n"
help: pass a file that `newsdesk train -o FILE.ndm` wrote
"#);
    assert_snapshot!(inspect(b""), @r#"
exit: 4
--- stderr
newsdesk: error[E0401]: m.ndm: not a newsdesk model: found an empty file
help: pass a file that `newsdesk train -o FILE.ndm` wrote
"#);
}

#[test]
fn a_model_that_is_not_there() {
    let case = Case::new().file("a.txt", "income tax");
    assert_snapshot!(case.run("classify -m no.ndm a.txt"), @r#"
exit: 4
--- stderr
newsdesk: error[E0405]: no.ndm: cannot read the model: No such file or directory (os error 2)
help: pass an existing file with -m, or leave -m out to use the built-in model
"#);
}

#[test]
fn newer_and_too_old_formats_name_both_versions() {
    let mut bytes = sample_model().to_vec();
    bytes[8..12].copy_from_slice(&9u32.to_le_bytes());
    bytes[12..28].copy_from_slice(b"9.8.7\0\0\0\0\0\0\0\0\0\0\0");
    assert_snapshot!(inspect(&bytes), @r#"
exit: 4
--- stderr
newsdesk: error[E0402]: m.ndm: model format 9; this build reads formats 1 to 2
help: its header says newsdesk 9.8.7 wrote it: use that release, or train again
"#);
    bytes[8..12].copy_from_slice(&0u32.to_le_bytes());
    assert_snapshot!(inspect(&bytes), @r#"
exit: 4
--- stderr
newsdesk: error[E0403]: m.ndm: model format 0; this build reads formats 1 to 2
help: its header says newsdesk 9.8.7 wrote it: train again with this release
"#);
}

#[test]
fn a_damaged_model_names_the_section() {
    let mut bytes = sample_model().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    let byte = bytes.len() - model_file::sections(sample_model()).last().unwrap().len();
    assert_snapshot!(inspect(bytes).to_string().replace(&byte.to_string(), "[BYTE]"), @r#"
exit: 4
--- stderr
newsdesk: error[E0404]: m.ndm: byte [BYTE]: the model file is damaged: its chrome lines cannot be used
help: copy it again from where it came from, or train again
"#);
}

#[test]
fn every_flip_and_every_cut_is_noticed() {
    let model = sample_model();
    let damaged = |bytes: Vec<u8>, what: String| {
        let error = Model::from_bytes(bytes).err().unwrap_or_else(|| panic!("{what} went unnoticed"));
        assert!(["E0401", "E0402", "E0403", "E0404"].contains(&error.code()), "{what}: {error}");
        if error.code() == "E0404" {
            let said = error.to_string();
            assert!(said.contains(": the model file is damaged: its ") && said.contains("byte "), "{said}");
        }
    };
    for at in (0..model.len()).step_by(997) {
        let mut bytes = model.to_vec();
        bytes[at] ^= 0x40;
        damaged(bytes, format!("byte {at}"));
    }
    for cut in 0..50 {
        let length = model.len() * cut / 50;
        damaged(model[..length].to_vec(), format!("cut at {length}"));
    }
}

/// The message about a model whose header says something else, with checksums that are right.
fn with_header(change: impl FnOnce(&mut Value)) -> String {
    let mut sections = model_file::sections(sample_model());
    let mut header: Value = serde_json::from_slice(&sections[HEADER]).unwrap();
    change(&mut header);
    sections[HEADER] = serde_json::to_vec(&header).unwrap();
    refused(model_file::file(sample_model(), &sections))
}

fn refused(bytes: Vec<u8>) -> String {
    let error = Model::from_bytes(bytes).err().expect("a forged model is refused");
    assert_eq!(error.code(), "E0404", "{error}");
    let said = error.to_string();
    said.split_once("its ").unwrap().1.to_owned()
}

#[test]
fn counts_that_cannot_be_are_refused_before_memory_is_asked_for() {
    let huge = [u64::MAX, 1 << 63, (1 << 63) - 1, 1 << 32, (1 << 32) - 1, 1 << 31];
    for count in huge {
        for name in ["n_features", "n_nodes"] {
            with_header(|header| header[name] = count.into());
        }
    }
    assert_snapshot!(with_header(|header| header["n_features"] = (1u64 << 63).into()), @"header cannot be used");
    assert_snapshot!(with_header(|header| header["labels"] = json!(["a", "b"])), @"header cannot be used");
    assert_snapshot!(with_header(|header| header["labels"] = json!([])), @"header cannot be used");
    assert_snapshot!(with_header(|header| header["labels"][0] = "zzz".into()), @"header cannot be used");
    assert_snapshot!(with_header(|header| header["tfidf"]["ngram_range"] = json!([1, 1u64 << 40])), @"header cannot be used");
    assert_snapshot!(with_header(|header| header["tfidf"]["analyzer"]["stemmer"] = "klingon".into()), @"header cannot be used");
    assert_snapshot!(with_header(|header| *header = Value::Null), @"header cannot be used");
}

#[test]
fn lengths_that_cannot_be_are_refused() {
    for section in 0..model_file::sections(sample_model()).len() {
        for length in [u64::MAX, 1 << 63, sample_model().len() as u64, 0] {
            let mut bytes = sample_model().to_vec();
            model_file::set_length(&mut bytes, section, length);
            refused(bytes);
        }
    }
}

#[test]
fn weights_that_are_no_numbers_are_refused() {
    for section in [IDF, SCALES, INTERCEPTS] {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut sections = model_file::sections(sample_model());
            sections[section][4..8].copy_from_slice(&value.to_le_bytes());
            refused(model_file::file(sample_model(), &sections));
        }
    }
    let mut sections = model_file::sections(sample_model());
    sections[CALIBRATION] = b"{\"kind\":1e999}".to_vec();
    assert_snapshot!(refused(model_file::file(sample_model(), &sections)), @"calibration cannot be used");
}
