//! `newsdesk sentences`.

use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs};
use super::classify::RECORD_FORMATS;
use super::context::Context;
use super::stream::{ResumeArgs, Stream};
use crate::error::Result;
use crate::output::{Origin, cleaned};
use crate::pipeline::Outcome;
use crate::text::sentence::SentenceSplitter;
use crate::text::{Markup, Span};

/// Flags of `sentences`.
#[derive(Debug, Args)]
pub(super) struct Sentences {
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

impl Sentences {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        self.inputs.check_output(self.output.output.as_deref())?;
        self.model.check_output(self.output.output.as_deref())?;
        let format = self.output.format(&RECORD_FORMATS, None)?;
        let model = self.model.load()?;
        let cleaner = model.cleaner(self.keep_chrome);
        let splitter = SentenceSplitter::new();
        let run = Stream::new(&self.inputs, &self.output, format, &self.errors)?.resumable(
            &self.resume,
            &self,
            || model.id(),
        )?;
        context.stream(run, |record, _: &mut ()| {
            let origin = Origin::of(&record);
            let is_plain = record.document.markup == Markup::Plain;
            let mut document = cleaner.clean(record.document);
            // Where no furniture was found, the headline and the dateline are sentences of the text like all others.
            if is_plain && document.removed.is_empty() {
                document.body = vec![Span::new(0, document.text.len())];
            }
            Ok((cleaned::Sentences::new(&document, &splitter, origin), Outcome::Ok))
        })
    }
}
