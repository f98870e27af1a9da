//! Rows, terms and their limits, on a few short texts.

use linfa::ParamGuard;

use super::*;

fn bodies() -> Vec<Document> {
    Document::from_bodies(["tax bill on farms", "tax vote, tax bill", "farm vote", "bills"])
}

#[test]
fn terms_are_sorted_stems_and_their_pairs() {
    let tfidf = TfIdfParams::new().fit(&bodies()).unwrap();
    assert_eq!(tfidf.terms(), ["bill", "farm", "tax", "tax bill", "vote"]);
}

#[test]
fn transform_gives_the_rows_that_fitting_counted() {
    for range in [(1, 1), (1, 2), (2, 2), (1, 3), (2, 3)] {
        let params = TfIdfParams::new().ngram_range(range.0, range.1).min_df(1);
        let mut docs = bodies();
        // More tokens than are looked up together, and the count of many.
        docs.push(Document::new("long", "tax bill on farms, ".repeat(70)));
        let (tfidf, counts) = params.check_ref().unwrap().count(&docs).unwrap();
        let weighed = tfidf.params().weigh(counts.clone(), &tfidf.idf());
        assert_eq!(weighed, tfidf.transform(&docs), "{range:?}");
        assert!(weighed.rows().all(|row| row.indices.is_empty() || (row.norm() - 1.0).abs() < 1e-6));
    }
}

#[test]
fn characters_are_features_after_the_words() {
    let docs = bodies();
    for ngrams in [(1, 1), (1, 2), (2, 2)] {
        let params = TfIdfParams::new().ngram_range(ngrams.0, ngrams.1).chars(Some((3, 4)));
        let (tfidf, counts) = params.check_ref().unwrap().count(&docs).unwrap();
        let n_words = tfidf.vocabulary().n_word_features();
        let terms = tfidf.terms();
        assert_eq!(
            n_words,
            TfIdfParams::new().ngram_range(ngrams.0, ngrams.1).fit(&docs).unwrap().n_features()
        );
        let chars: Vec<&str> = terms[n_words..].iter().map(|term| &term[1..term.len() - 1]).collect();
        assert!(chars.is_sorted() && chars.contains(&" tax"), "{terms:?}");
        assert_eq!(tfidf.params().weigh(counts.clone(), &tfidf.idf()), tfidf.transform(&docs), "{ngrams:?}");
    }
}

#[test]
fn every_occurrence_of_characters_has_its_span() {
    let tfidf = TfIdfParams::new().chars(Some((3, 3))).fit(&bodies()).unwrap();
    let text = "Bills, TAX";
    let mut found = Vec::new();
    tfidf.for_each_occurrence(text, |feature, span| found.push((feature, span.of(text))));
    let terms = tfidf.terms();
    let found: Vec<_> = found.iter().map(|&(feature, text)| (&*terms[feature], text)).collect();
    assert_eq!(
        found,
        [
            ("bill", "Bills"),
            ("tax", "TAX"),
            ("[ bi]", "Bi"),
            ("[bil]", "Bil"),
            ("[ill]", "ill"),
            ("[ ta]", "TA"),
            ("[tax]", "TAX"),
            ("[ax ]", "AX")
        ]
    );
}

#[test]
fn max_features_keeps_the_most_frequent_of_each_kind() {
    let docs = bodies();
    let params = TfIdfParams::new().min_df(1).max_features(Some(3));
    let (tfidf, counts) = params.check_ref().unwrap().count(&docs).unwrap();
    // tax and bill stand three times, farm, tax bill and vote twice.
    assert_eq!(tfidf.terms(), ["bill", "farm", "tax"]);
    assert_eq!(tfidf.params().weigh(counts.clone(), &tfidf.idf()), tfidf.transform(&docs));
    let both = params.clone().chars(Some((3, 3))).fit(&docs).unwrap();
    assert_eq!((both.n_features(), both.vocabulary().n_word_features()), (6, 3));
    let pairs = params.ngram_range(2, 2).max_features(Some(1)).fit(&docs).unwrap();
    assert_eq!(pairs.terms(), ["tax bill"]);
    assert_eq!(pairs.transform(&docs).row(1).indices, [0]);
}

#[test]
fn terms_rise_whatever_the_ngrams() {
    let params = TfIdfParams::new().ngram_range(1, 3).min_df(1);
    let tfidf = params.fit(&Document::from_bodies(["aa b1 aa b1 cc", "aab b1_ x9 aa", "aa aa aa"])).unwrap();
    assert!(tfidf.terms().is_sorted());
    assert!(tfidf.terms().iter().any(|term| term == "aa aa aa"));
}

#[test]
fn stop_words_are_out_before_ngrams_are_formed() {
    let analyzer = AnalyzerParams { stop_words: vec!["of".into()], ..AnalyzerParams::default() };
    let tfidf =
        TfIdfParams::new().analyzer(analyzer).min_df(1).fit(&Document::from_bodies(["state of union"]));
    assert_eq!(tfidf.unwrap().terms(), ["state", "state union", "union"]);
}

#[test]
fn a_form_that_training_did_not_see_is_stemmed() {
    let tfidf = TfIdfParams::new().min_df(1).fit(&Document::from_bodies(["taxes"])).unwrap();
    let rows = tfidf.transform(&Document::from_bodies(["TAXED taxing", "nothing known"]));
    assert_eq!((rows.row(0).indices, rows.row(0).values), (&[0][..], &[1.0][..]));
    assert!(rows.row(1).indices.is_empty());
}

#[test]
fn parameters_out_of_range_are_refused() {
    assert!(TfIdfParams::new().ngram_range(2, 1).check_ref().is_err());
    assert!(TfIdfParams::new().ngram_range(1, 9).check_ref().is_err());
    assert!(TfIdfParams::new().chars(Some((5, 3))).check_ref().is_err());
    assert!(TfIdfParams::new().max_features(Some(0)).check_ref().is_err());
    assert!(TfIdfParams::new().min_df(0).check_ref().is_err());
    let error = TfIdfParams::new().fit(&Document::from_bodies(["one two", "three"])).err().unwrap();
    assert!(error.to_string().contains("have 3 tokens of 3 distinct terms"), "{error}");
}

#[test]
fn words_of_the_lead_count_several_times_in_training_and_after() {
    let documents = Document::from_bodies(["tax bill on farms", "farm tax vote on tax"]);
    let counts = |lead| {
        let params = TfIdfParams::new().ngram_range(1, 1).min_df(1).sublinear_tf(false).lead(lead);
        let (vectorizer, counts) = params.check_ref().unwrap().count(&documents).unwrap();
        let rows = params.check_ref().unwrap().weigh(counts.clone(), &vectorizer.idf());
        assert_eq!(rows, vectorizer.transform(&documents));
        counts.row(1).iter().collect::<Vec<_>>()
    };
    let (farm, on, tax, vote) = (1, 2, 3, 4);
    assert_eq!(counts(None), [(farm, 1.0), (on, 1.0), (tax, 2.0), (vote, 1.0)]);
    let lead = Lead { words: 2, times: 3 };
    assert_eq!(counts(Some(lead)), [(farm, 3.0), (on, 1.0), (tax, 4.0), (vote, 1.0)]);
}
