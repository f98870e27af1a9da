//! `newsdesk bench`.

use std::process::ExitCode;

use clap::Args;

use super::context::Context;
use crate::error::Result;

/// Flags of `bench`.
#[derive(Debug, Args)]
pub(super) struct Bench {}

impl Bench {
    pub(super) fn run(self, _: &Context) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
