//! From which probability a document gets a label, where it may get several.

use rayon::prelude::*;

use super::Targets;

/// Documents that a class must have for a threshold of its own.
const MIN_SUPPORT: usize = 10;

/// The threshold where there is nothing to choose it by.
pub(crate) const DEFAULT: f32 = 0.5;

/// The threshold of each class: the one with the highest F1 on held-out documents.
///
/// `probabilities` has a row a document and a column a class. Few documents would choose a threshold by chance: a class
/// with fewer than ten takes the one threshold with the highest F1 over the answers for all classes together. This is
/// the SCut of Yang (2001), "A study of thresholding strategies for text categorization", with a guard for rare labels.
pub(crate) fn fit(probabilities: &[f32], targets: &Targets, n_classes: usize) -> Vec<f32> {
    let counts = targets.counts(n_classes);
    let answers = |class: usize| {
        let column = probabilities.iter().skip(class).step_by(n_classes);
        column.zip(targets.iter()).map(move |(&probability, own)| (probability, own.contains(&class)))
    };
    let common = best((0..n_classes).flat_map(answers).collect());
    let own =
        |class: usize| if counts[class] < MIN_SUPPORT { common } else { best(answers(class).collect()) };
    (0..n_classes).into_par_iter().map(own).collect()
}

/// The threshold with the highest F1 for these (probability, whether it is right) pairs, the highest of equals: half
/// way between the probabilities that it parts.
fn best(mut answers: Vec<(f32, bool)>) -> f32 {
    answers.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let n_positive = answers.iter().filter(|answer| answer.1).count();
    let (mut best, mut threshold) = (0.0, DEFAULT);
    let mut n_right = 0;
    for (n, &(probability, is_right)) in (1..).zip(&answers) {
        n_right += usize::from(is_right);
        let next = answers.get(n).map_or(0.0, |next| next.0);
        if next == probability {
            continue;
        }
        let f1 = 2.0 * n_right as f64 / (n + n_positive) as f64;
        if f1 > best {
            let middle = (probability + next) / 2.0;
            (best, threshold) = (f1, if middle > next { middle } else { probability });
        }
    }
    threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_parts_the_right_from_the_wrong() {
        assert_eq!(best(vec![(0.1, false), (0.4, true), (0.2, false), (0.9, true)]), 0.3);
        // 2 of 2 given are right, of 3: F1 0.8; taking the third means 3 of 5: 0.75.
        let few = best(vec![(0.9, true), (0.75, true), (0.5, false), (0.4, false), (0.3, true)]);
        assert_eq!(few, 0.625);
        // Where every answer is right, a less certain one is so too.
        assert_eq!(best(vec![(0.5, true), (0.5, false), (0.5, true)]), 0.25);
        assert_eq!((best(vec![]), best(vec![(0.9, false)])), (DEFAULT, DEFAULT));
    }

    #[test]
    fn a_rare_class_takes_the_threshold_of_all() {
        // Class 0 has ten documents above 0.6 and ten others; class 1 has one document, at 0.1.
        let mut probabilities: Vec<f32> =
            (0..20).flat_map(|n| [if n < 10 { 0.8 } else { 0.4 }, 0.0]).collect();
        probabilities[1] = 0.1;
        let sets = (0..20).map(|n| {
            if n == 0 {
                vec![0, 1]
            } else if n < 10 {
                vec![0]
            } else {
                vec![]
            }
        });
        let thresholds = fit(&probabilities, &Targets::Many(sets.collect()), 2);
        assert!((thresholds[0] - 0.6).abs() < 1e-6 && thresholds[1] == thresholds[0], "{thresholds:?}");
    }
}
