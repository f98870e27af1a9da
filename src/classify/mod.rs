//! From TF-IDF rows to labels: linear classifiers fitted on sparse rows, behind linfa's traits, and probabilities.

mod algorithm;
mod bayes;
pub mod calibrate;
mod chi2;
mod dense;
mod linear;
mod mixture;
mod params;
mod solver;
mod targets;
pub(crate) mod thresholds;
mod weights;

pub use algorithm::Algorithm;
pub use calibrate::{Calibration, Confidence};
pub use linear::LinearClassifier;
pub(crate) use linear::best_class;
pub use params::{ClassWeight, LinearParams, LinearValidParams};
pub(crate) use targets::Targets;
pub use weights::WeightType;
pub(crate) use weights::Weights;

/// `n` times `zero`, written.
///
/// `vec!` takes memory that the system has set to zero and not mapped. What is added to is read before it is written,
/// and then each page is mapped twice, the second time with a halt of all cores: a fifth of the time of a training.
fn zeros<T: Copy>(n: usize, zero: T) -> Vec<T> {
    let mut zeros = Vec::with_capacity(n);
    zeros.resize_with(n, || std::hint::black_box(zero));
    zeros
}
