//! A model file of every format that this release reads opens and answers.

use newsdesk::Model;
use newsdesk::model::{FORMAT_VERSION, OLDEST_READABLE_VERSION};
use newsdesk::text::Document;

use crate::support::repository;

const TEXT: &str =
    "The state senate passed the farm bill, and dairy farmers get aid when the price of milk falls.";

#[test]
fn every_readable_format_has_a_file_that_opens_and_answers() {
    for version in OLDEST_READABLE_VERSION..=FORMAT_VERSION {
        let path = repository(&format!("tests/fixtures/models/format-{version}.ndm"));
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(bytes[8..12], version.to_le_bytes(), "{}", path.display());
        assert!(bytes.len() < 60_000, "{}: {} bytes", path.display(), bytes.len());
        let model = Model::load(&path).unwrap();
        assert_eq!(model.labels(), ["farm", "school", "tax"]);
        assert_eq!(model.label(model.classify(&Document::new("1", TEXT)).class), "farm");
    }
}

#[test]
fn a_model_that_was_saved_and_loaded_answers_bit_for_bit_the_same() {
    let model = Model::from_bytes(crate::support::sample_model().to_vec()).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("again.ndm");
    model.save(&path).unwrap();
    let again = Model::load(&path).unwrap();
    assert_eq!(again.to_bytes(), model.to_bytes());
    for text in ["", "zzqx", TEXT, "Schools hire teachers; the court ruled on the pipeline."] {
        let document = Document::new("1", text);
        assert_eq!(again.classify(&document), model.classify(&document));
        let bits = |model: &Model| -> Vec<u32> {
            model.classify(&document).ranked.iter().map(|ranked| ranked.probability.to_bits()).collect()
        };
        assert_eq!(bits(&again), bits(&model));
    }
}
