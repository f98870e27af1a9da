//! `newsdesk explain`.

use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs};
use super::context::Context;
use super::labels::class_of;
use super::numbers::any_number;
use super::stream::Stream;
use crate::error::{Error, Result};
use crate::model;
use crate::output::explained::Explained;
use crate::output::{Format, Origin};
use crate::pipeline::Outcome;

/// The forms of `explain`.
const FORMATS: [Format; 6] =
    [Format::Jsonl, Format::Csv, Format::Tsv, Format::Json, Format::Text, Format::Html];

/// Flags of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// The label to explain, or its name [default: the model's answer to each document]
    #[arg(long, value_name = "LABEL")]
    label: Option<String>,
    /// Explain why not this label, or label of this name, instead
    #[arg(long, value_name = "LABEL")]
    vs: Option<String>,
    /// Terms to list, the largest first; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = any_number::<usize>, allow_negative_numbers = true)]
    top: usize,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    #[command(flatten)]
    errors: ErrorArgs,
}

impl Explain {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        self.inputs.check_output(self.output.output.as_deref())?;
        self.model.check_output(self.output.output.as_deref())?;
        let format = self.output.format(&FORMATS, None)?;
        let model = self.model.load()?;
        let label = self.label.as_deref().map(|label| class_of("--label", label, &model, &[])).transpose()?;
        let versus = self.vs.as_deref().map(|label| class_of("--vs", label, &model, &[])).transpose()?;
        if versus.is_some() && versus == label {
            let help = "pass two labels that differ".to_owned();
            return Err(Error::usage("--label and --vs are the same label", help));
        }
        let cleaner = model.cleaner(self.keep_chrome);
        let id = model.id();
        let run = Stream::new(&self.inputs, &self.output, format, &self.errors)?;
        context.stream(run, |record, scratch: &mut model::Scratch| {
            let origin = Origin::of(&record);
            let document = cleaner.clean(record.document);
            let prediction = model.classify_with(&document, 0.0, scratch);
            let outcome = if prediction.abstain.is_some() { Outcome::Abstained } else { Outcome::Ok };
            // Where the model's own answer is the label to compare with, the question is why not the next best.
            let answer =
                prediction.ranked.iter().map(|ranked| ranked.class).find(|&best| Some(best) != versus);
            let class = label.or(answer).unwrap_or(prediction.class);
            Ok((
                Explained::new(&model, &id, document, &prediction, (class, versus), self.top, origin),
                outcome,
            ))
        })
    }
}
