//! How sure the first class is, set right by itself.

use super::sigmoid::sigmoid;
use super::{Calibration, HeldOut, ln_sigmoid};
use crate::classify::linear::best_class;

/// The log odds of the largest `f32` below 1.
const MAX_LOG_ODDS: f32 = 16.0;

/// By how much the first class stays ahead of the second at least, so that they never change places.
const LEAD: f32 = 1.001;

/// `base` and the sigmoid of its first class's log odds, fitted to whether that class is the true one.
pub(super) fn fit(base: Calibration, held_out: &HeldOut) -> Calibration {
    let rows = held_out.scores.chunks_exact(held_out.n_classes).zip(&held_out.truth);
    let (slope, intercept) = sigmoid(rows.map(|(scores, &truth)| {
        let mut probabilities = scores.to_vec();
        base.probabilities(&mut probabilities);
        let first = best_class(&probabilities);
        (log_odds(probabilities[first]), first == truth)
    }));
    Calibration::Confidence { base: Box::new(base), slope, intercept }
}

/// Sets the probability p of the first class to σ(a · ln(p / (1 − p)) + b), or to a little more than that of the
/// second where it would be less. The others share the rest as they did.
pub(super) fn set_right(slope: f32, intercept: f32, probabilities: &mut [f32]) {
    if probabilities.is_empty() {
        return;
    }
    let first = best_class(probabilities);
    let p = std::mem::take(&mut probabilities[first]);
    let (rest, second) = probabilities.iter().fold((0.0, 0.0f32), |(sum, max), &p| (sum + p, max.max(p)));
    if rest == 0.0 {
        probabilities[first] = p;
        return;
    }
    let least = LEAD * second / (rest + LEAD * second);
    let right = ln_sigmoid(slope * log_odds(p) + intercept).exp().max(least);
    probabilities.iter_mut().for_each(|p| *p *= (1.0 - right) / rest);
    probabilities[first] = right;
}

fn log_odds(p: f32) -> f32 {
    (p / (1.0 - p)).ln().clamp(-MAX_LOG_ODDS, MAX_LOG_ODDS)
}
