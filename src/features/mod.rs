//! From terms to numbers: vocabulary, n-grams of words and characters, TF-IDF rows in a sparse matrix.

mod bytes;
mod chars;
mod counting;
pub mod csr;
mod hash;
mod row_counter;
mod strings;
mod table;
pub mod tfidf;
mod unseen;
pub mod vocabulary;

pub use bytes::Bytes;
pub(crate) use bytes::{f32_at, f32s, u32_at};
pub use csr::{CsrMatrix, CsrRow};
pub use tfidf::{Lead, TfIdfParams, TfIdfVectorizer};
pub use vocabulary::Vocabulary;

/// How the parts of a vocabulary lie in the model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// In format 1: slots of 8 bytes, terms that stand whole, an `f32` for each idf.
    Plain,
    /// From format 2 on: slots of 7 bytes, terms without what they share with the one before, the different idfs once.
    Packed,
}
