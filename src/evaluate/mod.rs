//! How good the answers are: metrics, their uncertainty, calibration, and folds to measure on.

pub mod confusion;
pub mod metrics;
