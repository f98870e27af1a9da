//! How sure the first class is, set right by itself.

use serde::{Deserialize, Serialize};

use super::sigmoid::sigmoid;
use super::{Calibration, HeldOut, ln_sigmoid};
use crate::classify::linear::best_class;

/// The largest log odds, beyond which a probability is as good as 1.
const MAX_LOG_ODDS: f32 = 16.0;

/// By how much the first class stays ahead of the second at least, so that they never change places.
const LEAD: f32 = 1.001;

/// The sigmoid of the log odds of the class that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// The slope a, 0 or more.
    pub slope: f32,
    /// The intercept b.
    pub intercept: f32,
}

impl Confidence {
    /// Fits the sigmoid to whether the class that `calibration` puts first is the true one.
    pub(super) fn fit(calibration: &Calibration, held_out: &HeldOut) -> Self {
        let rows = held_out.scores.chunks_exact(held_out.n_classes).zip(&held_out.truth);
        let (slope, intercept) = sigmoid(rows.map(|(scores, &truth)| {
            let mut probabilities = scores.to_vec();
            calibration.probabilities(&mut probabilities);
            let first = best_class(&probabilities);
            (log_odds(probabilities[first], rest(&probabilities, first)), first == truth)
        }));
        Self { slope, intercept }
    }

    /// Sets the probability p of the first class to σ(a · ln(p / (1 − p)) + b), or to a little more than that of the
    /// second where it would be less. The others share the rest as they did.
    pub(super) fn set_right(self, probabilities: &mut [f32]) {
        if probabilities.is_empty() {
            return;
        }
        let first = best_class(probabilities);
        let rest = rest(probabilities, first);
        if rest == 0.0 {
            return;
        }
        let log_odds = self.slope * log_odds(probabilities[first], rest) + self.intercept;
        probabilities[first] = 0.0;
        let second = probabilities.iter().copied().fold(0.0, f32::max) / rest;
        // With 1 / (1 + second) for the others, the second would have as much as the first.
        let others = ln_sigmoid(-log_odds).exp().min(1.0 / (1.0 + LEAD * second));
        probabilities.iter_mut().for_each(|p| *p = *p / rest * others);
        probabilities[first] = 1.0 - others;
    }
}

/// What the classes have together without the first.
fn rest(probabilities: &[f32], first: usize) -> f32 {
    probabilities.iter().enumerate().filter(|&(class, _)| class != first).map(|(_, p)| p).sum()
}

fn log_odds(p: f32, rest: f32) -> f32 {
    (p / rest).ln().clamp(-MAX_LOG_ODDS, MAX_LOG_ODDS)
}
