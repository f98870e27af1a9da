//! `newsdesk completions`.

use std::process::ExitCode;

use clap::{Args, CommandFactory};

use crate::error::Result;
use crate::output::Sink;

/// Flags of `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "newsdesk", &mut script);
        let mut sink = Sink::open(None)?;
        sink.write(&script)?;
        sink.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}
