//! The whole suite as one binary: the command, bad inputs, and what always holds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_inputs;
mod cli;
mod compatibility;
mod determinism;
mod furniture;
mod layering;
mod linfa;
mod model_file;
mod parity;
mod properties;
mod readme;
mod support;
