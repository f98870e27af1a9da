//! `newsdesk classify`.

use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs};
use super::context::Context;
use super::numbers::{any_number, one_or_more};
use super::stream::{ResumeArgs, Stream};
use crate::error::{Error, Result};
use crate::model::{self, Floor};
use crate::output::classified::Classified;
use crate::output::{Format, Origin};
use crate::pipeline::Outcome;
use crate::summarize::{self, Budget, Summarizer, SummaryParams};

/// The forms of `classify` and of the other verbs that write a record a document.
pub(super) const RECORD_FORMATS: [Format; 6] =
    [Format::Jsonl, Format::Csv, Format::Tsv, Format::Json, Format::Text, Format::Parquet];

/// Flags of `classify`.
#[derive(Debug, Args)]
pub(super) struct Classify {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Labels to list, the most probable first; 0 for all [default: 1; of a multi-label model those that are given]
    #[arg(short = 'k', long = "top", value_name = "N", value_parser = any_number::<usize>, allow_negative_numbers = true)]
    top: Option<usize>,
    /// Give no label below this probability; 0 for a label wherever a word is known, but a multi-label model's own thresholds hold
    /// [default: the model's own, 0.4 for the built-in one]
    #[arg(short = 't', long, value_name = "P", allow_negative_numbers = true)]
    threshold: Option<f32>,
    /// Terms that decided, with their places
    #[arg(long, value_name = "N", value_parser = any_number::<usize>, allow_negative_numbers = true)]
    evidence: Option<usize>,
    /// Sentences that sum the document up
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    summary: Option<usize>,
    /// Fields to write, in this order
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    fields: Vec<String>,
    /// Write the columns of the input table too
    #[arg(long)]
    keep_columns: bool,
    /// Give documents in other languages a label too
    #[arg(long)]
    no_language_gate: bool,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    #[command(flatten)]
    resume: ResumeArgs,
    #[command(flatten)]
    errors: ErrorArgs,
}

#[derive(Default)]
struct Scratch {
    model: model::Scratch,
    summary: summarize::Scratch,
}

impl Classify {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        if let Some(threshold) = self.threshold.filter(|threshold| !(0.0..=1.0).contains(threshold)) {
            return Err(Error::usage(
                format!("--threshold {threshold}: expected a number from 0 to 1"),
                None,
            ));
        }
        self.inputs.check_output(self.output.output.as_deref())?;
        self.model.check_output(self.output.output.as_deref())?;
        let format = self.output.format(&RECORD_FORMATS, None)?;
        let summarizer = self.summarizer()?;
        let mut model = self.model.load()?.language_gate(!self.no_language_gate);
        if self.threshold.is_some() {
            model = model.floor(Floor::default());
        }
        let threshold = self.threshold.unwrap_or_default();
        let cleaner = model.cleaner(self.keep_chrome);
        let id = model.id();
        let mut run = Stream::new(&self.inputs, &self.output, format, &self.errors)?.resumable(
            &self.resume,
            &self,
            || id.clone(),
        )?;
        run.params.keep_columns = self.keep_columns;
        run.keep_columns = self.keep_columns;
        run.fields = &self.fields;
        context.stream(run, |record, scratch: &mut Scratch| {
            let origin = Origin::of(&record);
            let document = cleaner.clean(record.document);
            let prediction = model.classify_with(&document, threshold, &mut scratch.model);
            let mut entry = Classified::new(&model, &id, &document, &prediction, self.top, origin);
            if let Some(n) = self.evidence {
                entry = entry.with_evidence(&model.evidence(&document, prediction.class, n));
            }
            if let Some(summarizer) = &summarizer {
                let summary = summarizer.summarize(&document, None, &mut scratch.summary);
                entry = entry.with_summary(&document, &summary);
            }
            let outcome = if prediction.abstain.is_some() { Outcome::Abstained } else { Outcome::Ok };
            Ok((entry, outcome))
        })
    }

    fn summarizer(&self) -> Result<Option<Summarizer>> {
        let params = |n| SummaryParams { budget: Budget::Sentences(n), ..SummaryParams::default() };
        self.summary.map(|n| Summarizer::new(params(n))).transpose()
    }
}
