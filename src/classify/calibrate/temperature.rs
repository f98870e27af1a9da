//! One factor for all scores.

use super::{Calibration, HeldOut};

/// The range of β: beyond it the probabilities are 0 and 1, or all the same, for any score of usual size.
const RANGE: (f64, f64) = (1e-3, 1e3);

/// Bounds the work; the step falls below the tolerance after 5 to 10.
const MAX_ITERATIONS: usize = 60;

/// The relative step at which β counts as found.
const TOLERANCE: f64 = 1e-9;

/// The softmax of β times the score.
pub(super) fn fit(held_out: &HeldOut) -> Calibration {
    Calibration::Temperature { inverse_temperature: inverse_temperature(held_out) }
}

/// The β with the smallest log loss.
///
/// The true class's target is 1 − ε and all classes share ε = 1 / (n + 2), n the number of documents: together about
/// one document's worth of doubt, as in Platt's targets, so that scores without a mistake do not make β infinite.
/// The loss is convex in β; Newton's method, with bisection where a step leaves the range still possible.
pub(super) fn inverse_temperature(held_out: &HeldOut) -> f32 {
    let doubt = 1.0 / (held_out.truth.len() + 2) as f64;
    let (mut low, mut high) = RANGE;
    let mut beta = 1.0;
    for _ in 0..MAX_ITERATIONS {
        let [slope, curvature] = held_out.sum(|row, truth| derivatives(row, truth, beta, doubt));
        if slope > 0.0 {
            high = beta;
        } else {
            low = beta;
        }
        let newton: f64 = beta - slope / curvature;
        // In the geometric middle: the range spans orders of magnitude.
        let next = if newton > low && newton < high { newton } else { (low * high).sqrt() };
        let step = (next - beta).abs();
        beta = next;
        if step <= TOLERANCE * beta {
            break;
        }
    }
    beta as f32
}

/// The first two derivatives by β of ln Σ e^(β s) − β · target: mean − target, and variance.
fn derivatives(row: &[f32], truth: usize, beta: f64, doubt: f64) -> [f64; 2] {
    let max = row.iter().copied().fold(f32::MIN, f32::max);
    // Scores relative to the largest: nothing overflows, and the variance keeps its digits.
    let relative = |score: f32| f64::from(score) - f64::from(max);
    let (mut weights, mut sum, mut squares, mut plain_sum) = (0.0, 0.0, 0.0, 0.0);
    for score in row.iter().map(|&score| relative(score)) {
        let weight = (beta * score).exp();
        weights += weight;
        sum += weight * score;
        squares += weight * score * score;
        plain_sum += score;
    }
    let mean = sum / weights;
    let target = (1.0 - doubt) * relative(row[truth]) + doubt * plain_sum / row.len() as f64;
    [mean - target, squares / weights - mean * mean]
}
