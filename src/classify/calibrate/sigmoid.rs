//! A sigmoid for each class.

use rayon::prelude::*;

use super::temperature::inverse_temperature;
use super::{Calibration, HeldOut, finite, ln_sigmoid};

/// Bounds the work; the gradient falls below the tolerance after 5 to 15.
const MAX_ITERATIONS: usize = 60;

/// How often a step is halved before the search gives up.
const MAX_HALVINGS: usize = 30;

/// The gradient, a document, at which a fit counts as done.
const TOLERANCE: f64 = 1e-9;

/// Keeps the second derivatives invertible where all scores of a class are the same.
const RIDGE: f64 = 1e-12;

/// The sigmoids of all classes, each fitted by itself to "this class or another", and the power that suits them all.
pub(super) fn fit(held_out: &HeldOut) -> Calibration {
    let (slopes, intercepts): (Vec<f32>, Vec<f32>) = (0..held_out.n_classes)
        .into_par_iter()
        .map(|class| {
            let column = held_out.scores.iter().skip(class).step_by(held_out.n_classes);
            let pairs = column.zip(&held_out.truth).map(|(&score, &truth)| (score, truth == class));
            sigmoid(pairs)
        })
        .unzip();
    let sigmoids = held_out.map(|class, score| ln_sigmoid(finite(score * slopes[class] + intercepts[class])));
    // The power of a sigmoid is a factor of its logarithm.
    Calibration::Sigmoid { sharpness: inverse_temperature(&sigmoids), slopes, intercepts, confidence: None }
}

/// Slope and intercept of the sigmoid that turns a class's scores into how probable the class is: (score, whether it
/// is the class) pairs.
pub(super) fn sigmoid(pairs: impl Iterator<Item = (f32, bool)>) -> (f32, f32) {
    let (slope, intercept) = Column::new(pairs).fit();
    (slope as f32, intercept as f32)
}

/// The scores of one class, and how probable the class should come out: a little less than sure.
struct Column {
    scores: Vec<f64>,
    targets: Vec<f64>,
}

impl Column {
    /// Platt's targets: (n₊ + 1) / (n₊ + 2) for the n₊ documents of the class, 1 / (n₋ + 2) for the others.
    fn new(pairs: impl Iterator<Item = (f32, bool)>) -> Self {
        let (scores, is_class): (Vec<f64>, Vec<bool>) =
            pairs.map(|(score, is_class)| (f64::from(score), is_class)).unzip();
        let n_class = is_class.iter().filter(|&&is_class| is_class).count();
        let n_other = is_class.len() - n_class;
        let target = |is_class: bool| match is_class {
            true => (n_class + 1) as f64 / (n_class + 2) as f64,
            false => 1.0 / (n_other + 2) as f64,
        };
        Self { scores, targets: is_class.into_iter().map(target).collect() }
    }

    /// Slope and intercept with the smallest log loss, by Newton's method with step halving (Lin, Lin and Weng 2007,
    /// "A note on Platt's probabilistic outputs for support vector machines").
    ///
    /// Where the best slope is below 0 (few documents of the class, by chance with low scores), it is 0: a higher
    /// score never makes a class less probable.
    fn fit(&self) -> (f64, f64) {
        let constant = (0.0, self.constant());
        let (mut at, mut loss) = (constant, self.loss(constant));
        for _ in 0..MAX_ITERATIONS {
            let Some(step) = self.newton_step(at) else { break };
            let Some((next, next_loss)) = self.downhill(at, loss, step) else { break };
            (at, loss) = (next, next_loss);
        }
        if at.0 > 0.0 { at } else { constant }
    }

    /// The best intercept for slope 0: the log odds of the mean target.
    fn constant(&self) -> f64 {
        let mean = self.targets.iter().sum::<f64>() / self.targets.len().max(1) as f64;
        (mean / (1.0 - mean)).ln()
    }

    /// Σ ln(1 + eᶻ) − t z, with z = a · score + b.
    fn loss(&self, (a, b): (f64, f64)) -> f64 {
        let pairs = self.scores.iter().zip(&self.targets);
        pairs.map(|(score, target)| (a * score + b, target)).map(|(z, target)| softplus(z) - target * z).sum()
    }

    /// The step to where the second-order approximation is smallest, or `None` where the gradient is zero already.
    fn newton_step(&self, (a, b): (f64, f64)) -> Option<(f64, f64)> {
        let (mut gradient_a, mut gradient_b) = (0.0, 0.0);
        let (mut aa, mut ab, mut bb) = (RIDGE, 0.0, RIDGE);
        for (score, target) in self.scores.iter().zip(&self.targets) {
            let probability = 1.0 / (1.0 + (-(a * score + b)).exp());
            let (error, weight) = (probability - target, probability * (1.0 - probability));
            gradient_a += error * score;
            gradient_b += error;
            aa += weight * score * score;
            ab += weight * score;
            bb += weight;
        }
        let determinant = aa * bb - ab * ab;
        let step = (
            (ab * gradient_b - bb * gradient_a) / determinant,
            (ab * gradient_a - aa * gradient_b) / determinant,
        );
        let tolerance = TOLERANCE * self.scores.len() as f64;
        let flat = gradient_a.abs() < tolerance && gradient_b.abs() < tolerance;
        (!flat && step.0.is_finite() && step.1.is_finite()).then_some(step)
    }

    /// The first of the step, its half, its quarter… that makes the loss smaller.
    fn downhill(&self, at: (f64, f64), loss: f64, step: (f64, f64)) -> Option<((f64, f64), f64)> {
        let mut share = 1.0;
        for _ in 0..MAX_HALVINGS {
            let next = (at.0 + share * step.0, at.1 + share * step.1);
            let next_loss = self.loss(next);
            if next_loss < loss {
                return Some((next, next_loss));
            }
            share /= 2.0;
        }
        None
    }
}

/// ln(1 + eᶻ), without overflow.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}
