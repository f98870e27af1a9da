//! Whether probabilities mean what they say, and what a threshold on them costs.

use serde::Serialize;

/// The number of bins of the expected calibration error.
pub const N_BINS: usize = 15;

/// The number of thresholds of the coverage curve: 0.00, 0.05, … 0.95.
const N_THRESHOLDS: usize = 20;

/// An answer that was given: how sure it was, and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The probability of the label that was given, 0..=1.
    pub probability: f32,
    /// Whether the label was right.
    pub correct: bool,
}

/// The answers of about the same probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The probability above which an answer falls into this bin (the first bin holds 0 too).
    pub above: f64,
    /// The number of answers.
    pub n: usize,
    /// The mean probability, or `None` for no answers.
    pub mean_probability: Option<f64>,
    /// The share of right answers, or `None` for no answers.
    pub accuracy: Option<f64>,
}

/// The answers in bins of equal width by probability, [`N_BINS`] of them.
pub fn bins(answers: &[Answer]) -> Vec<Bin> {
    let mut sums = [(0_usize, 0_usize, 0.0_f64); N_BINS];
    for answer in answers {
        let (n, right, probability) = &mut sums[bin_of(answer.probability)];
        *n += 1;
        *right += usize::from(answer.correct);
        *probability += f64::from(answer.probability);
    }
    (0..)
        .zip(sums)
        .map(|(bin, (n, right, probability))| Bin {
            above: f64::from(bin) / N_BINS as f64,
            n,
            mean_probability: (n > 0).then(|| probability / n as f64),
            accuracy: (n > 0).then(|| right as f64 / n as f64),
        })
        .collect()
}

/// The bin of a probability: bin i holds those above i / 15 up to and with (i + 1) / 15.
fn bin_of(probability: f32) -> usize {
    // In single precision, so that a probability written as 0.2 is the upper end of bin 2.
    let bins_up = (probability * N_BINS as f32).ceil() as usize;
    bins_up.saturating_sub(1).min(N_BINS - 1)
}

/// The expected calibration error, 0..=1: how far probability and accuracy lie apart, averaged over the answers.
///
/// ECE = Σ nᵦ / n · |accuracyᵦ − mean probabilityᵦ| over the [`bins`] b (Guo, Pleiss, Sun and Weinberger 2017, "On
/// Calibration of Modern Neural Networks"). With few answers it is biased upwards. `None` for no answers.
pub fn expected_calibration_error(answers: &[Answer]) -> Option<f64> {
    if answers.is_empty() {
        return None;
    }
    let gaps = bins(answers).into_iter().filter_map(|bin| {
        let gap = (bin.accuracy? - bin.mean_probability?).abs();
        Some(gap * bin.n as f64)
    });
    Some(gaps.sum::<f64>() / answers.len() as f64)
}

/// The mean of −ln p over the probabilities p given to the true labels, or `None` for none.
///
/// A probability below 2.2 · 10⁻¹⁶ (the machine epsilon, as in scikit-learn) counts as that much, so that one document
/// of a label that training never saw does not make the mean infinite.
pub fn log_loss(true_label_probabilities: impl IntoIterator<Item = f32>) -> Option<f64> {
    let (mut n, mut sum) = (0_usize, 0.0);
    for probability in true_label_probabilities {
        n += 1;
        sum -= f64::from(probability).clamp(f64::EPSILON, 1.0).ln();
    }
    (n > 0).then(|| sum / n as f64)
}

/// What is left and how good it is, where answers below a threshold are withheld.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CoveragePoint {
    /// The smallest probability that is answered.
    pub threshold: f64,
    /// The share of the documents that are answered.
    pub coverage: f64,
    /// The share of right answers among them, or `None` where none is left.
    pub accuracy: Option<f64>,
}

/// The coverage and accuracy at the thresholds 0.00, 0.05, … 0.95.
///
/// Of the `n_documents`, those without an entry in `answers` are answered at no threshold.
pub fn coverage(answers: &[Answer], n_documents: usize) -> Vec<CoveragePoint> {
    let answers = most_certain_first(answers);
    let mut right = vec![0_usize];
    right.extend(answers.iter().scan(0, |sum, answer| {
        *sum += usize::from(answer.correct);
        Some(*sum)
    }));
    (0..N_THRESHOLDS)
        .map(|step| {
            let threshold = step as f64 / N_THRESHOLDS as f64;
            // In single precision, as the probability itself: 0.15f32 reaches the threshold 0.15.
            let n = answers.partition_point(|answer| answer.probability >= threshold as f32);
            CoveragePoint {
                threshold,
                coverage: if n_documents > 0 { n as f64 / n_documents as f64 } else { 0.0 },
                accuracy: (n > 0).then(|| right[n] as f64 / n as f64),
            }
        })
        .collect()
}

/// The highest threshold at which at least the share `coverage` of `n_documents` is answered.
///
/// `None` where no threshold answers as many.
pub fn threshold_for_coverage(answers: &[Answer], n_documents: usize, coverage: f64) -> Option<f32> {
    let wanted = (coverage * n_documents as f64).ceil() as usize;
    match wanted {
        0 => Some(1.0),
        _ => most_certain_first(answers).get(wanted - 1).map(|answer| answer.probability),
    }
}

/// The answers by falling probability.
fn most_certain_first(answers: &[Answer]) -> Vec<Answer> {
    let mut answers = answers.to_vec();
    answers.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(list: &[(f32, bool)]) -> Vec<Answer> {
        list.iter().map(|&(probability, correct)| Answer { probability, correct }).collect()
    }

    #[test]
    fn answers_that_are_right_as_often_as_they_say_have_no_error() {
        let answers = answers(&[(0.75, true), (0.75, true), (0.75, true), (0.75, false)]);
        assert_eq!(expected_calibration_error(&answers), Some(0.0));
    }

    #[test]
    fn the_calibration_error_weighs_each_bin_by_its_answers() {
        // |1 − 0.5| · 1/3 + |0 − 1| · 2/3
        let ece = expected_calibration_error(&answers(&[(0.5, true), (1.0, false), (1.0, false)]));
        assert!((ece.unwrap() - 2.5 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_bin_holds_its_upper_end() {
        assert_eq!((bin_of(0.0), bin_of(0.2), bin_of(0.21), bin_of(1.0)), (0, 2, 3, 14));
        assert_eq!((bin_of(f32::NAN), bin_of(-1.0), bin_of(9.0)), (0, 0, 14));
        assert_eq!(bins(&answers(&[(0.99, true)]))[14].accuracy, Some(1.0));
    }

    #[test]
    fn coverage_falls_and_counts_documents_without_an_answer() {
        let curve = coverage(&answers(&[(0.15, false), (0.9, true), (0.5, true)]), 4);
        assert_eq!(curve.len(), 20);
        assert_eq!((curve[3].threshold, curve[3].coverage, curve[3].accuracy), (0.15, 0.75, Some(2.0 / 3.0)));
        assert_eq!((curve[4].coverage, curve[4].accuracy), (0.5, Some(1.0)));
        assert_eq!((curve[19].threshold, curve[19].coverage, curve[19].accuracy), (0.95, 0.0, None));
    }

    #[test]
    fn the_threshold_for_a_coverage_reaches_it() {
        let answers = answers(&[(0.2, false), (0.9, true), (0.5, true)]);
        assert_eq!(threshold_for_coverage(&answers, 4, 0.5), Some(0.5));
        assert_eq!(threshold_for_coverage(&answers, 4, 0.6), Some(0.2));
        assert_eq!(threshold_for_coverage(&answers, 4, 1.0), None);
        assert_eq!(threshold_for_coverage(&answers, 4, 0.0), Some(1.0));
    }

    #[test]
    fn log_loss_stays_finite_for_a_label_that_training_never_saw() {
        assert_eq!(log_loss([1.0, 1.0]), Some(0.0));
        assert!((log_loss([0.5, 0.25]).unwrap() - 1.5 * std::f64::consts::LN_2).abs() < 1e-12);
        assert!((log_loss([0.0]).unwrap() - 36.04).abs() < 0.01);
        assert_eq!((log_loss([]), expected_calibration_error(&[])), (None, None));
    }
}
