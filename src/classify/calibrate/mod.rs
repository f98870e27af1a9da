//! From raw scores to probabilities that mean what they say.
//!
//! Three methods are fitted on scores of documents that the classifier was not trained on, and the one that predicts
//! the other half of them best is kept:
//!
//! - *temperature*: the softmax of β · score, one number β = 1 / T for all classes (Guo, Pleiss, Sun and Weinberger
//!   2017). It keeps the order of the classes.
//! - *sigmoid*: σ(a · score + b)^γ with an a ≥ 0 and a b for each class (Platt 1999) and one γ for all, divided by
//!   their sum. It corrects classes that score too high or too low, and so can change which class comes first. The
//!   classes are fitted as if they had nothing to do with each other, which leaves the shares too flat where two of
//!   them compete: γ, fitted like β, is what makes up for that.
//! - *confidence*: the sigmoid, and then one more of the log odds of the class that it puts first. Short texts with few
//!   known words come out too sure and others not sure enough, whatever γ is; on sentences of speeches that no part of
//!   the training had seen this took the expected calibration error from 0.034 to 0.018.
//!
//! Where a document may have several labels, nothing competes: a sigmoid for each class is all there is, and the
//! probabilities do not sum to 1.

mod confidence;
mod independent;
mod sigmoid;
mod temperature;

pub use confidence::Confidence;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The smallest probability in the log loss by which a method is chosen: one surprise must not decide alone.
const SMALLEST: f32 = 1e-15;

/// The rows that are summed up in one piece; sums of floats must not depend on the number of threads.
const ROWS_A_PIECE: usize = 1_024;

/// How scores become probabilities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
pub enum Calibration {
    /// The softmax of the scores times a factor.
    Temperature {
        /// The factor β = 1 / T, above 0.
        inverse_temperature: f32,
    },
    /// A power of a sigmoid for each class, divided by the sum over the classes.
    Sigmoid {
        /// The slope a of each class, 0 or more.
        slopes: Vec<f32>,
        /// The intercept b of each class.
        intercepts: Vec<f32>,
        /// The power γ, above 0.
        sharpness: f32,
        /// What sets right how sure the first class is, where that is better.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<Confidence>,
    },
    /// A sigmoid for each class, and no more: of models whose documents may have several labels.
    Independent {
        /// The slope a of each class, 0 or more.
        slopes: Vec<f32>,
        /// The intercept b of each class.
        intercepts: Vec<f32>,
    },
}

impl Default for Calibration {
    fn default() -> Self {
        Self::uncalibrated()
    }
}

impl Calibration {
    /// The plain softmax of the scores: for a classifier with nothing held out to calibrate it on.
    pub fn uncalibrated() -> Self {
        Self::Temperature { inverse_temperature: 1.0 }
    }

    /// The best of the three methods for these held-out scores.
    ///
    /// `scores` has a row a document and a column a class, row by row; `truth` has the class of each document. The
    /// methods are compared by log loss, each half of the documents judged by a fit on the other half, and the
    /// winner is fitted on all. Neither the order of the documents nor the number of threads changes the result.
    /// A document whose class has no column does not count. Uncalibrated where fewer than two documents count.
    ///
    /// # Panics
    /// If `scores` does not hold the same number of scores for each document.
    pub fn fit(scores: &[f32], truth: &[usize]) -> Self {
        let Some(all) = HeldOut::new(scores, truth).filter(|all| all.truth.len() > 1) else {
            return Self::uncalibrated();
        };
        let (even, odd) = (all.half(0), all.half(1));
        let fits = |held_out: &HeldOut| {
            let sigmoid = sigmoid::fit(held_out);
            let sure = sigmoid.clone().with_confidence(held_out);
            [temperature::fit(held_out), sigmoid, sure]
        };
        let (of_even, of_odd) = (fits(&even), fits(&odd));
        let losses = of_even
            .iter()
            .zip(&of_odd)
            .map(|(even_fit, odd_fit)| even_fit.log_loss(&odd) + odd_fit.log_loss(&even));
        let best = fits(&all).into_iter().zip(losses).min_by(|(_, a), (_, b)| a.total_cmp(b));
        best.map_or_else(Self::uncalibrated, |(fit, _)| fit)
    }

    /// A sigmoid with what sets right how sure its first class is.
    fn with_confidence(mut self, held_out: &HeldOut) -> Self {
        let fitted = Confidence::fit(&self, held_out);
        if let Self::Sigmoid { confidence, .. } = &mut self {
            *confidence = Some(fitted);
        }
        self
    }

    /// The number of classes that this calibration is for, or `None` where it is for any number.
    pub fn n_classes(&self) -> Option<usize> {
        match self {
            Self::Temperature { .. } => None,
            Self::Sigmoid { slopes, intercepts, .. } | Self::Independent { slopes, intercepts } => {
                Some(slopes.len().min(intercepts.len()))
            }
        }
    }

    /// Turns the scores of a document into probabilities: each in 0..=1, their sum 1, unless the classes are
    /// independent.
    ///
    /// Infinite scores count as the largest finite ones, a score that is no number as the smallest. A class that the
    /// calibration does not know gets what its score alone gives.
    pub fn probabilities(&self, scores: &mut [f32]) {
        match self {
            Self::Independent { slopes, intercepts } => {
                return independent::probabilities(slopes, intercepts, scores);
            }
            Self::Temperature { inverse_temperature } => {
                scores.iter_mut().for_each(|score| *score = finite(finite(*score) * inverse_temperature));
            }
            Self::Sigmoid { slopes, intercepts, sharpness, .. } => {
                let known = slopes.iter().zip(intercepts).map(|(&a, &b)| (a, b));
                for (score, (a, b)) in scores.iter_mut().zip(known.chain(std::iter::repeat((1.0, 0.0)))) {
                    *score = finite(sharpness * ln_sigmoid(finite(finite(*score) * a + b)));
                }
            }
        }
        softmax(scores);
        if let Self::Sigmoid { confidence: Some(confidence), .. } = self {
            confidence.set_right(scores);
        }
    }

    /// The sum over the documents of −ln p, p the probability of the true class.
    fn log_loss(&self, held_out: &HeldOut) -> f64 {
        held_out.sum(|row, truth| {
            let mut probabilities = row.to_vec();
            self.probabilities(&mut probabilities);
            [-f64::from(probabilities[truth].max(SMALLEST)).ln()]
        })[0]
    }
}

/// Scores and classes to fit on, at least one document.
struct HeldOut {
    n_classes: usize,
    /// Row by row, every score finite.
    scores: Vec<f32>,
    truth: Vec<usize>,
}

impl HeldOut {
    /// The documents whose class has a column, in an order that depends on their scores and classes only.
    fn new(scores: &[f32], truth: &[usize]) -> Option<Self> {
        let n_classes = scores.len().checked_div(truth.len())?;
        assert_eq!(scores.len(), n_classes * truth.len(), "the same number of scores for each document");
        let row = |document: usize| &scores[document * n_classes..][..n_classes];
        let mut order: Vec<usize> = (0..truth.len()).filter(|&d| truth[d] < n_classes).collect();
        order.par_sort_by(|&a, &b| {
            let scores = || row(a).iter().zip(row(b)).map(|(a, b)| a.total_cmp(b)).find(|o| o.is_ne());
            truth[a].cmp(&truth[b]).then_with(|| scores().unwrap_or(std::cmp::Ordering::Equal))
        });
        Some(Self {
            n_classes,
            scores: order.iter().flat_map(|&document| row(document)).map(|&score| finite(score)).collect(),
            truth: order.iter().map(|&document| truth[document]).collect(),
        })
    }

    /// Every second document, from `first` on: the order is by class, so each half has half of each class.
    fn half(&self, first: usize) -> Self {
        let rows = self.scores.chunks_exact(self.n_classes).skip(first).step_by(2);
        Self {
            n_classes: self.n_classes,
            scores: rows.flatten().copied().collect(),
            truth: self.truth.iter().skip(first).step_by(2).copied().collect(),
        }
    }

    /// The same documents with scores that `f` makes of a class and its score.
    fn map(&self, f: impl Fn(usize, f32) -> f32) -> Self {
        let classes = (0..self.n_classes).cycle();
        Self {
            n_classes: self.n_classes,
            scores: classes.zip(&self.scores).map(|(class, &score)| f(class, score)).collect(),
            truth: self.truth.clone(),
        }
    }

    /// The sums over the documents of what `f` makes of a row of scores and its class.
    fn sum<const N: usize>(&self, f: impl Fn(&[f32], usize) -> [f64; N] + Sync) -> [f64; N] {
        let pieces: Vec<[f64; N]> = self
            .scores
            .par_chunks(ROWS_A_PIECE * self.n_classes)
            .zip(self.truth.par_chunks(ROWS_A_PIECE))
            .map(|(scores, truth)| {
                let rows = scores.chunks_exact(self.n_classes).zip(truth);
                rows.map(|(row, &truth)| f(row, truth)).fold([0.0; N], add)
            })
            .collect();
        pieces.into_iter().fold([0.0; N], add)
    }
}

/// The sums of two lists, place by place.
fn add<const N: usize>(a: [f64; N], b: [f64; N]) -> [f64; N] {
    std::array::from_fn(|i| a[i] + b[i])
}

/// `x`, or the nearest finite number; the smallest where it is not a number.
fn finite(x: f32) -> f32 {
    if x.is_nan() { f32::MIN } else { x.clamp(f32::MIN, f32::MAX) }
}

/// ln(1 / (1 + e⁻ᶻ)), without overflow.
fn ln_sigmoid(z: f32) -> f32 {
    z.min(0.0) - (-z.abs()).exp().ln_1p()
}

/// Turns finite numbers x into eˣ / Σ eˣ.
fn softmax(logits: &mut [f32]) {
    let max = logits.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - max).exp();
        sum += f64::from(*logit);
    }
    // At least one term is e⁰: the sum is 1 or more.
    logits.iter_mut().for_each(|term| *term = (f64::from(*term) / sum) as f32);
}

#[cfg(test)]
mod tests;
