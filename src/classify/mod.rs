//! From a document's features to a label and its probability.

pub mod calibrate;
