//! `newsdesk man`.

use std::process::ExitCode;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;

use crate::error::{Error, Result};
use crate::output::Sink;

/// Flags of `man`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The verb whose page it is; without one the page of the whole command
    verb: Option<String>,
}

impl Man {
    pub(super) fn run(self) -> Result<ExitCode> {
        let mut command = super::Cli::command();
        command.build();
        let command = match &self.verb {
            Some(verb) => command.find_subcommand(verb).cloned().ok_or_else(|| no_verb(&command, verb))?,
            None => command,
        };
        let mut page = Vec::new();
        Page::new(command)
            .render(&mut page)
            .map_err(|error| Error::io("stdout", "write the output", error))?;
        let mut sink = Sink::open(None)?;
        sink.write(&page)?;
        sink.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}

fn no_verb(command: &Command, verb: &str) -> Error {
    let verbs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    Error::usage(format!("no verb {verb:?}"), format!("choose one of: {}", verbs.join(", ")))
}
