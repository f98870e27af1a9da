//! `newsdesk clean`.

use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs};
use super::classify::RECORD_FORMATS;
use super::context::Context;
use super::stream::{ResumeArgs, Stream};
use crate::error::Result;
use crate::output::Origin;
use crate::output::cleaned::Cleaned;
use crate::pipeline::Outcome;

/// Flags of `clean`.
#[derive(Debug, Args)]
pub(super) struct Clean {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    #[command(flatten)]
    resume: ResumeArgs,
    #[command(flatten)]
    errors: ErrorArgs,
}

impl Clean {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        self.inputs.check_output(self.output.output.as_deref())?;
        self.model.check_output(self.output.output.as_deref())?;
        let format = self.output.format(&RECORD_FORMATS, None)?;
        let model = self.model.load()?;
        let cleaner = model.cleaner(self.keep_chrome);
        let run = Stream::new(&self.inputs, &self.output, format, &self.errors)?.resumable(
            &self.resume,
            &self,
            || model.id(),
        )?;
        context.stream(run, |record, _: &mut ()| {
            let origin = Origin::of(&record);
            Ok((Cleaned::new(cleaner.clean(record.document), origin), Outcome::Ok))
        })
    }
}
