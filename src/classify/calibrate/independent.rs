//! A sigmoid for each class, where a document may have several.

use rayon::prelude::*;

use super::{Calibration, finite, ln_sigmoid, sigmoid};
use crate::classify::Targets;

impl Calibration {
    /// The plain sigmoid of every score: for independent classes with nothing held out to calibrate them on.
    pub(crate) fn independent(n_classes: usize) -> Self {
        Self::Independent { slopes: vec![1.0; n_classes], intercepts: vec![0.0; n_classes] }
    }

    /// The sigmoid of each class by itself (Platt 1999). `scores` has a row a document and a column a class.
    ///
    /// A class that was missing in the training part of a fold has infinite scores there, which do not count.
    pub(crate) fn fit_independent(scores: &[f32], targets: &Targets, n_classes: usize) -> Self {
        let (slopes, intercepts) = (0..n_classes)
            .into_par_iter()
            .map(|class| {
                let column = scores.iter().skip(class).step_by(n_classes);
                let pairs = column.zip(targets.iter()).map(|(&score, own)| (score, own.contains(&class)));
                sigmoid::sigmoid(pairs.filter(|(score, _)| score.is_finite()))
            })
            .unzip();
        Self::Independent { slopes, intercepts }
    }
}

/// Turns scores into probabilities, each by its class's sigmoid.
pub(super) fn probabilities(slopes: &[f32], intercepts: &[f32], scores: &mut [f32]) {
    for ((score, slope), intercept) in scores.iter_mut().zip(slopes).zip(intercepts) {
        *score = ln_sigmoid(finite(finite(*score) * slope + intercept)).exp();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_probability_of_its_own() {
        let targets = Targets::Many(vec![vec![0, 1], vec![0, 1], vec![1], vec![], vec![]]);
        let scores = [2.0, 3.0, 1.0, 2.0, -1.0, 1.0, -2.0, -2.0, -1.0, -3.0];
        let calibration = Calibration::fit_independent(&scores, &targets, 2);
        let mut both = [2.0, 3.0];
        calibration.probabilities(&mut both);
        assert!(both.iter().all(|&p| p > 0.6 && p < 1.0) && both.iter().sum::<f32>() > 1.0, "{both:?}");
        let mut none = [f32::NEG_INFINITY, -3.0];
        calibration.probabilities(&mut none);
        assert!(none[0] == 0.0 && none[1] < 0.4, "{none:?}");
    }

    #[test]
    fn a_class_without_a_held_out_score_is_improbable() {
        let targets = Targets::Many(vec![vec![0], vec![], vec![]]);
        let calibration = Calibration::fit_independent(&[f32::NEG_INFINITY, -1.0, -0.5], &targets, 1);
        let mut score = [5.0];
        calibration.probabilities(&mut score);
        assert!(score[0] < 0.3, "{score:?}");
    }

    #[test]
    fn without_calibration_a_score_above_zero_is_more_than_a_half() {
        let mut scores = [0.1, -0.1];
        Calibration::independent(2).probabilities(&mut scores);
        assert!(scores[0] > 0.5 && scores[1] < 0.5);
    }
}
