//! From TF-IDF rows to labels: linear classifiers fitted on sparse rows, behind linfa's traits.

mod bayes;
mod linear;
mod params;
mod solver;

pub use linear::LinearClassifier;
pub use params::{Algorithm, ClassWeight, LinearParams, LinearValidParams};
