//! newsdesk reads government and policy news, says what policy topic each document is about, and picks the sentences
//! that say it: offline, on CPUs, in parallel, with the same answer every time.
//!
//! # A tour
//!
//! Data flows one way, and each step has a folder:
//!
//! | step | where |
//! |---|---|
//! | files, tables, JSON lines, compressed or not → records | [`corpus`] |
//! | a raw text → a [`Document`]: page furniture out, sentences, tokens, stems | [`text`] |
//! | documents → TF-IDF rows in a sparse matrix | [`features`]: [`TfIdfParams`] → [`TfIdfVectorizer`] |
//! | rows → scores → probabilities | [`classify`]: [`LinearParams`] → [`LinearClassifier`], behind linfa's traits |
//! | sentences → a summary | [`summarize`] |
//! | all that was fitted, as one file | [`model`]: [`TrainParams`] → [`Model`] |
//! | batches in parallel, in order, one thing out per record in | [`pipeline`] |
//! | a pile of documents by topic | [`brief`] |
//! | how good it is | [`evaluate`] |
//! | text, CSV, JSON, Markdown, HTML | [`output`] |
//!
//! Everything that can go wrong is an [`Error`] with a place, a code that does not change, and a way out.
//!
//! # Examples
//! ```
//! use newsdesk::summarize::{Scratch, Summarizer, SummaryParams};
//! use newsdesk::{Document, Example, TrainParams};
//!
//! let examples = [("The Senate passed a tax cut.", "tax"), ("The income tax was raised.", "tax"),
//!     ("Farm aid was paid out to growers.", "farm"), ("Prices of farm goods fell.", "farm")];
//! let examples = examples.map(|(text, label)| Example::new(text, label)).to_vec();
//! let model = TrainParams::new().folds(0).min_df(1).fit(examples)?;
//!
//! let article = Document::new("a1", "Growers will be paid farm aid next week. The weather was fine.");
//! let prediction = model.classify(&article);
//! assert_eq!(model.label(prediction.class), "farm");
//!
//! let summary = Summarizer::new(SummaryParams::default())?.summarize(&article, None, &mut Scratch::default());
//! assert_eq!(summary.sentences[0].span.of(&article.text), "Growers will be paid farm aid next week.");
//! # Ok::<(), newsdesk::Error>(())
//! ```

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
pub use summarize::{Summarizer, Summary};
pub use text::Document;

/// The examples of README.md, as tests.
#[cfg(all(doctest, feature = "default-model"))]
#[doc = include_str!("../README.md")]
struct Readme;
