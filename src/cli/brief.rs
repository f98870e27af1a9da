//! `newsdesk brief`.

use std::process::ExitCode;

use clap::Args;

use super::context::Context;
use crate::error::Result;

/// Flags of `brief`.
#[derive(Debug, Args)]
pub(super) struct Brief {}

impl Brief {
    pub(super) fn run(self, _: &Context) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
