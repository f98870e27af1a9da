//! What holds for any text and any bytes.

use std::sync::OnceLock;

use newsdesk::model::{Abstain, Model, Scratch};
use newsdesk::summarize::{self, Budget, Method, Summarizer, SummaryParams};
use newsdesk::text::sentence::SentenceSplitter;
use newsdesk::text::{Document, Markup, RawDocument, Span};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::model_file;
use crate::support::sample_model;

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::from_bytes(sample_model().to_vec()).unwrap())
}

/// Pieces that rules look for, and pieces that break them.
const PIECES: &[&str] = &[
    "WASHINGTON (AP) — ",
    "The U.S. Senate passed the farm bill on Monday. ",
    "“We’ll vote,” Sen. Roe (D-Mich.) said. ",
    "FOR IMMEDIATE RELEASE\n",
    "By Jane Roe | March 3, 2024\n",
    "Share this: Facebook Twitter\n",
    "Contact: press@agency.example, (202) 555-0100\n",
    "###\n",
    "Read more »\n",
    "Health insurance premiums rise 4.5 percent in 2025",
    "1. tax\n2. school\n",
    "\n\n",
    "\r\n",
    " ",
    "…",
    "?!",
    "\u{0}",
    "\u{200b}",
    "\u{feff}",
    "é",
    "e\u{301}",
    "İ",
    "ß",
    "中国人民",
    "😀",
    "<p>",
    "</div>",
    "<script>",
    "&nbsp;",
    "<!--",
    "a.b.c.",
    "e.g. ",
];

/// Texts of such pieces and of any characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,12}",
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn raw() -> impl Strategy<Value = RawDocument> {
    (text(), proptest::option::of(text()), select(&[Markup::Plain, Markup::Html][..]))
        .prop_map(|(text, title, markup)| RawDocument { id: "1".to_owned(), title, date: None, text, markup })
}

/// Whether spans rise, do not overlap, and lie in the text on character boundaries.
fn are_sound(spans: &[Span], text: &str) -> bool {
    let in_text = |span: &Span| text.get(span.start..span.end).is_some();
    spans.iter().all(in_text) && spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

/// The same model without its language gate, which gives a reason of its own for words in another script.
fn ungated() -> &'static Model {
    static UNGATED: OnceLock<Model> = OnceLock::new();
    UNGATED.get_or_init(|| Model::from_bytes(model().to_bytes().to_vec()).unwrap().language_gate(false))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_cleaned_document_is_made_of_parts_of_its_text(raw in raw(), keep_chrome: bool) {
        let document = model().cleaner(keep_chrome).clean(raw);
        prop_assert!(are_sound(&document.body, &document.text), "body {:?}", document.body);
        let removed: Vec<Span> = document.removed.iter().map(|removed| removed.span).collect();
        prop_assert!(are_sound(&removed, &document.text), "removed {removed:?}");
        let mut all = [document.body.clone(), removed].concat();
        all.sort();
        prop_assert!(are_sound(&all, &document.text), "body and removed overlap: {all:?}");
        prop_assert!(document.removed_bytes() <= document.text.len());
    }

    #[test]
    fn sentences_tile_the_text(text in text()) {
        let sentences = SentenceSplitter::new().split(&text);
        let mut at = 0;
        for span in &sentences {
            prop_assert_eq!(span.start, at);
            prop_assert!(span.end > at && text.get(span.start..span.end).is_some());
            at = span.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn summaries_are_sentences_of_the_body(
        raw in raw(),
        method in select(&[Method::Auto, Method::Lead, Method::TfIdf, Method::LexRank, Method::TextRank][..]),
        n in 1usize..6,
    ) {
        let document = model().cleaner(false).clean(raw);
        let params = SummaryParams { method, budget: Budget::Sentences(n), ..SummaryParams::default() };
        let summarizer = Summarizer::new(params).unwrap();
        let summary = summarizer.summarize(&document, None, &mut summarize::Scratch::default());
        let spans: Vec<Span> = summary.sentences.iter().map(|sentence| sentence.span).collect();
        prop_assert!(spans.len() <= n && are_sound(&spans, &document.text));
        for span in &spans {
            prop_assert_eq!(span.trimmed(&document.text), *span);
            prop_assert!(!span.is_empty());
            prop_assert!(document.body.iter().any(|part| part.start <= span.start && span.end <= part.end));
        }
        let mut ranks: Vec<usize> = summary.sentences.iter().map(|sentence| sentence.rank).collect();
        ranks.sort_unstable();
        prop_assert_eq!(ranks, (1..=spans.len()).collect::<Vec<_>>());
        prop_assert!(summary.sentences.iter().all(|sentence| (0.0..=1.0).contains(&sentence.score)));
    }

    #[test]
    fn rows_rise_and_have_norm_1(texts in vec(text(), 1..5)) {
        let documents = Document::from_bodies(texts);
        let rows = model().vectorizer().transform(&documents);
        prop_assert_eq!(rows.n_rows(), documents.len());
        for row in rows.rows() {
            prop_assert!(row.indices.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(row.indices.iter().all(|&index| (index as usize) < rows.n_features()));
            prop_assert!(row.values.iter().all(|value| value.is_finite()));
            prop_assert!(row.indices.is_empty() || (row.norm() - 1.0).abs() < 1e-5, "norm {}", row.norm());
        }
    }

    #[test]
    fn probabilities_lie_in_0_to_1_and_sum_to_1(raw in raw(), threshold in 0f32..=1.0) {
        let document = model().cleaner(false).clean(raw);
        let prediction = model().classify_with(&document, threshold, &mut Scratch::default());
        let probabilities: Vec<f32> = prediction.ranked.iter().map(|ranked| ranked.probability).collect();
        prop_assert_eq!(probabilities.len(), model().labels().len());
        prop_assert!(probabilities.iter().all(|p| (0.0..=1.0).contains(p)), "{probabilities:?}");
        prop_assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{probabilities:?}");
        prop_assert!(probabilities.is_sorted_by(|a, b| a >= b));
        prop_assert_eq!(prediction.ranked[0].class, prediction.class);
        prop_assert!((0.0..=1.0).contains(&prediction.known_terms));
        let row = model().vectorizer().transform(std::slice::from_ref(&document));
        if row.n_values() == 0 {
            prop_assert!(prediction.abstain.is_some());
            let open = ungated().classify_with(&document, threshold, &mut Scratch::default());
            prop_assert!(matches!(open.abstain, Some(Abstain::Empty | Abstain::NoKnownTerms)));
        }
        for evidence in model().evidence(&document, prediction.class, 5) {
            prop_assert!(evidence.span.is_none_or(|span| are_sound(&[span], &document.text)));
        }
    }

    #[test]
    fn any_bytes_are_a_model_or_an_error(bytes in vec(any::<u8>(), 0..300)) {
        prop_assert!(Model::from_bytes(bytes.clone()).is_err());
        prop_assert!(Model::from_bytes([b"newsdesk\x01\0\0\0".as_slice(), &bytes].concat()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_changed_model_is_an_error(at: Index, xor in 1u8.., cut: Index) {
        let mut bytes = sample_model().to_vec();
        let n = bytes.len();
        // The name of the release that wrote it is for messages only.
        let at = at.index(n);
        bytes[at] ^= xor;
        prop_assert!(Model::from_bytes(bytes).is_err(), "byte {at}");
        prop_assert!(Model::from_bytes(sample_model()[..cut.index(n)].to_vec()).is_err());
    }

    #[test]
    fn a_model_forged_with_right_checksums_does_no_harm(
        section: Index,
        changes in vec((any::<Index>(), any::<u8>()), 1..4),
        cut in proptest::option::weighted(0.2, any::<Index>()),
        text in text(),
    ) {
        let mut sections = model_file::sections(sample_model());
        let n = sections.len();
        let forged = &mut sections[section.index(n)];
        // A section may be empty.
        let n = forged.len();
        for (at, byte) in changes.into_iter().filter(|_| n > 0) {
            forged[at.index(n)] = byte;
        }
        if let Some(cut) = cut.filter(|_| n > 0) {
            forged.truncate(cut.index(n));
        }
        if let Ok(model) = Model::from_bytes(model_file::file(sample_model(), &sections)) {
            let document = model.cleaner(false).clean(RawDocument { text, ..RawDocument::default() });
            let prediction = model.classify(&document);
            model.evidence(&document, prediction.class, 3);
        }
    }
}

#[test]
fn models_and_summarizers_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Model>();
    shared::<Summarizer>();
    shared::<newsdesk::Error>();
}
