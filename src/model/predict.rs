//! What a model says about a document.

use std::borrow::Cow;

use serde::Serialize;

use super::Model;
use crate::features::tfidf::RowScratch;
use crate::summarize;
use crate::text::language::is_other_language;
use crate::text::{Document, Span};

/// The share of known words below which the language of a document is looked at. Few documents in the model's
/// language and of its kind are below it; of other languages a model knows names and what it met in quotations.
const SUSPICIOUS: f32 = 0.7;

/// The share of known words of a shorter document says little.
const MIN_WORDS: usize = 20;

/// Why a document gets no label; of several reasons the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Abstain {
    /// Its body holds no word.
    Empty,
    /// It is in another language than the training documents.
    Language,
    /// None of its words is known to the model.
    NoKnownTerms,
    /// It fits best to the label that stands for "no policy topic".
    NoPolicyContent,
    /// The best probability is below the threshold, or the document below the model's [`Floor`](super::Floor); where
    /// documents may have several labels, no label reaches its own threshold.
    LowScore,
}

impl Abstain {
    /// The reason's name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Language => "language",
            Self::NoKnownTerms => "no_known_terms",
            Self::NoPolicyContent => "no_policy_content",
            Self::LowScore => "low_score",
        }
    }
}

/// A class with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The class: an index into the model's labels.
    pub class: usize,
    /// The calibrated probability.
    pub probability: f32,
}

/// A term that speaks for a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence<'m> {
    /// The stemmed term.
    pub term: Cow<'m, str>,
    /// What the term adds to the class's score, exactly: weight × value in the row.
    pub weight: f32,
    /// Its first occurrence: bytes of [`Document::text`]; `None` where it stands in the title only.
    pub span: Option<Span>,
}

/// What a model says about a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The class with the highest probability, also where the model abstains; where documents may have several labels,
    /// the best of those that the document gets, if it gets any.
    pub class: usize,
    /// Its calibrated probability, 0..=1.
    pub probability: f32,
    /// All classes, the most probable first; of equals the lower class.
    pub ranked: Vec<Ranked>,
    /// The classes that the document gets, the most probable first: none where the model abstains, else one, or
    /// several where documents may have several labels.
    pub given: Vec<Ranked>,
    /// Why there is no label, where there is none.
    pub abstain: Option<Abstain>,
    /// The tokens of title and body that are no stop words.
    pub words: usize,
    /// The share of them whose term the model knows; 0 where there are none.
    pub known_terms: f32,
}

/// Memory that one thread uses for one document after another.
#[derive(Default)]
pub struct Scratch {
    row: RowScratch,
    scores: Vec<f32>,
}

impl Model {
    /// What this model says about a document. See [`classify_with`](Self::classify_with) for many.
    pub fn classify(&self, document: &Document) -> Prediction {
        self.classify_with(document, 0.0, &mut Scratch::default())
    }

    /// The same with a threshold: no label with a probability below it is given, nor one to a document below the
    /// model's [`Floor`](super::Floor). Uses the memory of `scratch`.
    pub fn classify_with(&self, document: &Document, threshold: f32, scratch: &mut Scratch) -> Prediction {
        scratch.scores.resize(self.labels().len(), 0.0);
        let row = self.vectorizer.row(document, &mut scratch.row);
        let has_terms = !row.indices.is_empty();
        self.classifier.decision_function(row, &mut scratch.scores);
        self.calibration.probabilities(&mut scratch.scores);
        let mut ranked: Vec<Ranked> =
            (0..).zip(&scratch.scores).map(|(class, &probability)| Ranked { class, probability }).collect();
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.class.cmp(&b.class)));
        let mut given = self.given(&ranked, threshold.max(self.floor.probability));
        let Ranked { class, probability } = given.first().copied().unwrap_or(ranked[0]);
        let counts = scratch.row.counts();
        let known_terms = counts.known as f32 / counts.tokens.max(1) as f32;
        let abstain = if !document.has_words() {
            Some(Abstain::Empty)
        } else if known_terms < SUSPICIOUS && self.is_other_language(document) {
            Some(Abstain::Language)
        } else if !has_terms || counts.known == 0 {
            // Neither stop words nor characters alone make a text one that the model knows: random ones are features
            // too.
            Some(Abstain::NoKnownTerms)
        } else if Some(class) == self.none_class {
            Some(Abstain::NoPolicyContent)
        } else if given.is_empty() || self.is_strange(counts.tokens, known_terms) {
            Some(Abstain::LowScore)
        } else {
            None
        };
        if abstain.is_some() {
            given.clear();
        }
        Prediction { class, probability, ranked, given, abstain, words: counts.tokens, known_terms }
    }

    /// The classes that a document gets if nothing speaks against it.
    fn given(&self, ranked: &[Ranked], threshold: f32) -> Vec<Ranked> {
        let Some(multi) = self.multi_label() else {
            return ranked.iter().take(1).copied().filter(|best| best.probability >= threshold).collect();
        };
        let is_given = |of: &&Ranked| of.probability >= multi.thresholds[of.class].max(threshold);
        ranked.iter().filter(is_given).copied().collect()
    }

    /// Whether a document is of a kind that the model does not know.
    fn is_strange(&self, words: usize, known_terms: f32) -> bool {
        words >= MIN_WORDS && known_terms < self.floor.known_terms
    }

    /// Whether a document is reliably in another language than the stemmer's. A model without a stemmer has none.
    fn is_other_language(&self, document: &Document) -> bool {
        let own = self.vectorizer.params().analyzer().stemmer.as_str();
        self.language_gate && own != "none" && is_other_language(own, document.feature_parts())
    }

    /// The `n` terms of a document that add most to the score of a class, the largest first.
    pub fn evidence(&self, document: &Document, class: usize, n: usize) -> Vec<Evidence<'_>> {
        let mut scratch = RowScratch::default();
        let row = self.vectorizer.row(document, &mut scratch);
        let mut contributions: Vec<(usize, f32)> = row
            .iter()
            .map(|(feature, value)| (feature, value * self.classifier.weight(feature, class)))
            .collect();
        contributions.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        contributions.retain(|&(_, weight)| weight > 0.0);
        contributions.truncate(n);
        let mut spans = vec![None; contributions.len()];
        for part in &document.body {
            self.vectorizer.for_each_occurrence(part.of(&document.text), |feature, span| {
                if let Some(at) = contributions.iter().position(|&(wanted, _)| wanted == feature) {
                    spans[at].get_or_insert(span.shifted(part.start));
                }
            });
        }
        let term = |feature| self.vectorizer.vocabulary().term(feature);
        let found = contributions.into_iter().zip(spans);
        found.map(|((feature, weight), span)| Evidence { term: term(feature), weight, span }).collect()
    }

    /// What sentences say for a class, for a summary that says it too.
    pub fn topic_evidence(&self, class: usize) -> TopicEvidence<'_> {
        TopicEvidence { model: self, class, row: RowScratch::default(), scores: Vec::new() }
    }
}

/// What sentences say for a class of a model; from [`Model::topic_evidence`].
///
/// A sentence says its row before normalisation, as a score for each class, and the row's squared length. Divided by
/// the length, the sum over some sentences is what the model makes of their text, but for a term that stands in
/// several of them.
pub struct TopicEvidence<'m> {
    model: &'m Model,
    class: usize,
    row: RowScratch,
    scores: Vec<f32>,
}

impl summarize::Evidence for TopicEvidence<'_> {
    fn width(&self) -> usize {
        self.model.labels().len() + 1
    }

    fn read(&mut self, sentences: &[&str], evidence: &mut [f32]) {
        let Some((square, scores)) = evidence.split_last_mut() else { return };
        let classifier = &self.model.classifier;
        let row = self.model.vectorizer.row_of(sentences.iter().copied(), &mut self.row);
        classifier.decision_function(row, scores);
        let length = self.row.length();
        *square = length * length;
        let intercepts = classifier.intercepts();
        scores.iter_mut().zip(intercepts).for_each(|(score, b)| *score = (*score - b) * length);
    }

    fn margin(&mut self, evidence: &[f32]) -> f32 {
        let Some((square, said)) = evidence.split_last() else { return 0.0 };
        let scale = if *square > 0.0 { square.sqrt().recip() } else { 0.0 };
        let intercepts = self.model.classifier.intercepts();
        self.scores.clear();
        self.scores.extend(said.iter().zip(intercepts).map(|(said, b)| said * scale + b));
        self.model.calibration.probabilities(&mut self.scores);
        let others = self.scores.iter().enumerate().filter(|(class, _)| *class != self.class);
        let next = others.fold(f32::MIN_POSITIVE, |next, (_, probability)| next.max(*probability));
        (self.scores[self.class].max(f32::MIN_POSITIVE) / next).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Example, Floor, TrainParams};
    use crate::text::{Markup, RawDocument};

    fn sample() -> Vec<Example> {
        let mut rows = csv::Reader::from_path("data/sample.csv").unwrap();
        let example = |row: csv::StringRecord| Example::new(&row[4], &row[1]);
        rows.records().map(|row| example(row.unwrap())).collect()
    }

    fn model() -> Model {
        TrainParams::new().folds(0).fit(sample()).unwrap()
    }

    /// The fixtures whose name starts so, cleaned as the model cleans.
    fn fixtures(model: &Model, kind: &str) -> Vec<Document> {
        let files = std::fs::read_dir("tests/fixtures/junk").unwrap().map(|entry| entry.unwrap().path());
        let clean = |path: std::path::PathBuf| {
            let markup = if path.extension().unwrap() == "html" { Markup::Html } else { Markup::Plain };
            let id = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(path).unwrap();
            model.cleaner(false).clean(RawDocument { id, text, markup, ..RawDocument::default() })
        };
        files.map(clean).filter(|doc| doc.id.starts_with(kind) && doc.id != "README.md").collect()
    }

    #[test]
    fn documents_in_other_languages_get_no_label() {
        let model = model();
        let documents = fixtures(&model, "language-");
        assert_eq!(documents.len(), 10);
        for document in &documents {
            assert_eq!(model.classify(document).abstain, Some(Abstain::Language), "{}", document.id);
        }
        let model = model.language_gate(false);
        assert!(documents.iter().all(|doc| model.classify(doc).abstain != Some(Abstain::Language)));
    }

    #[test]
    fn random_characters_numbers_and_code_are_in_no_other_language() {
        let model = model();
        for kind in ["random-", "number-table-", "source-code-", "recipe-", "poem-", "empty-"] {
            for document in fixtures(&model, kind) {
                assert_ne!(model.classify(&document).abstain, Some(Abstain::Language), "{}", document.id);
            }
        }
    }

    #[test]
    fn below_its_floor_a_model_gives_no_label() {
        let text = "The senate voted to cut the income tax. Zzqx wvutq jjkkl qqwwee lorpsum.".repeat(4);
        let document = Document::new("1", text);
        let abstain = |floor| model().floor(floor).classify(&document).abstain;
        assert_eq!(abstain(Floor::default()), None);
        assert_eq!(abstain(Floor { probability: 0.99, known_terms: 0.0 }), Some(Abstain::LowScore));
        assert_eq!(abstain(Floor { probability: 0.0, known_terms: 0.9 }), Some(Abstain::LowScore));
    }

    #[test]
    #[cfg(feature = "default-model")]
    fn junk_gets_no_label_from_the_built_in_model() {
        let model = Model::built_in().unwrap();
        for document in fixtures(&model, "") {
            let prediction = model.classify(&document);
            assert!(prediction.abstain.is_some(), "{}: {prediction:?}", document.id);
        }
    }

    #[test]
    fn a_model_without_a_stemmer_has_no_language() {
        let analyzer = crate::text::stem::AnalyzerParams { stemmer: "none".into(), ..Default::default() };
        let model = TrainParams::new().folds(0).analyzer(analyzer).fit(sample()).unwrap();
        let documents = fixtures(&model, "language-");
        assert!(documents.iter().all(|doc| model.classify(doc).abstain != Some(Abstain::Language)));
    }

    #[test]
    fn english_that_a_model_does_not_know_is_classified() {
        let examples = [("tax", "tax tax bill"), ("tax", "tax bill"), ("farm", "farm aid"), ("farm", "farm")];
        let examples = examples.map(|(label, text)| Example::new(text, label));
        let model = TrainParams::new().folds(0).min_df(1).fit(examples.to_vec()).unwrap();
        for example in sample() {
            let document = Document::new("1", example.document.text);
            assert_ne!(model.classify(&document).abstain, Some(Abstain::Language), "{}", document.text);
        }
    }
}
