//! newsdesk reads government and policy news, says what policy topic each document is about, and picks the
//! sentences that say it.

pub mod error;
pub mod evaluate;
pub mod summarize;
pub mod text;
