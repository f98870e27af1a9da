//! What must hold for any input, shared by the targets.

mod document;
mod records;

pub use document::{assert_document, assert_spans};
pub use records::assert_records;
