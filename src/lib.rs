//! newsdesk reads government and policy news, says what policy topic each document is about, and picks the
//! sentences that say it.

pub mod classify;
pub mod error;
pub mod evaluate;
mod random;
pub mod text;
