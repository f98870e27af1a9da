//! Single documents behind the figures: examples of each mistake, and labels that are likely wrong.

use std::collections::BTreeMap;

use super::report::Outcome;
use crate::text::Document;

/// Characters of a document's title, at most.
const TITLE_CHARS: usize = 120;

/// What a reader needs to find a document again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentName {
    /// The document's id.
    pub id: String,
    /// Its title, or how its body begins: one line of at most 120 characters.
    pub title: String,
}

impl DocumentName {
    /// The name of a document.
    pub fn of(document: &Document) -> Self {
        let title = document.title.as_deref().map(start).filter(|title| !title.is_empty());
        let body = || document.body_parts().map(start).find(|part| !part.is_empty()).unwrap_or_default();
        Self { id: document.id.clone(), title: title.unwrap_or_else(body) }
    }
}

/// A document that was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Which document it is.
    pub document: DocumentName,
    /// What is true of it and what was said.
    pub outcome: Outcome,
}

/// The start of a text on one line, cut between words where it can be.
fn start(text: &str) -> String {
    let mut out = String::new();
    let mut n_chars = 0;
    for word in text.split_whitespace() {
        n_chars += word.chars().count() + 1;
        if n_chars > TITLE_CHARS + 1 {
            if out.is_empty() {
                out.extend(word.chars().take(TITLE_CHARS));
            }
            out.push('\u{2026}');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out += word;
    }
    out
}

/// The cases of each pair of true label and answer, the most certain answer first, at most `n` a pair; with how many
/// there are. Cases without an answer are left out.
pub fn by_pair(cases: &[Case], n: usize) -> BTreeMap<(usize, usize), (usize, Vec<&Case>)> {
    let mut pairs: BTreeMap<(usize, usize), (usize, Vec<&Case>)> = BTreeMap::new();
    let mut order: Vec<&Case> = cases.iter().collect();
    order.sort_by(|a, b| b.outcome.probability.total_cmp(&a.outcome.probability));
    for case in order {
        let Some(answer) = case.outcome.predicted else { continue };
        let (count, examples) = pairs.entry((case.outcome.truth, answer)).or_default();
        *count += 1;
        if examples.len() < n {
            examples.push(case);
        }
    }
    pairs
}

/// The cases whose label is likely wrong, the likeliest first: an answer contradicts the label and is as certain as
/// answers to documents that truly have the answered label.
///
/// A case of label i is in the list where the model says j ≠ i with a probability of at least the mean probability
/// that documents of label j get for j; the order is by the margin p(j) − p(i) (confident learning: Northcutt, Jiang
/// and Chuang 2021). The answers must be those of a model that has not seen the documents. Labels from `n_classes` on
/// are those that training never saw: that no answer agrees with them says nothing about them.
pub fn label_errors(cases: &[Case], n_classes: usize) -> Vec<&Case> {
    let thresholds = mean_self_probabilities(cases);
    let contradicts = |outcome: &Outcome| match outcome.predicted {
        Some(answer) if answer != outcome.truth && outcome.truth < n_classes => {
            thresholds.get(answer).is_some_and(|&threshold| f64::from(outcome.probability) >= threshold)
        }
        _ => false,
    };
    let margin = |case: &Case| case.outcome.probability - case.outcome.truth_probability;
    let mut found: Vec<&Case> = cases.iter().filter(|case| contradicts(&case.outcome)).collect();
    found.sort_by(|a, b| margin(b).total_cmp(&margin(a)));
    found
}

/// The mean probability that documents of each label get for it; infinite for a label without documents.
fn mean_self_probabilities(cases: &[Case]) -> Vec<f64> {
    let n_labels = cases.iter().map(|case| case.outcome.truth + 1).max().unwrap_or(0);
    let mut sums = vec![(0.0, 0_usize); n_labels];
    for Case { outcome, .. } in cases {
        let (sum, n) = &mut sums[outcome.truth];
        *sum += f64::from(outcome.truth_probability);
        *n += 1;
    }
    sums.into_iter().map(|(sum, n)| if n > 0 { sum / n as f64 } else { f64::INFINITY }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(id: &str, truth: usize, probabilities: &[f32]) -> Case {
        let best = (0..probabilities.len()).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
        let document = DocumentName::of(&Document::new(id, id));
        Case { document, outcome: Outcome::new(truth, best, probabilities) }
    }

    fn cases() -> Vec<Case> {
        vec![
            case("right", 0, &[0.8, 0.2]),
            case("also right", 1, &[0.3, 0.7]),
            case("surely wrong", 0, &[0.05, 0.95]),
            case("hardly wrong", 0, &[0.48, 0.52]),
        ]
    }

    fn ids(cases: &[&Case]) -> Vec<String> {
        cases.iter().map(|case| case.document.id.clone()).collect()
    }

    #[test]
    fn a_label_that_a_sure_answer_contradicts_is_likely_wrong() {
        assert_eq!(ids(&label_errors(&cases(), 2)), ["surely wrong"]);
        assert!(label_errors(&[], 2).is_empty());
        assert!(label_errors(&cases(), 0).is_empty());
    }

    #[test]
    fn examples_of_a_pair_come_surest_first_and_are_counted() {
        let cases = cases();
        let pairs = by_pair(&cases, 1);
        let (n, examples) = &pairs[&(0, 1)];
        assert_eq!((*n, ids(examples)), (2, vec!["surely wrong".to_owned()]));
        assert_eq!(pairs.len(), 3);
    }

    #[test]
    fn a_document_is_named_by_its_title_or_by_how_it_begins() {
        let name = |title: Option<&str>, text: &str| {
            let document = Document { title: title.map(str::to_owned), ..Document::new("1", text) };
            DocumentName::of(&document).title
        };
        assert_eq!(name(Some("Farm\n aid"), "x"), "Farm aid");
        let long = name(Some(" "), &"tax bill ".repeat(50));
        assert!(long.ends_with(" tax\u{2026}") && long.chars().count() <= 121, "{long}");
        assert_eq!(name(None, &"x".repeat(500)).chars().count(), 121);
    }
}
