//! TF-IDF rows and scores against scikit-learn's: `tests/fixtures/sklearn_parity.py` says how they were made.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use newsdesk::text::stem::AnalyzerParams;
use newsdesk::{
    Algorithm, CsrMatrix, Document, LinearClassifier, LinearParams, TfIdfParams, TfIdfVectorizer,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Parity {
    texts: Vec<String>,
    labels: Vec<String>,
    cases: Vec<Reference>,
    /// A text more, for `characters`: short words, capitals, marks, several scripts.
    odd: String,
    characters: Vec<Characters>,
}

#[derive(Deserialize)]
struct Reference {
    min_df: usize,
    terms: Vec<String>,
    idf: Vec<f64>,
    rows: Vec<Vec<(u32, f64)>>,
    classes: Vec<String>,
    decision_function: Vec<Vec<f64>>,
    complement_nb: Vec<Vec<f64>>,
    multinomial_nb: Vec<Vec<f64>>,
    logistic: Vec<Vec<f64>>,
    best_features: Vec<usize>,
}

#[derive(Deserialize)]
struct Characters {
    min_df: usize,
    max_features: Option<usize>,
    terms: Vec<String>,
    rows: Vec<Vec<(u32, f64)>>,
}

/// What this crate makes of the same texts.
struct Ours<'a> {
    reference: &'a Reference,
    vectorizer: TfIdfVectorizer,
    rows: CsrMatrix,
    classes: Array1<usize>,
}

fn parity() -> Parity {
    serde_json::from_str(include_str!("../fixtures/sklearn_parity.json")).unwrap()
}

fn check(compare: impl Fn(Ours<'_>)) {
    let parity = parity();
    assert_eq!(parity.cases.iter().map(|case| case.min_df).collect::<Vec<_>>(), [1, 2]);
    let documents = Document::from_bodies(parity.texts);
    for reference in &parity.cases {
        let params = TfIdfParams::new().analyzer(no_stemmer()).ngram_range(1, 2).min_df(reference.min_df);
        let vectorizer = params.fit(&documents).unwrap();
        let class = |label: &String| reference.classes.binary_search(label).unwrap();
        let classes = parity.labels.iter().map(class).collect();
        let rows = vectorizer.transform(&documents);
        compare(Ours { reference, vectorizer, rows, classes });
    }
}

fn no_stemmer() -> AnalyzerParams {
    AnalyzerParams { stemmer: "none".to_owned(), ..AnalyzerParams::default() }
}

impl Ours<'_> {
    fn fit(&self, params: LinearParams) -> LinearClassifier {
        params.fit(&DatasetBase::new(self.rows.clone(), self.classes.clone())).unwrap()
    }

    fn scores(&self, classifier: &LinearClassifier) -> Vec<Vec<f64>> {
        let scores = |row| {
            let mut scores = vec![0.0; self.reference.classes.len()];
            classifier.decision_function(row, &mut scores);
            scores.into_iter().map(f64::from).collect()
        };
        self.rows.rows().map(scores).collect()
    }
}

#[track_caller]
fn assert_close(ours: f64, theirs: f64, tolerance: f64, what: &str) {
    assert!((ours - theirs).abs() <= tolerance, "{what}: {ours}, scikit-learn has {theirs}");
}

#[test]
fn terms_and_idf_are_those_of_scikit_learn() {
    check(|ours| {
        assert_eq!(ours.vectorizer.terms(), ours.reference.terms);
        for (term, (idf, theirs)) in
            ours.reference.terms.iter().zip(ours.vectorizer.idf().into_iter().zip(&ours.reference.idf))
        {
            assert_close(idf.into(), *theirs, 1e-6, term);
        }
    });
}

#[test]
fn rows_are_those_of_scikit_learn() {
    check(|ours| {
        assert_eq!(ours.rows.n_rows(), ours.reference.rows.len());
        for (row, theirs) in ours.rows.rows().zip(&ours.reference.rows) {
            let indices: Vec<u32> = theirs.iter().map(|(index, _)| *index).collect();
            assert_eq!(row.indices, indices);
            for (value, (index, theirs)) in row.values.iter().zip(theirs) {
                assert_close((*value).into(), *theirs, 1e-6, &ours.reference.terms[*index as usize]);
            }
        }
    });
}

#[test]
fn svm_scores_are_those_of_linear_svc() {
    check(|ours| {
        let classifier = ours.fit(LinearParams::new().tolerance(1e-6).max_iterations(100_000));
        for (n, (scores, theirs)) in
            ours.scores(&classifier).iter().zip(&ours.reference.decision_function).enumerate()
        {
            for (score, theirs) in scores.iter().zip(theirs) {
                assert_close(*score, *theirs, 1e-3, &format!("text {n}"));
            }
        }
    });
}

/// scikit-learn's scores have constants in them that are the same for all classes: only differences count. They are
/// sums of some 20 numbers near 5 in single precision, hence the tolerance.
#[test]
fn naive_bayes_scores_differ_as_those_of_complement_nb() {
    check(|ours| {
        let classifier = ours.fit(LinearParams::new().algorithm(Algorithm::NaiveBayes));
        for (n, (scores, theirs)) in
            ours.scores(&classifier).iter().zip(&ours.reference.complement_nb).enumerate()
        {
            for (score, reference) in scores.iter().zip(theirs) {
                assert_close(score - scores[0], reference - theirs[0], 5e-5, &format!("text {n}"));
            }
        }
    });
}

#[test]
fn multinomial_naive_bayes_scores_are_those_of_multinomial_nb() {
    check(|ours| {
        let classifier = ours.fit(LinearParams::new().algorithm(Algorithm::MultinomialNaiveBayes));
        for (n, (scores, theirs)) in
            ours.scores(&classifier).iter().zip(&ours.reference.multinomial_nb).enumerate()
        {
            for (score, reference) in scores.iter().zip(theirs) {
                assert_close(*score, *reference, 5e-5, &format!("text {n}"));
            }
        }
    });
}

#[test]
fn logistic_scores_are_those_of_liblinear() {
    check(|ours| {
        let params = LinearParams::new().algorithm(Algorithm::Logistic);
        let classifier = ours.fit(params.tolerance(1e-6).max_iterations(100_000));
        for (n, (scores, theirs)) in ours.scores(&classifier).iter().zip(&ours.reference.logistic).enumerate()
        {
            for (score, theirs) in scores.iter().zip(theirs) {
                assert_close(*score, *theirs, 1e-3, &format!("text {n}"));
            }
        }
    });
}

#[test]
fn the_best_features_are_those_of_select_k_best() {
    check(|ours| {
        let params = LinearParams::new().algorithm(Algorithm::LinfaBayes).best_features(18);
        let classifier = ours.fit(params);
        let chosen = |feature: &usize| classifier.weight(*feature, 0) != 0.0;
        let best: Vec<usize> = (0..classifier.n_features()).filter(chosen).collect();
        assert_eq!(best, ours.reference.best_features);
    });
}

/// Ours stand after the words, and one norm is over both: the part that is characters is brought to norm 1 here.
#[test]
fn characters_are_those_of_char_wb() {
    let parity = parity();
    let documents = Document::from_bodies(parity.texts.iter().chain([&parity.odd]).cloned());
    for reference in &parity.characters {
        let params = TfIdfParams::new().analyzer(no_stemmer()).min_df(reference.min_df);
        let params = params.chars(Some((3, 5))).max_features(reference.max_features);
        let vectorizer = params.fit(&documents).unwrap();
        let n_words = vectorizer.vocabulary().n_word_features();
        let terms: Vec<String> = reference.terms.iter().map(|term| format!("[{term}]")).collect();
        assert_eq!(vectorizer.terms()[n_words..], terms);
        let rows = vectorizer.transform(&documents);
        for (row, theirs) in rows.rows().zip(&reference.rows) {
            let chars = row.iter().filter(|&(feature, _)| feature >= n_words);
            let chars: Vec<(usize, f64)> =
                chars.map(|(feature, value)| (feature - n_words, value.into())).collect();
            let norm = chars.iter().map(|(_, value)| value * value).sum::<f64>().sqrt();
            assert_eq!(chars.len(), theirs.len());
            for ((feature, value), (index, reference)) in chars.iter().zip(theirs) {
                assert_eq!(*feature, *index as usize);
                assert_close(value / norm, *reference, 1e-6, &terms[*feature]);
            }
        }
    }
}
