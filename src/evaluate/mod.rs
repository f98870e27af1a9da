//! How good the answers are: metrics, their uncertainty, calibration, and folds to measure on.
//!
//! [`metrics`] and [`confusion`] say how often a classifier is right, [`bootstrap`] how far that could be off,
//! [`compare`] whether another one is better, [`reliability`] whether its probabilities mean what they say, and
//! [`report`] puts it all into one [`Evaluation`](report::Evaluation); [`multi_label`] does the same where a document
//! may have several labels. [`cases`] finds the documents behind the figures. [`folds`] cuts a corpus so that what is
//! measured on is not what was trained on.

pub mod bootstrap;
pub mod cases;
pub mod compare;
pub mod confusion;
pub mod folds;
pub mod metrics;
pub mod multi_label;
pub mod reliability;
pub mod report;
pub mod rouge;
