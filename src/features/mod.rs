//! From terms to numbers: vocabulary, n-grams of words and characters, TF-IDF rows in a sparse matrix.

mod bytes;
mod chars;
mod counting;
pub mod csr;
mod hash;
mod row_counter;
pub mod tfidf;
mod unseen;
pub mod vocabulary;

pub use bytes::Bytes;
pub(crate) use bytes::{f32_at, f32s};
pub use csr::{CsrMatrix, CsrRow};
pub use tfidf::{Lead, TfIdfParams, TfIdfVectorizer};
pub use vocabulary::Vocabulary;
