//! `newsdesk brief`.

use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OnError, OutputArgs};
use super::context::{Context, exit_code};
use super::numbers::one_or_more;
use crate::brief::{self, BriefParams, Draft, Reporter, Scratch};
use crate::corpus::Record;
use crate::error::{Error, Level, Notice, Place, Result};
use crate::output::brief::FORMATS;
use crate::output::{Format, Sink};
use crate::pipeline::{self, Outcome};

/// Flags of `brief`.
#[derive(Debug, Args)]
pub(super) struct Brief {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Sentences of each document, at most
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = one_or_more, allow_negative_numbers = true)]
    sentences: usize,
    /// Documents shown of each topic, at most [default: all]
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    per_topic: Option<usize>,
    /// Similarity from which documents are near-copies and told once, or off
    #[arg(long, value_name = "S", default_value = "0.6", allow_negative_numbers = true)]
    dedupe: String,
    /// Leave out documents of an earlier date
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<String>,
    /// Title of the brief
    #[arg(long, value_name = "TITLE", default_value = "Policy brief")]
    title: String,
    /// Give documents in other languages a topic too
    #[arg(long)]
    no_language_gate: bool,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    #[command(flatten)]
    errors: ErrorArgs,
}

impl Brief {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        self.inputs.check_output(self.output.output.as_deref())?;
        let format = self.output.format(&FORMATS, Some(Format::Text))?;
        let params = self.params(format)?;
        let model = self.model.load()?.language_gate(!self.no_language_gate);
        let reporter = Reporter::new(&model, &params, self.keep_chrome)?;
        let records = context.records(&self.inputs, self.inputs.params()?)?;
        let mut sink = Sink::open(self.output.output.as_deref())?;
        let progress = context.progress(&records);
        let (mut drafts, mut errors, mut failed) = (Vec::new(), Vec::new(), 0);
        let ledger = pipeline::run(
            records,
            &context.stop,
            |record: Result<Record>, scratch: &mut Scratch| {
                Ok(match record {
                    Ok(record) => drafted(reporter.draft(record, scratch)),
                    Err(error) => (Err(error), Outcome::Error),
                })
            },
            |draft: Result<Draft>| {
                match draft {
                    Ok(draft) => drafts.push(draft),
                    Err(error) => {
                        failed += 1;
                        self.accept(error, failed, &mut errors)?;
                    }
                }
                Ok(())
            },
        )?;
        drop(progress);
        if ledger.read == 0 {
            let (level, place) = (Level::Warning, Place::default());
            context.notice(&Notice {
                level,
                place,
                message: "no records: there is nothing to brief on".to_owned(),
            });
        }
        let brief = brief::Brief::new(drafts, errors, ledger, model.id(), &params);
        let style = context.style(self.output.output.as_deref());
        sink.write(crate::output::brief::render(&brief, format, &style).as_bytes())?;
        sink.finish()?;
        context.ledger(&ledger);
        Ok(exit_code(&ledger, self.errors.allow_errors))
    }

    fn params(&self, format: Format) -> Result<BriefParams> {
        Ok(BriefParams {
            title: self.title.clone(),
            sentences: self.sentences,
            per_topic: self.per_topic,
            dedupe: dedupe(&self.dedupe)?,
            since: self.since.clone(),
            full_text: format == Format::Html,
        })
    }

    /// Takes an error to be listed, leaves it out, or ends the run: what the flags say.
    fn accept(&self, error: Error, failed: u64, errors: &mut Vec<Error>) -> Result<()> {
        let is_too_many = self.errors.are_too_many(failed);
        match self.errors.errors {
            _ if is_too_many => return Err(error),
            OnError::Fail => return Err(error),
            OnError::Emit => errors.push(error),
            OnError::Skip => {}
        }
        Ok(())
    }
}

/// A draft with what became of its record.
fn drafted(draft: Draft) -> (Result<Draft>, Outcome) {
    let outcome = if draft.story.abstain_reason.is_some() { Outcome::Abstained } else { Outcome::Ok };
    (Ok(draft), outcome)
}

/// The similarity of near-copies; `off` is none.
fn dedupe(text: &str) -> Result<Option<f64>> {
    if text == "off" {
        return Ok(None);
    }
    let similarity = text.parse().map_err(|_| {
        Error::usage(
            format!("--dedupe {text:?}: expected a number above 0 and up to 1, or off"),
            "pass --dedupe 0.6".to_owned(),
        )
    })?;
    Ok(Some(similarity))
}
