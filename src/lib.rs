//! newsdesk reads government and policy news, says what policy topic each document is about, and picks the
//! sentences that say it.

pub mod brief;
pub mod classify;
#[cfg(feature = "cli")]
pub mod cli;
pub mod corpus;
pub mod error;
pub mod evaluate;
pub mod features;
mod files;
pub mod model;
pub mod output;
pub mod pipeline;
mod random;
pub mod summarize;
pub mod text;

pub use classify::{Algorithm, ClassWeight, LinearClassifier, LinearParams};
pub use error::{Error, Result};
pub use features::{CsrMatrix, TfIdfParams, TfIdfVectorizer};
pub use model::{Example, Model, Prediction, TrainParams};
pub use text::Document;
