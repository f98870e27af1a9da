//! From TF-IDF rows to labels: linear classifiers fitted on sparse rows, behind linfa's traits, and probabilities.

mod bayes;
pub mod calibrate;
mod linear;
mod params;
mod solver;

pub use calibrate::Calibration;
pub use linear::LinearClassifier;
pub(crate) use linear::Weights;
pub(crate) use linear::best_class;
pub use params::{Algorithm, ClassWeight, LinearParams, LinearValidParams};
