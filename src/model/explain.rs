//! Which terms made a score, exactly.

use std::borrow::Cow;

use rayon::prelude::*;

use super::Model;
use crate::features::tfidf::RowScratch;
use crate::text::{Document, Span};

/// What a term of a document adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution<'m> {
    /// The stemmed term.
    pub term: Cow<'m, str>,
    /// What all its occurrences together add: weight × value in the row.
    pub weight: f32,
    /// Where it stands in the body, in order: bytes of [`Document::text`], from its first word to its last.
    pub spans: Vec<Span>,
    /// Where it stands in the title, in order: bytes of [`Document::title`]. Empty where the title is the start of
    /// the body too, and so counts there.
    pub title_spans: Vec<Span>,
}

/// A score taken apart: `intercept` and the weights of `contributions` sum to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'m> {
    /// The raw score of the class; against another class, what it is above that one's.
    pub score: f32,
    /// The part of it that no term makes.
    pub intercept: f32,
    /// A part for each known term of the document, the largest first, whether for or against the class; of equals in
    /// the order of the terms.
    pub contributions: Vec<Contribution<'m>>,
}

impl Model {
    /// What makes the raw score of `class` for a document, or, with `versus`, the difference to that class's score.
    ///
    /// The score of a linear classifier is a sum over the terms, so nothing is estimated here: the parts sum to
    /// [`decision_function`](crate::LinearClassifier::decision_function) but for rounding in `f32`.
    ///
    /// # Panics
    /// If there is no such class.
    ///
    /// # Examples
    /// ```
    /// use newsdesk::{Document, Example, TrainParams};
    /// let examples = [("tax cut vote", "tax"), ("income tax", "tax"), ("farm aid", "farm"), ("farm prices", "farm")]
    ///     .map(|(text, label)| Example::new(text, label));
    /// let model = TrainParams::new().folds(0).min_df(1).fit(examples.to_vec())?;
    /// let document = Document::new("1", "a bill on farm prices");
    /// let why = model.explain(&document, 0, Some(1));
    /// assert_eq!(model.label(0), "farm");
    /// assert_eq!(why.contributions[0].term, "farm");
    /// assert_eq!(why.contributions[0].spans[0].of(&document.text), "farm");
    /// # Ok::<(), newsdesk::Error>(())
    /// ```
    pub fn explain(&self, document: &Document, class: usize, versus: Option<usize>) -> Explanation<'_> {
        let difference = |of: &dyn Fn(usize) -> f32| of(class) - versus.map_or(0.0, of);
        let mut scratch = RowScratch::default();
        let row = self.vectorizer.row(document, &mut scratch);
        let mut scores = vec![0.0; self.labels().len()];
        self.classifier.decision_function(row, &mut scores);
        let mut contributions: Vec<Contribution<'_>> = row
            .iter()
            .map(|(feature, value)| Contribution {
                term: self.vectorizer.vocabulary().term(feature),
                weight: difference(&|class| value * self.classifier.weight(feature, class)),
                spans: Vec::new(),
                title_spans: Vec::new(),
            })
            .collect();
        let place = |feature: usize| row.indices.binary_search(&(feature as u32)).ok();
        for part in &document.body {
            self.vectorizer.for_each_occurrence(part.of(&document.text), |feature, span| {
                let found = place(feature).map(|at| &mut contributions[at].spans);
                found.into_iter().for_each(|spans| spans.push(span.shifted(part.start)));
            });
        }
        if let Some(title) = document.separate_title() {
            self.vectorizer.for_each_occurrence(title, |feature, span| {
                let found = place(feature).map(|at| &mut contributions[at].title_spans);
                found.into_iter().for_each(|spans| spans.push(span));
            });
        }
        contributions.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.term.cmp(&b.term)));
        Explanation {
            score: difference(&|class| scores[class]),
            intercept: difference(&|class| self.classifier.intercepts()[class]),
            contributions,
        }
    }

    /// The `n` terms that speak most for each class, n_classes lists: those whose weight is most above the mean over
    /// the classes, the largest first.
    pub fn top_terms(&self, n: usize) -> Vec<Vec<(Cow<'_, str>, f32)>> {
        let (n_features, n_classes) = (self.classifier.n_features(), self.labels().len());
        let mean = |feature| {
            let weights = (0..n_classes).map(|class| self.classifier.weight(feature, class));
            weights.sum::<f32>() / n_classes as f32
        };
        let means: Vec<f32> = (0..n_features).into_par_iter().map(mean).collect();
        let of_class = |class| {
            let margin = |feature| (feature, self.classifier.weight(feature, class) - means[feature]);
            let terms = largest((0..n_features).map(margin).collect(), n).into_iter();
            terms.map(|(feature, weight)| (self.vectorizer.vocabulary().term(feature), weight)).collect()
        };
        (0..n_classes).into_par_iter().map(of_class).collect()
    }
}

/// The `n` largest weights, the largest first; of equals the first feature.
fn largest(mut weights: Vec<(usize, f32)>, n: usize) -> Vec<(usize, f32)> {
    let order = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if n < weights.len() {
        weights.select_nth_unstable_by(n, order);
        weights.truncate(n);
    }
    weights.sort_by(order);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Example, TrainParams, WeightType};

    fn model(weights: WeightType) -> Model {
        let mut rows = csv::Reader::from_path("data/sample.csv").unwrap();
        let examples = rows.records().map(|row| row.map(|row| Example::new(&row[4], &row[1])).unwrap());
        TrainParams::new().folds(0).weights(weights).fit(examples.collect()).unwrap()
    }

    fn document() -> Document {
        let text = "Farmers get farm aid when milk prices fall. The Senate passed the farm bill on Monday.";
        Document { title: Some("Dairy farmers and the army".to_owned()), ..Document::new("1", text) }
    }

    fn sum(why: &Explanation<'_>) -> f64 {
        f64::from(why.intercept) + why.contributions.iter().map(|part| f64::from(part.weight)).sum::<f64>()
    }

    #[test]
    fn the_parts_sum_to_the_score_whatever_the_weights_are_stored_as() {
        for weights in [WeightType::F32, WeightType::I8] {
            let model = model(weights);
            for class in 0..model.labels().len() {
                for versus in [None, Some((class + 1) % model.labels().len())] {
                    let why = model.explain(&document(), class, versus);
                    assert!(
                        (sum(&why) - f64::from(why.score)).abs() < 1e-5,
                        "{weights:?} {class} {versus:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn against_another_class_is_the_difference_of_the_scores() {
        let model = model(WeightType::I8);
        let score = |class, versus| model.explain(&document(), class, versus).score;
        assert_eq!(score(2, Some(5)), score(2, None) - score(5, None));
        assert_eq!(score(2, Some(2)), 0.0);
    }

    #[test]
    fn every_occurrence_has_its_place_and_a_pair_of_words_spans_both() {
        let examples = [("farm", "the farm bill"), ("farm", "farmers"), ("tax", "tax"), ("tax", "tax bill")];
        let examples = examples.map(|(label, text)| Example::new(text, label)).to_vec();
        let model = TrainParams::new().folds(0).min_df(1).fit(examples).unwrap();
        let document = document();
        let why = model.explain(&document, 0, None);
        let find = |term: &str| why.contributions.iter().find(|part| part.term == term).unwrap();
        let texts = |term: &str| -> Vec<&str> {
            find(term).spans.iter().map(|span| span.of(&document.text)).collect()
        };
        assert_eq!(texts("farm"), ["farm", "farm"]);
        assert_eq!(texts("farm bill"), ["farm bill"]);
        let title = &find("farmer").title_spans;
        assert_eq!(title[0].of(document.title.as_deref().unwrap()), "farmers");
    }

    #[test]
    fn a_title_that_the_body_starts_with_counts_once() {
        let model = model(WeightType::I8);
        let document =
            Document { title: Some("Farm aid".to_owned()), ..Document::new("1", "Farm aid is paid.") };
        let why = model.explain(&document, 0, None);
        assert!(why.contributions.iter().all(|part| part.title_spans.is_empty() && part.spans.len() == 1));
    }

    #[test]
    fn without_known_terms_the_intercept_is_all() {
        let model = model(WeightType::I8);
        let why = model.explain(&Document::new("1", "zzz"), 0, None);
        assert_eq!((why.score, why.contributions.len()), (why.intercept, 0));
    }

    #[test]
    fn top_terms_come_largest_first() {
        let model = model(WeightType::I8);
        let terms = model.top_terms(5);
        assert_eq!(terms.len(), model.labels().len());
        assert!(
            terms.iter().all(|terms| terms.len() == 5 && terms.is_sorted_by(|a, b| a.1 >= b.1)),
            "{terms:?}"
        );
        assert_eq!(model.top_terms(usize::MAX)[0].len(), model.vectorizer().n_features());
    }
}
