//! The `newsdesk` command.
fn main() {}
