//! `newsdesk rouge`.

use std::process::ExitCode;

use clap::Args;

use super::context::Context;
use crate::error::Result;

/// Flags of `rouge`.
#[derive(Debug, Args)]
pub(super) struct Rouge {}

impl Rouge {
    pub(super) fn run(self, _: &Context) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
